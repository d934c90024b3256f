"use client";

import { Fragment, useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import { beginningOf, piecesOf } from "#server/vocabulary/visible-text";

/** A text beyond this is folded: whoever stored it may have stored a book. */
const FOLDED_BEYOND = 300;

/**
 * A text that somebody else wrote, as one word among ours: it keeps to itself whatever its script, what cannot be seen is
 * a mark, and a very long one is cut.
 */
export function GivenText({ text }: { text: string }) {
  return isLong(text) ? (
    <>
      <Pieces text={beginningOf(text, FOLDED_BEYOND)} />…
    </>
  ) : (
    <Pieces text={text} />
  );
}

/** Several lines of somebody else's, such as a message's body, for a box that keeps line breaks. */
export function GivenLines({ text }: { text: string }) {
  return text.split("\n").map((line, index) => {
    const key = `${index}`;
    return (
      <Fragment key={key}>
        {index > 0 && "\n"}
        <Pieces text={line} />
      </Fragment>
    );
  });
}

/** A text where there is room for all of it: a very long one unfolds, and can be copied as it was stored. */
export function UnfoldingText({ text }: { text: string }) {
  const t = useTranslations("common");
  const [isOpen, setOpen] = useState(false);
  if (!isLong(text)) return <Pieces text={text} />;
  return (
    <>
      <span className={isOpen ? "block max-h-80 overflow-auto wrap-anywhere whitespace-pre-wrap" : "wrap-anywhere"}>
        {isOpen ? <Pieces text={text} /> : <GivenText text={text} />}
      </span>
      {/* In a list the whole row may be a link that lies over it. */}
      <span className="relative z-1 mt-1 flex flex-wrap items-center gap-x-2 font-sans font-normal">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="min-h-6 text-meta text-accent underline-offset-2 hover:underline"
        >
          {isOpen ? t("fold") : t("unfold", { count: text.length })}
        </button>
        <CopyButton text={text} label={t("copyValue")} />
      </span>
    </>
  );
}

function isLong(text: string): boolean {
  return text.length > FOLDED_BEYOND;
}

function Pieces({ text }: { text: string }) {
  const pieces = piecesOf(text);
  return (
    <bdi>
      {pieces.map((piece, index) => {
        const key = `${index}`;
        return piece.isMark ? <Mark key={key} name={piece.text} /> : piece.text;
      })}
    </bdi>
  );
}

/** A character that cannot be seen, by its name. */
function Mark({ name }: { name: string }) {
  const t = useTranslations("common");
  return (
    <span
      title={t("hiddenCharacter")}
      className="mx-px rounded-sm bg-missed-soft px-0.5 font-mono text-[0.85em] text-missed"
    >
      ‹{name}›
    </span>
  );
}
