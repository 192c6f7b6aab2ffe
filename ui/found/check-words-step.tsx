import { CircleCheck } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { recoveryWords } from "../../mesh/rules/index.ts";
import { Notice, TextField } from "../design/index.ts";
import { text } from "./strings.ts";

interface CheckWordsProps {
  seed: Uint8Array;
  onChecked: (checked: boolean) => void;
}

/** Two of the twelve words, typed from the paper: proof that there is one. */
export function CheckWordsStep({ seed, onChecked }: CheckWordsProps) {
  const [asked] = useState(() => askedWords(seed));
  const [typed, setTyped] = useState(["", ""]);
  const words = recoveryWords(seed);
  const right = asked.map((position, i) => isWord(words[position] ?? "", typed[i] ?? ""));
  const all = right.every(Boolean);
  // Told once for each change.
  useEffect(() => onChecked(all), [all]);
  return (
    <>
      {asked.map((position, i) => (
        <TextField
          key={position}
          label={text.t("check.word", { number: position + 1 })}
          value={typed[i] ?? ""}
          error={isWrong(words[position] ?? "", typed[i] ?? "") ? text.t("check.wrong") : null}
          onInput={(value) => setTyped(typed.map((old, j) => (j === i ? value : old)))}
          attributes={{ autoComplete: "off", autoCapitalize: "none", spellcheck: false }}
        />
      ))}
      {all && (
        <Notice tone="ok" icon={CircleCheck} title={text.t("check.right")} live>
          {text.t("check.rightText")}
        </Notice>
      )}
    </>
  );
}

/** Two positions that follow from the seed: the same on every visit to the page. */
export function askedWords(seed: Uint8Array): [number, number] {
  const first = (seed[0] ?? 0) % 6;
  const second = 6 + ((seed[1] ?? 0) % 6);
  return [first, second];
}

/** Four letters tell the words of the list apart; any case will do. */
export function isWord(word: string, typed: string): boolean {
  const given = typed.trim().toLowerCase();
  return given === word || (given.length >= 4 && word.startsWith(given));
}

/** Only once it can no longer become right by typing on. */
export function isWrong(word: string, typed: string): boolean {
  const given = typed.trim().toLowerCase();
  return given !== "" && !word.startsWith(given);
}
