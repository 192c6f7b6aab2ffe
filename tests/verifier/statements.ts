/** What was said: votes, and sets of them. */
import type { Said } from "./count.ts";
import { buf, hex, idHex, list, maybeId, num, type Read, treeRoot, type Value } from "./wire.ts";

export interface Known extends Read {
  id: string;
  who: string | null;
}

/** What counts as a vote, flat. Nothing for other kinds. */
export function readSaid({ id, who, kind, body }: Known): Said[] {
  if (who === null || body === null) return [];
  const blank = {
    ...{ id, who, about: "", choice: 0, revision: 0, reason: null, ranking: [], form: "" },
    ...{ entries: [], present: [], counts: [], replaces: null, topic: "", to: null },
  };
  const ballot = (): Said => {
    const [about, choice, revision] = [idHex(body[0]), num(body[1]), num(body[2])];
    return { ...blank, what: "ballot", about, choice, revision };
  };
  try {
    if (kind === 60) return [ballot()];
    if (kind === 66) {
      return [{ ...ballot(), reason: maybeId(body[3]), ranking: list(body[4]).map(num) }];
    }
    if (kind === 68) {
      const entries = list(body[2]).map((entry): [string, number] => {
        const [member, choice] = list(entry, 2);
        return [idHex(member), num(choice)];
      });
      const present = list(body[3]).map(idHex);
      const counts = list(body[4]).map(num);
      const [about, form, replaces] = [idHex(body[0]), String(body[1]), maybeId(body[5])];
      return [{ ...blank, what: "attest", about, form, entries, present, counts, replaces }];
    }
    if (kind === 69) return [{ ...blank, what: "witness", about: idHex(body[0]) }];
    if (kind === 70) {
      const [topic, to, revision] = [String(body[0]), maybeId(body[1]), num(body[2])];
      return [{ ...blank, what: "delegate", topic, to, revision }];
    }
    return [];
  } catch {
    return [];
  }
}

/** The ids of a set, or null when its parts, order, number or root are not as they say. */
export function readSet(value: Value | undefined, all: Known[]): string[] | null {
  const [root, howMany, inline, parts] = list(value, 4);
  const pieces = list(parts).map((part) => {
    const holder = all.find((one) => one.kind === 64 && one.id === idHex(part));
    return holder?.body ? buf(holder.body[0]) : null;
  });
  if (pieces.some((piece) => piece === null)) return null;
  const ids: string[] = [];
  for (const piece of [buf(inline), ...(pieces as Buffer[])]) {
    if (piece.length % 16 !== 0) return null;
    for (let at = 0; at < piece.length; at += 16) ids.push(hex(piece.subarray(at, at + 16)));
  }
  if (ids.length !== num(howMany) || ids.some((id, at) => at > 0 && id <= (ids[at - 1] ?? ""))) {
    return null;
  }
  return treeRoot(ids).equals(buf(root, 32)) ? ids : null;
}
