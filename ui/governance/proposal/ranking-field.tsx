import { ArrowDown, ArrowUp, Plus, X } from "lucide-preact";
import { announce, Button, IconButton } from "../../design/index.ts";
import { moved } from "./offered.ts";
import { text } from "./strings.ts";

interface RankingFieldProps {
  options: readonly string[];
  /** Options by number, the dearest first. */
  ranking: number[];
  onChange: (ranking: number[]) => void;
}

/** Options put in an order, with buttons that work by thumb, keyboard and voice alike. */
export function RankingField({ options, ranking, onChange }: RankingFieldProps) {
  const left = options.map((_, option) => option).filter((option) => !ranking.includes(option));
  const move = (place: number, by: -1 | 1) => {
    const next = moved(ranking, place, by);
    onChange(next);
    const option = options[ranking[place] ?? 0] ?? "";
    announce(text.t("rank.now", { option, place: String(place + by + 1) }));
  };
  return (
    <fieldset class="field">
      <legend>{text.t("rank.label")}</legend>
      <span class="hint">{text.t("rank.hint")}</span>
      {ranking.length > 0 && (
        <ol class="ranking">
          {ranking.map((option, place) => (
            <li key={option} class="row">
              <span class="grow" dir="auto">
                {options[option]}
              </span>
              {place > 0 && (
                <IconButton
                  icon={ArrowUp}
                  label={text.t("rank.up", { option: options[option] ?? "" })}
                  onClick={() => move(place, -1)}
                />
              )}
              {place < ranking.length - 1 && (
                <IconButton
                  icon={ArrowDown}
                  label={text.t("rank.down", { option: options[option] ?? "" })}
                  onClick={() => move(place, 1)}
                />
              )}
              <IconButton
                icon={X}
                label={text.t("rank.remove", { option: options[option] ?? "" })}
                onClick={() => onChange(ranking.filter((other) => other !== option))}
              />
            </li>
          ))}
        </ol>
      )}
      {left.map((option) => (
        <Button key={option} icon={Plus} wide onClick={() => onChange([...ranking, option])}>
          {options[option]}
        </Button>
      ))}
    </fieldset>
  );
}
