/** The parameter that names the members who stand beside the one of the page. */
export const BESIDE = "beside";

/** The server takes so many. */
export const MOST_BESIDE = 9;

/** The members beside, as the address has them; each once, and not the member of the page. */
export function readBeside(text: string | null, memberId: string): string[] {
  const ids = (text ?? "").split(",").flatMap((part) => {
    try {
      return [decodeURIComponent(part)];
    } catch {
      return [];
    }
  });
  const named = ids.filter((id) => id !== "" && id.length <= 64 && id !== memberId);
  return [...new Set(named)].slice(0, MOST_BESIDE);
}

/** The members beside, for the address. */
export function writeBeside(ids: readonly string[]): string {
  return ids.map(encodeURIComponent).join(",");
}
