"use client";

import { Check, Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { usePreferences } from "#components/preferences/preferences-provider";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import type { MemberHistory } from "#server/vocabulary/views";
import { useCatalog } from "../events/words/use-catalog.ts";
import { type FoundAction, findActions } from "./find-actions.ts";

type Props = { actions: MemberHistory["actions"]; chosen: readonly string[]; onToggle: (action: string) => void };

/** Narrows a timeline to actions by typing a part of what they are called: only what the member has, with how many of each. */
export function ActionFinder({ actions, chosen, onToggle }: Props) {
  const t = useTranslations("actionFinder");
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const id = useId();
  const [text, setText] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(0);
  const words = (name: string) => {
    const action = catalog.get(name);
    return action === undefined ? name : actionWords(action, locale);
  };
  const found = findActions(actions, { text, words });
  const here = Math.min(at, found.length - 1);
  const optionId = (index: number) => `${id}-${index}`;

  function onKeyDown(event: KeyboardEvent) {
    const action = found[here];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setIsOpen(true);
      if (isOpen) setAt((here + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && isOpen && action !== undefined) onToggle(action.name);
    else if (event.key === "Escape" && isOpen) setIsOpen(false);
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-faint"
      />
      <input
        role="combobox"
        aria-label={t("label")}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found.length > 0 ? optionId(here) : undefined}
        value={text}
        placeholder={t("placeholder")}
        autoComplete="off"
        spellCheck={false}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onClick={() => setIsOpen(true)}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setIsOpen(true);
        }}
        onKeyDown={onKeyDown}
        className="h-7 w-52 rounded-md border border-line-strong/60 bg-surface pr-2 pl-7 text-meta placeholder:text-ink-faint pointer-coarse:h-10 pointer-coarse:w-60"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("label")}
        aria-multiselectable="true"
        hidden={!isOpen}
        className="absolute top-full left-0 z-20 mt-1 max-h-80 w-84 max-w-[calc(100vw-3rem)] overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-xl"
      >
        {found.map((action, index) => (
          <Option
            key={action.name}
            id={optionId(index)}
            action={action}
            isHere={index === here}
            isChosen={chosen.includes(action.name)}
            onChoose={() => onToggle(action.name)}
          />
        ))}
        {found.length === 0 && <p className="px-2 py-1.5 text-ink-faint">{t("none")}</p>}
      </div>
    </div>
  );
}

type OptionProps = { id: string; action: FoundAction; isHere: boolean; isChosen: boolean; onChoose: () => void };

function Option({ id, action: { words, family, events }, isHere, isChosen, onChoose }: OptionProps) {
  const format = useFormatter();
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the option by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      // The press must not take the focus from the field, which would close the list before the click.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      ref={(element) => {
        if (isHere) element?.scrollIntoView({ block: "nearest" });
      }}
      className={`flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 hover:bg-raised pointer-coarse:min-h-11 ${isHere ? "bg-accent-soft" : ""}`}
    >
      <FamilyIcon family={family} />
      <span className="min-w-0 flex-1 wrap-anywhere">{words}</span>
      <span className="tabular text-meta text-ink-faint">{format.number(events)}</span>
      <Check aria-hidden className={`size-3.5 shrink-0 text-accent ${isChosen ? "" : "invisible"}`} />
    </div>
  );
}
