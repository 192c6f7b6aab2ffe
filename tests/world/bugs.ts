/** Faults that a world can be built with, to see that its checks find them. */
export type Bug =
  | "acknowledge before sync"
  | "skip signatures"
  | "apply in order of arrival"
  | "sign again instead of sending again"
  | "forget forks";

export const bugs: readonly Bug[] = [
  "acknowledge before sync",
  "skip signatures",
  "apply in order of arrival",
  "sign again instead of sending again",
  "forget forks",
];
