"use client";

import type { ComponentType } from "react";
import { Dialog } from "#components/ui/dialog";
import { FailedState } from "#components/ui/failed-state";
import { usePart } from "./use-part.ts";

/** What every dialog is given; the rest is its own. */
type Closing = { onClose: () => void };

/**
 * A dialog that is fetched as soon as its button stands. One that could not be fetched says so in its place when it is
 * opened, with a way to try again.
 *
 * @param props.name the dialog's own name among the parts of pages; see usePart.
 * @param props.given what the dialog is opened with.
 */
export function LazyDialog<Given extends object>(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  name: string;
  load: () => Promise<ComponentType<Given & Closing>>;
  given: Given;
}) {
  const { open, onClose, title, name, load, given } = props;
  const { Part, error, retry, retrying } = usePart(name, load);
  if (!open) return null;
  if (Part !== undefined) return <Part {...given} onClose={onClose} />;
  if (error === null) return null;
  return (
    <Dialog open onClose={onClose} label={title}>
      <FailedState what={title} error={error} onRetry={retry} retrying={retrying} />
    </Dialog>
  );
}
