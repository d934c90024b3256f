/** Hands a text to the browser as a file to save, without a request whose address would say what it holds. */
export function saveFile({ name, text, type }: { name: string; text: string; type: string }): void {
  saveBlob(name, new Blob([text], { type }));
}

/** The same for what was fetched: the browser keeps what is large on disk. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Saving has begun by the next turn; what is saved need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
