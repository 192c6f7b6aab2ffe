export interface Branch<Comment> {
  comment: Comment;
  answers: Branch<Comment>[];
}

// Deeper answers stand beside what they answer: on a narrow screen there is no room for more.
const depthMax = 3;

interface Placed<Comment> {
  branch: Branch<Comment>;
  depth: number;
  /** What it stands under. */
  under: string | null;
}

/**
 * Comments with their answers, the oldest first. One whose parent is not here, or that answers
 * itself in a circle, stands at the top: nothing that was said is left out. Pure.
 */
export function branchesOf<Comment extends { id: string; parent: string | null; at: number }>(
  comments: readonly Comment[],
): Branch<Comment>[] {
  // Those of one second stay as they came: the box knows who spoke first, and one's own come last.
  const sorted = [...comments].sort((a, b) => a.at - b.at);
  const placed = new Map<string, Placed<Comment>>();
  const top: Branch<Comment>[] = [];
  const place = (comment: Comment, seen: ReadonlySet<string>): Placed<Comment> => {
    const known = placed.get(comment.id);
    if (known !== undefined) return known;
    const parent = sorted.find(({ id }) => id === comment.parent);
    const above =
      parent === undefined || seen.has(parent.id)
        ? undefined
        : place(parent, new Set([...seen, comment.id]));
    const branch: Branch<Comment> = { comment, answers: [] };
    const isDeep = above !== undefined && above.depth + 1 >= depthMax;
    const host = isDeep ? placed.get(above.under ?? "") : above;
    (host?.branch.answers ?? top).push(branch);
    const entry = {
      branch,
      depth: host === undefined ? 0 : host.depth + 1,
      under: host?.branch.comment.id ?? null,
    };
    placed.set(comment.id, entry);
    return entry;
  };
  for (const comment of sorted) place(comment, new Set([comment.id]));
  return top;
}
