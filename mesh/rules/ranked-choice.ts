/** One way in which people ranked the options, and how many did. */
export interface Ranking {
  /** The dearest first. */
  readonly options: readonly number[];
  readonly people: number;
}

/**
 * Instant run-off: the option with the fewest first places is struck out, and whoever preferred it
 * counts for their next one, until one option has more than half of those still counting. Options
 * that are last together are struck out together, because nothing says which of them should stay;
 * when that would be all, nobody has won. `rounds`: first places by option, round by round.
 */
export function rankedChoice(
  rankings: readonly Ranking[],
  options: number,
): { winner: number | null; rounds: number[][] } {
  const standing = new Set(Array.from({ length: options }, (_, option) => option));
  const rounds: number[][] = [];
  while (standing.size > 0) {
    const firsts: number[] = Array(options).fill(0);
    let counting = 0;
    for (const { options: ranked, people } of rankings) {
      const first = ranked.find((option) => standing.has(option));
      if (first === undefined) continue;
      firsts[first] = (firsts[first] ?? 0) + people;
      counting += people;
    }
    rounds.push(firsts);
    const leader = [...standing].find((option) => (firsts[option] ?? 0) * 2 > counting);
    if (leader !== undefined) return { winner: leader, rounds };
    const fewest = Math.min(...[...standing].map((option) => firsts[option] ?? 0));
    for (const option of [...standing]) if (firsts[option] === fewest) standing.delete(option);
  }
  return { winner: null, rounds };
}
