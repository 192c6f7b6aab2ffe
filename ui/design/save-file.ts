/** Hands a file to the browser's downloads, without a round over the network. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own reference by then; a minute is plenty on any phone.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
