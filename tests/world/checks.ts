/** What must hold at the end of every world. Each returns what does not. */
import { kinds } from "../../mesh/kinds/index.ts";
import { equalBytes, type OpId, verifyEquivocation } from "../../mesh/op/index.ts";
import { snapshot } from "../support/membership.ts";
import { forkedIds, isBinding } from "./ledger.ts";
import type { Phone, Written } from "./phone.ts";
import type { SimBox } from "./sim-box.ts";

export interface End {
  boxes: SimBox[];
  phones: Phone[];
}

export async function problemsOf(end: End): Promise<string[]> {
  return [
    ...lost(end),
    ...waiting(end),
    ...forged(end),
    ...diverged(end),
    ...doneTwice(end),
    ...refusedWrongly(end),
    ...(await wronglyAccused(end)),
    ...(await Promise.all(end.boxes.map((box) => box.ownProblems()))).flat(),
  ];
}

/** No acknowledged operation is missing, on any box. */
function lost({ boxes, phones }: End): string[] {
  return boxes.flatMap((box) =>
    phones.flatMap((phone) =>
      [...phone.acknowledged]
        .filter((id) => !box.log().has(id))
        .map((id) => `${box.name} lost ${id}, which ${phone.name} has a receipt for`),
    ),
  );
}

/** Once the network is whole, everything gets through. */
function waiting({ phones }: End): string[] {
  return phones
    .filter(({ outbox }) => outbox.length > 0)
    .map(({ name, outbox }) => `${outbox.length} of ${name} are still waiting`);
}

/** Nothing is logged that no phone wrote, byte for byte. */
function forged({ boxes, phones }: End): string[] {
  const genuine = new Map(phones.flatMap((p) => p.written.map(({ id, wire }) => [id, wire])));
  return boxes.flatMap((box) =>
    [...box.log().values()]
      .filter(({ id, wire }) => !equalBytes(genuine.get(id) ?? new Uint8Array(), wire))
      .map(({ id }) => `${box.name} took the forged ${id}`),
  );
}

/** All boxes hold the same operations, in the same order, with the same effects and state. */
function diverged({ boxes }: End): string[] {
  const [first, ...others] = boxes.map((box) => {
    const { state, effects } = box.ledger();
    return { name: box.name, effects: JSON.stringify(effects), state: snapshot(state) };
  });
  return others.flatMap(({ name, effects, state }) => [
    ...(effects === first?.effects ? [] : [`${name} and ${first?.name} saw other effects`]),
    ...(state === first?.state ? [] : [`${name} and ${first?.name} are in another state`]),
  ]);
}

/** A wish that was acknowledged stands in the log once. */
function doneTwice({ boxes, phones }: End): string[] {
  const [box] = boxes;
  const counts = new Map<string, number>();
  for (const { id, wish } of phones.filter(isHonest).flatMap(({ written }) => written)) {
    if (box?.log().has(id)) counts.set(wish, (counts.get(wish) ?? 0) + 1);
  }
  return [...counts].filter(([, times]) => times > 1).map(([wish, n]) => `"${wish}" ${n} times`);
}

/** A member in good standing is not refused what every member may do. */
function refusedWrongly({ boxes, phones }: End): string[] {
  const ledger = boxes[0]?.ledger();
  if (ledger === undefined) return ["there is no box"];
  const refusals = new Map(ledger.effects.map(({ id, refusal }) => [id, refusal]));
  const ordinary = new Set<number>([
    kinds.question.number,
    kinds.ballot.number,
    kinds.feedback.number,
    kinds.invite.number,
  ]);
  const standing = phones.filter((phone) => {
    const device = ledger.state.devices.get(phone.device);
    return isHonest(phone) && device?.revoked === null;
  });
  const isRefused = ({ id, op }: Written) =>
    ordinary.has(op.header.kind) && refusals.has(id) && refusals.get(id) !== null;
  const used = [...ledger.state.invites.values()].filter(({ usesLeft }) => usesLeft < 0);
  return [
    ...standing.flatMap(({ name, written }) =>
      written.filter(isRefused).map(({ id, wish }) => `${name}: "${wish}" ${refusals.get(id)}`),
    ),
    ...used.map(({ id }) => `invitation ${id} was used too often`),
  ];
}

/** Every pair of forked operations proves it, and only against who did it. */
async function wronglyAccused({ boxes, phones }: End): Promise<string[]> {
  const [box] = boxes;
  if (box === undefined) return [];
  const entries = [...box.log().values()];
  const forks = forkedIds(entries);
  const problems: string[] = [];
  for (const phone of phones) {
    const own = entries.filter(({ id, op }) => op.author === phone.device && forks.has(id));
    if (own.length > 0 && !phone.equivocates) problems.push(`${phone.name} is wrongly accused`);
    for (const pair of Map.groupBy(own, ({ op }) => op.header.seq).values()) {
      const [first, second] = pair.map(({ op }) => op);
      if (first === undefined || second === undefined) continue;
      const { publicKey } = phone.signer;
      const holds = await verifyEquivocation({ first, second }, box.communityId, publicKey);
      if (!holds) problems.push(`nothing is proven against ${phone.name}`);
    }
  }
  const unproven = phones.filter((phone) => phone.equivocates).flatMap((p) => bothTaken(p, box));
  return [...problems, ...unproven];
}

/** Once both reached some box, all boxes know both: one at most still counts, if others build on it. */
function bothTaken(phone: Phone, box: SimBox): OpId[] | string[] {
  const effects = new Map(box.ledger().effects.map(({ id, refusal }) => [id, refusal]));
  const forks = forkedIds(box.log().values());
  const counting = [...box.log().values()]
    .filter(({ id, op }) => forks.has(id) && op.author === phone.device)
    .filter(({ id }) => effects.get(id) !== "equivocation");
  const perNumber = Map.groupBy(counting, ({ op }) => op.header.seq);
  return counting
    .filter((entry) => !isBinding(entry) || perNumber.get(entry.op.header.seq)?.[0] !== entry)
    .map(({ id }) => `${id} of ${phone.name} has an effect though it is void`);
}

function isHonest({ equivocates }: Phone): boolean {
  return !equivocates;
}
