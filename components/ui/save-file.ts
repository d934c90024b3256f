/** Hands a text to the browser as a file to save, without a request whose address would say what it holds. */
export function saveFile({ name, text, type }: { name: string; text: string; type: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Saving has begun by the next turn; the text need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
