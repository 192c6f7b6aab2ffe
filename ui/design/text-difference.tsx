import { words } from "./strings.ts";
import { type Change, wordDiff } from "./word-diff.ts";

interface TextDifferenceProps {
  label: string;
  before: string;
  after: string;
}

/** What changed in a text, word by word. Nothing where nothing did. */
export function TextDifference({ label, before, after }: TextDifferenceProps) {
  if (before === after) return null;
  return (
    <section class="stack tight">
      <h3>{label}</h3>
      <div class="difference" dir="auto">
        <Changes changes={wordDiff(before, after)} />
      </div>
    </section>
  );
}

/** Additions and removals as what they are; a screen reader hears the words before them. */
export function Changes({ changes }: { changes: Change[] }) {
  return (
    <>
      {changes.map((change, i) => {
        if (change.kind === "same") return <span key={i}>{change.text}</span>;
        const Name = change.kind === "added" ? "ins" : "del";
        return (
          <Name key={i}>
            <span class="sr-only">{words.t(`compare.${change.kind}`)} </span>
            {change.text}
          </Name>
        );
      })}
    </>
  );
}
