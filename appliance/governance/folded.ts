/** Text as the search of the log compares it: lower case, without diacritics. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

/** The words of a search, each to be found somewhere. */
export function foldedWords(query: string): string[] {
  return folded(query)
    .split(/\s+/)
    .filter((word) => word !== "");
}
