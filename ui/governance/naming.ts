import { choices, type DecisionModel, optionChoice } from "../../mesh/kinds/index.ts";
import type { Status } from "./shapes.ts";
import { text } from "./strings.ts";

/** `Modified consensus`. */
export function modelName(model: DecisionModel): string {
  return text.t(`model.${model}`);
}

/** In a sentence: how this way of deciding comes to its result. */
export function modelSentence(model: DecisionModel): string {
  return text.t(`model.${model}.sentence`);
}

export function statusName(status: Status): string {
  return text.t(`status.${status}`);
}

const choiceWords = {
  [choices.yes]: "yes",
  [choices.reservations]: "reservations",
  [choices.no]: "no",
  [choices.abstain]: "abstain",
  [choices.standAside]: "standAside",
  [choices.block]: "block",
} as const;

type ChoiceWord = (typeof choiceWords)[keyof typeof choiceWords];

/** The word a choice number stands for; undefined for options and numbers that mean nothing. */
export function choiceWord(choice: number): ChoiceWord | undefined {
  return (choiceWords as Record<number, ChoiceWord | undefined>)[choice];
}

/** `Yes`, `Stand aside`, or the option's own words. */
export function choiceName(choice: number, options: readonly string[] = []): string {
  const word = choiceWord(choice);
  if (word !== undefined) return text.t(`choice.${word}`);
  const option = choice - optionChoice;
  return options[option] ?? text.t("choice.option", { number: String(option + 1) });
}
