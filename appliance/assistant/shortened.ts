/** The beginning of a text, without a word or a number cut in two: "ext. 120" is not "ext. 12". */
export function shortened(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const cut = text.slice(0, charsMax);
  if (/^[\s\p{P}]/u.test(text.slice(charsMax))) return cut.trimEnd();
  const space = Math.max(cut.lastIndexOf(" "), cut.lastIndexOf("\n"), lastEnd(cut));
  // One endless word, or a script without spaces between two ends of sentences.
  return space > charsMax / 2 ? cut.slice(0, space).trimEnd() : cut.replace(/[\ud800-\udbff]$/, "");
}

/** Behind the last full stop of a script without spaces. */
function lastEnd(text: string): number {
  return (
    Math.max(
      ...["\u3002", "\uff01", "\uff1f", "\uff1b", "\uff0c"].map((end) => text.lastIndexOf(end)),
    ) + 1
  );
}
