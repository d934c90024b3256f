"use client";

import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { MemberLink, MemberName } from "#components/member-link";
import { CopyButton } from "#components/ui/copy-button";
import { GivenText } from "#components/ui/given-text";
import { FullTime } from "#components/ui/time/time";
import type { DisclosureEntry } from "#server/vocabulary/oversight/disclosure";
import type { PreparedFile } from "#server/vocabulary/oversight/prepared-file";
import { useSayQuestion } from "../events/views/use-say-question.ts";
import { FileActs } from "./file-acts.tsx";

/** One file: what it holds, who asked and why, how it stands, and what can be done with it. */
export function FileRow({ file }: { file: PreparedFile }) {
  const t = useTranslations("files");
  const { reason, askedBy, askedAt, approvedBy, sha256, disclosure } = file;
  return (
    <>
      <div className="min-w-0 wrap-anywhere">
        <p className="font-medium">
          {disclosure === null ? <What file={file} /> : <Disclosed disclosure={disclosure} />}
        </p>
        <p>
          <GivenText text={reason} />
        </p>
        <p className="text-meta text-ink-soft">
          {t("asked", { name: askedBy })} <FullTime iso={askedAt} />
          {approvedBy !== null && <> · {t("approved", { name: approvedBy })}</>}
        </p>
        {sha256 !== null && (
          <p className="flex items-center gap-1 text-meta text-ink-faint">
            <span className="min-w-0 truncate font-mono">SHA-256 {sha256}</span>
            <CopyButton text={sha256} label={t("copyDigest")} />
          </p>
        )}
      </div>
      <div className="grid content-start gap-1.5 sm:justify-items-end sm:text-right">
        <Standing file={file} />
        <FileActs file={file} />
      </div>
    </>
  );
}

/** Of a disclosure: of whom, for whom, on what grounds and of when. */
function Disclosed({ disclosure }: { disclosure: DisclosureEntry }) {
  const t = useTranslations("files");
  const { memberId, authority, basis, requestNumber, from, to, values } = disclosure;
  const mayOpen = useMay("member:open");
  return (
    <>
      {mayOpen ? <MemberLink memberId={memberId} /> : <MemberName memberId={memberId} />} · {t("givenTo")}{" "}
      <GivenText text={authority} />
      <span className="block font-normal text-ink-soft">
        {t(`bases.${basis}`)} · <GivenText text={requestNumber} /> · <FullTime iso={from} /> – <FullTime iso={to} /> ·{" "}
        {t(`values.${values}`)}
      </span>
    </>
  );
}

function What({ file: { conditions, format } }: { file: PreparedFile }) {
  const t = useTranslations("files");
  const formats = useTranslations("eventExport.formats");
  const say = useSayQuestion();
  const said = say({ conditions, policy: null, sequence: null });
  return (
    <>
      {said.length === 0 ? t("allEvents") : t("events", { what: said.join(" · ") })}
      {format !== null && <span className="font-normal text-ink-soft"> · {formats(format)}</span>}
    </>
  );
}

function Standing({ file }: { file: PreparedFile }) {
  const t = useTranslations("files");
  const { state, own, rows, bytes, endsAt, takenAt, closedBy, fault } = file;
  const size = rows !== null && bytes !== null && t("size", { count: rows, kilobytes: Math.ceil(bytes / 1000) });
  const name = closedBy ?? "";
  return (
    <div>
      <p
        className={state === "asked" ? "font-medium text-missed" : state === "failed" ? "font-medium text-failed" : ""}
      >
        {state === "asked" && own ? t("states.askedOwn") : t(`states.${state}`, { name })}
      </p>
      {size !== false && <p className="text-meta text-ink-soft">{size}</p>}
      {fault !== null && <p className="max-w-prose text-meta text-failed">{t(`faults.${fault}`)}</p>}
      {state === "ready" && endsAt !== null && (
        <p className="text-meta text-ink-soft">
          {t("until")} <FullTime iso={endsAt} />
        </p>
      )}
      {takenAt !== null && (
        <p className="text-meta text-ink-soft">
          <FullTime iso={takenAt} />
        </p>
      )}
    </div>
  );
}
