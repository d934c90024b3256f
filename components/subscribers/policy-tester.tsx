"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { MessageExplanation, StoredEventExplanation } from "#components/events/policy/policy-explain-dialog";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import type { SubscriberOverview } from "#server/vocabulary/subscriber";
import { useEarlyText } from "../ui/use-early-text.ts";
import { type PastedMessage, readPastedMessage, samplePaste } from "./read-pasted-message.ts";

type Tested = { kind: "event"; eventId: string } | { kind: "pasted"; message: PastedMessage };

/** Asks the subscriber's registered policy about a stored event or a pasted message, and says why. */
export function PolicyTester({ subscriber }: { subscriber: SubscriberOverview }) {
  const t = useTranslations("policyTester");
  const [kind, setKind] = useState<Tested["kind"]>("event");
  const [tested, setTested] = useState<Tested | null>(null);
  const policy = { text: JSON.stringify(subscriber.policy), scope: subscriber.policyScope };
  return (
    <div className="grid gap-3 px-4 pb-4">
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="sr-only">{t("what")}</legend>
        {(["event", "pasted"] as const).map((one) => (
          <label key={one} className="inline-flex items-center gap-1.5">
            <input
              type="radio"
              name="tested"
              checked={kind === one}
              onChange={() => {
                setKind(one);
                setTested(null);
              }}
              className="size-4 accent-accent"
            />
            {t(`kinds.${one}`)}
          </label>
        ))}
      </fieldset>
      {kind === "event" ? (
        <EventForm onTest={(eventId) => setTested({ kind: "event", eventId })} />
      ) : (
        <PasteForm onTest={(message) => setTested({ kind: "pasted", message })} />
      )}
      {tested?.kind === "event" && (
        <StoredEventExplanation eventId={tested.eventId} layer={subscriber.layer} policy={policy} />
      )}
      {tested?.kind === "pasted" && <MessageExplanation message={tested.message} policy={policy} />}
    </div>
  );
}

function EventForm({ onTest }: { onTest: (eventId: string) => void }) {
  const t = useTranslations("policyTester");
  const id = useId();
  const [text, setText] = useState("");
  const field = useEarlyText(setText);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "") onTest(text.trim());
  }
  return (
    <form method="dialog" onSubmit={submit} className="grid gap-2">
      <Field id={id} label={t("eventId")} hint={t("eventIdHint")}>
        <div className="flex gap-2">
          <input
            ref={field}
            id={id}
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-describedby={`${id}-hint`}
            className={`${inputClass} max-w-md font-mono`}
          />
          <Button type="submit" disabled={text.trim() === ""}>
            {t("test")}
          </Button>
        </div>
      </Field>
    </form>
  );
}

function PasteForm({ onTest }: { onTest: (message: PastedMessage) => void }) {
  const t = useTranslations("policyTester");
  const id = useId();
  const [text, setText] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    const message = readPastedMessage(text);
    setIsWrong(message === null);
    if (message !== null) onTest(message);
  }
  return (
    <form onSubmit={submit} className="grid gap-2">
      <Field id={id} label={t("pasted")} hint={t("pastedHint")}>
        <textarea
          id={id}
          rows={8}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          aria-describedby={`${id}-hint`}
          aria-invalid={isWrong}
          className={`${inputClass} h-auto! py-2 font-mono text-meta leading-relaxed aria-invalid:border-failed`}
        />
      </Field>
      {isWrong && (
        <p role="alert" className="text-failed">
          {t("notAMessage")}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" disabled={text.trim() === ""}>
          {t("test")}
        </Button>
        <Button look="ghost" onClick={() => setText(samplePaste)}>
          {t("sample")}
        </Button>
      </div>
    </form>
  );
}
