import { type RefObject, useEffect, useRef } from "react";

/**
 * Takes over what a field of the first page holds already when its scripts begin to run: typed on a slow line, or put
 * there by the browser on the way back. Without it the field shows a text that its form does not know.
 *
 * @param onText the setter of the field's state; always the same function.
 * @returns the field's ref.
 */
export function useEarlyText(onText: (text: string) => void): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current !== null) onText(field.current.value);
  }, [onText]);
  return field;
}
