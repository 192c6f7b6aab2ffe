/** What was put to the vote by a box, and which of it counts. */
import { type Judged, judge, readClose } from "./closes.ts";
import type { Ask, Said } from "./count.ts";
import { type Known, readSet } from "./statements.ts";
import { buf, cbor, hex, idHex, list, maybeId, num, type Value } from "./wire.ts";

export interface Opening extends Judged {
  id: string;
  time: number;
  rank: number;
  previous: string | null;
  hidden: Value | undefined;
  ask: Ask;
  everNamed: Set<string>;
}

interface Around {
  all: Known[];
  said: Map<string, Said>;
  boxes: Map<string, Buffer>;
  complaints: string[];
}

export function readOpening(op: Known, around: Around): Opening[] {
  const { all, said, boxes, complaints } = around;
  try {
    const [, version, previous, frozen, topic, about, roll, closers, stewards, needs] = list(
      op.body,
      10,
    );
    const rules = list(frozen, 17);
    const members = readSet(roll, all);
    const order = list(closers).map((box) => hex(buf(box, 8)));
    if (members === null || !boxes.has(op.author) || !order.includes(op.author)) {
      complaints.push("opening");
      return [];
    }
    const ask: Ask = {
      version: idHex(version),
      topic: String(topic),
      about: list(about).map(idHex),
      roll: members,
      rules: {
        model: String(rules[0]),
        quorum: num(rules[1]),
        approval: num(rules[2]),
        strict: rules[3] === true,
        veto: rules[4] === true,
        stays: String(rules[5]),
        override: num(rules[6]),
        early: rules[8] === true,
        hops: num(rules[9]),
        attested: list(rules[10]).map(String),
        options: num(rules[11]),
        votingEnds: num(rules[13]),
        grace: num(rules[14]),
        mediation: num(rules[15]),
        takeover: num(rules[16]),
      },
    };
    const closes = all
      .filter((one) => one.kind === 71)
      .flatMap((one) => readClose(one, op.id, all));
    const elders = { stewards: list(stewards).map(idHex), needs: num(needs) };
    const judged = judge(ask, closes, { order, elders, said, boxes, complaints });
    const rank = order.indexOf(op.author);
    const everNamed = new Set(closes.flatMap((close) => close.named ?? []));
    const head = { id: op.id, time: op.time, rank, previous: maybeId(previous) };
    return [{ ...head, hidden: rules[7], ask, everNamed, ...judged }];
  } catch {
    return [];
  }
}

/** The opening that counts: the last amendment, unless what it amends had passed. */
export function newest(openings: Opening[]): Opening | null {
  const passedAt = (version: string) =>
    Math.min(
      ...openings.flatMap((one) =>
        one.ask.version === version && one.status === "passed" ? (one.close?.time ?? []) : [],
      ),
    );
  const gone = new Set<string>();
  const late = new Set<string>();
  for (const one of openings) {
    const before = openings.find((other) => other.id === one.previous)?.ask.version;
    if (before === undefined || before === one.ask.version) continue;
    if (passedAt(before) < one.time) late.add(one.id);
    else gone.add(before);
  }
  const left = openings.filter((one) => !late.has(one.id) && !gone.has(one.ask.version));
  const last = left.sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1))[0];
  const same = left.filter((one) => one.ask.version === last?.ask.version);
  same.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const answered = same.filter(({ status }) => status !== "open");
  const answers = new Set(answered.map(({ status, result }) => `${status} ${result?.winner}`));
  const first = answered[0] ?? same[0] ?? null;
  if (first === null || answers.size < 2) return first;
  return { ...first, status: "contested", close: null, result: null };
}

/** Of each effect that is about people: how many fields it has, and which one says whom. */
const aboutPeople = new Map([
  ["role.grant", { fields: 2, at: 0 }],
  ["role.revoke", { fields: 2, at: 0 }],
  ["role.appoint", { fields: 3, at: 0 }],
  ["group.add", { fields: 2, at: 1 }],
  ["group.remove", { fields: 2, at: 1 }],
  ["member.recover", { fields: 2, at: 0 }],
  ["member.revoke", { fields: 3, at: 1 }],
  ["steward.mandate", { fields: 2, at: 0 }],
  ["emergency.policy", { fields: 4, at: 0 }],
  ["resource.commit", { fields: 5, at: 2 }],
]);

/** Nobody for parameters that are none. A role may come with days of its own, behind the rest. */
function peopleOf(name: string, params: Buffer): string[] {
  const shape = aboutPeople.get(name);
  if (shape === undefined) return [];
  try {
    const said = list(cbor(params));
    const days = said[2];
    const hasDays =
      name === "steward.mandate" || (name === "role.grant" && said[1] === "moderator");
    const isTerm = typeof days === "number" && days >= 1 && days <= 3_650 && days !== 182;
    const more = hasDays && said.length === shape.fields + 1 && isTerm ? 1 : 0;
    const whom = list(said, shape.fields + more)[shape.at];
    if (whom === null) return [];
    return Array.isArray(whom) ? whom.map(idHex) : [idHex(whom)];
  } catch {
    return [];
  }
}

export function checkProposal(
  current: Opening,
  known: Map<string, Known>,
  complaints: string[],
): void {
  const proposal = known.get(current.ask.version);
  if (proposal?.kind !== 61 || proposal.body === null) {
    complaints.push("no version");
    return;
  }
  const [, , , model, topic, effects, options, about, hidden] = proposal.body;
  const { ask } = current;
  const named = new Set(list(about).map(idHex));
  for (const effect of list(effects)) {
    const [name, params] = list(effect, 2);
    for (const person of peopleOf(String(name), buf(params))) named.add(person);
  }
  const fits =
    ask.rules.model === model &&
    ask.topic === topic &&
    ask.rules.options === options &&
    current.hidden === hidden &&
    [...named].sort().join() === ask.about.toSorted().join();
  if (!fits) complaints.push("opening differs");
}
