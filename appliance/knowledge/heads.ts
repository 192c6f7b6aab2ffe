/** Which versions of an item stand at the end of its history. Pure. */

export interface VersionNode {
  readonly id: string;
  /** The versions it was made from; may name ones that are not here (yet, or any more). */
  readonly parents: readonly string[];
}

/**
 * The eligible versions that no other eligible version was made from, directly or through others.
 * One is the rule; two or more were written apart and wait for a person, whose version names them
 * all as parents. Depends on the set alone, never on the order in which versions came.
 */
export function headsOf(
  versions: readonly VersionNode[],
  isEligible: (id: string) => boolean,
): string[] {
  const parentsOf = new Map(versions.map(({ id, parents }) => [id, parents]));
  const eligible = versions.map(({ id }) => id).filter(isEligible);
  const ancestors = new Set<string>();
  const open = eligible.flatMap((id) => [...(parentsOf.get(id) ?? [])]);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ancestors.has(id)) continue;
    ancestors.add(id);
    open.push(...(parentsOf.get(id) ?? []));
  }
  return eligible.filter((id) => !ancestors.has(id)).sort();
}

/**
 * What an edit made from these heads names as its parents: the heads, then what they were made
 * from, nearest first. Naming more than the heads keeps histories whole when a version between two
 * others is erased: its body said what it was made from.
 */
export function parentsForEdit(
  versions: readonly VersionNode[],
  heads: readonly string[],
  max: number,
): string[] {
  const parentsOf = new Map(versions.map(({ id, parents }) => [id, parents]));
  const named = new Set(heads);
  for (const id of named) {
    for (const parent of parentsOf.get(id) ?? []) {
      if (parentsOf.has(parent)) named.add(parent);
    }
  }
  return [...named].slice(0, max);
}
