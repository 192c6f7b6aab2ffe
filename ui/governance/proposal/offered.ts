import { choices, type FrozenRules, hasOptions, optionChoice } from "../../../mesh/kinds/index.ts";

const { yes, reservations, no, abstain, standAside, block } = choices;

const byModel: Record<FrozenRules["model"], number[]> = {
  consent: [yes, reservations, abstain, standAside, block],
  consensus: [yes, reservations, no, abstain, standAside, block],
  modified: [yes, reservations, no, abstain, standAside, block],
  majority: [yes, no, abstain],
  supermajority: [yes, no, abstain, block],
  advice: [yes, reservations, no, abstain],
  poll: [abstain],
  ranked: [abstain],
};

/** The answers a member is offered. Nobody blocks what is about themselves. */
export function offeredChoices(
  { model, veto, options }: Pick<FrozenRules, "model" | "veto" | "options">,
  isAboutMe: boolean,
): number[] {
  const given = hasOptions(model)
    ? Array.from({ length: options }, (_, option) => optionChoice + option)
    : [];
  const mayBlock = veto && !isAboutMe;
  return [...given, ...byModel[model].filter((choice) => choice !== block || mayBlock)];
}

/** Whether this answer asks for a reason: `must` for a block, which counts as a no without one. */
export function reasonFor(choice: number): "none" | "may" | "must" {
  if (choice === block) return "must";
  return choice === reservations || choice === no || choice === standAside ? "may" : "none";
}

/** A ranking with one option moved by a place. Pure. */
export function moved(ranking: readonly number[], place: number, by: -1 | 1): number[] {
  const next = [...ranking];
  const [option] = next.splice(place, 1);
  if (option !== undefined) next.splice(Math.max(0, place + by), 0, option);
  return next;
}
