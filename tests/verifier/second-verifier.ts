/**
 * A second, independent verifier of exported decisions: what `moot verify` says is checked by code
 * that shares nothing with it, in the order in which a sceptical reader would ask.
 */
import { type Ask, count, countAgain, type Result, type Said } from "./count.ts";
import {
  buf,
  cbor,
  deviceOf,
  domain,
  hex,
  idHex,
  list,
  maybeId,
  num,
  operation,
  proven,
  type Read,
  sha,
  signed,
  treeRoot,
  type Value,
} from "./wire.ts";

export interface SecondVerdict {
  ok: boolean;
  complaints: string[];
  status: string;
  stage: number;
  version: string | null;
  close: string | null;
  result: Result | null;
}

interface Known extends Read {
  id: string;
  who: string | null;
}

interface Close extends Known {
  stage: number;
  amends: string[];
  named: string[] | null;
  outcome: string;
  winner: number | null;
  counts: number[];
}

const hour = 3_600;

export function verifyAgain(bytes: Buffer): SecondVerdict {
  const complaints: string[] = [];
  const [name, communityId, roots, people, statements, , receipts, doubles] = list(cbor(bytes), 8);
  if (name !== "folkmoot/decision/1") throw new Error("format");
  const community = buf(communityId, 32);
  const boxes = new Map<string, Buffer>();
  const recovery: Buffer[] = [];
  const founders = readRoots(community, list(roots), boxes, recovery, complaints);
  const devices = readPeople(community, list(people), { founders, recovery }, complaints);
  const known = new Map<string, Known>();
  for (const wire of list(statements)) {
    const op = operation(buf(wire));
    const key = op === null ? undefined : (boxes.get(op.author) ?? devices.get(op.author)?.key);
    const id = op && proven(op, community, key);
    if (op === null || !id) complaints.push("statement");
    else known.set(id, { ...op, id, who: devices.get(op.author)?.who ?? null });
  }
  const all = [...known.values()];
  const said = new Map(all.flatMap((one) => readSaid(one).map((vote) => [vote.id, vote])));
  const openings = all
    .filter((one) => one.kind === 63)
    .flatMap((one) => readOpening(one, { all, said, boxes, complaints }));
  const current = newest(openings);
  if (current === null) {
    complaints.push("no opening");
    return { ok: false, complaints, status: "open", stage: 1, ...nothing };
  }
  checkProposal(current, known, complaints);
  const everybody = new Set([...devices.values()].map(({ who }) => who));
  if (!current.ask.roll.every((who) => everybody.has(who))) complaints.push("roll");
  if (current.status === "open") complaints.push("no close");
  if (current.close !== null) {
    const times = readReceipts(community, list(receipts), boxes, complaints);
    const twice = readDoubles(community, list(doubles), devices, complaints);
    const { votingEnds } = current.ask.rules;
    const until = current.stage === 1 ? current.close.time - 1 : votingEnds;
    for (const vote of said.values()) {
      if (vote.what !== "ballot" || vote.about !== current.ask.version) continue;
      const at = times.get(vote.id);
      if (at === undefined || twice.has(vote.id) || current.everNamed.has(vote.id)) continue;
      const inTime = known.get(vote.id)?.time ?? 0;
      if (at <= until && (at <= votingEnds || inTime <= votingEnds)) complaints.push("left out");
    }
  }
  const { status, stage, result } = current;
  return {
    ok: complaints.length === 0,
    complaints,
    status,
    stage,
    version: current.ask.version,
    close: current.close?.id ?? null,
    result,
  };
}

const nothing = { version: null, close: null, result: null };

/** Root documents: the first one's hash is the community; each follows by enough signatures. */
function readRoots(
  community: Buffer,
  roots: Value[],
  boxes: Map<string, Buffer>,
  recovery: Buffer[],
  complaints: string[],
): Buffer[] {
  let before: { bytes: Buffer; keys: Buffer[]; needs: number; spare: Buffer | null } | null = null;
  let founders: Buffer[] = [];
  for (const root of roots) {
    const [document, signatures] = list(root, 2);
    const bytes = buf(document);
    const fields = list(cbor(bytes), 12);
    const keys = list(fields[3]).map((key) => buf(key));
    const needs = num(fields[4]);
    const spare = fields[5] === null ? null : buf(fields[5]);
    const by = (key: Buffer) =>
      list(signatures).some((one) => {
        const [device, signature] = list(one, 2);
        return (
          hex(buf(device, 8)) === deviceOf(key) &&
          signed(key, buf(signature, 64), domain("root"), bytes)
        );
      });
    const own = keys.filter(by).length >= needs && needs * 2 > keys.length;
    const follows: boolean =
      before === null
        ? sha(bytes).equals(community) && fields[1] === null
        : Buffer.isBuffer(fields[1]) &&
          fields[1].equals(sha(before.bytes)) &&
          before.keys.filter(by).length +
            (before.keys.length <= 2 && before.spare && by(before.spare) ? 1 : 0) >=
            before.needs;
    if (!own || !follows) {
      complaints.push("root");
      break;
    }
    if (before === null) founders = keys;
    before = { bytes, keys, needs, spare };
    if (spare !== null) recovery.push(spare);
    for (const key of list(fields[6])) boxes.set(deviceOf(buf(key)), buf(key));
  }
  if (before === null) complaints.push("root");
  return founders;
}

/** Everybody was let in by somebody who was in before. */
function readPeople(
  community: Buffer,
  wires: Value[],
  roots: { founders: Buffer[]; recovery: Buffer[] },
  complaints: string[],
): Map<string, { key: Buffer; who: string }> {
  const devices = new Map<string, { key: Buffer; who: string }>();
  const doors = new Map<string, { key: Buffer; who: string | null }>();
  let founder: string | null = null;
  for (const wire of wires) {
    const op = operation(buf(wire));
    const body = op?.body;
    if (!op || !body) {
      complaints.push("person");
      continue;
    }
    if (op.kind === 3) {
      const key = buf(body[0]);
      const id = proven(op, community, key);
      const door = body[2] === null ? undefined : doors.get(idHex(body[2]));
      const lets: { keys: Buffer[]; who: string | null } | null =
        body[1] === "founder" && founder === null
          ? { keys: roots.founders.slice(0, 1), who: id }
          : body[1] === "recovery-key" && founder !== null
            ? { keys: roots.recovery, who: founder }
            : body[1] === "invite" && door
              ? { keys: [door.key], who: door.who ?? id }
              : null;
      const proof = buf(body[3], 64);
      const opens = lets?.keys.some((one) => signed(one, proof, domain("enrol"), community, key));
      if (!id || !lets?.who || !opens) {
        complaints.push("person");
        continue;
      }
      if (body[1] === "founder") founder = id;
      devices.set(op.author, { key, who: lets.who });
      continue;
    }
    const author = devices.get(op.author);
    const id = proven(op, community, author?.key);
    const door = author && id ? doorIn(op, body, author.who) : null;
    if (!id || !door) complaints.push("person");
    else doors.set(id, door);
  }
  return devices;
}

function doorIn(op: Read, body: Value[], by: string): { key: Buffer; who: string | null } | null {
  if (op.kind === 2) {
    const who = maybeId(body[3]);
    if (body[1] === "device" ? who !== by : who !== null) return null;
    return { key: buf(body[0]), who };
  }
  if (op.kind !== 6 || body[0] !== "member.recover") return null;
  const [who, key] = list(cbor(buf(body[1])), 2);
  return { key: buf(key), who: idHex(who) };
}

/** What counts as a vote, flat. Nothing for other kinds. */
function readSaid({ id, who, kind, body }: Known): Said[] {
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

interface Opening {
  id: string;
  time: number;
  rank: number;
  previous: string | null;
  hidden: Value | undefined;
  ask: Ask;
  status: string;
  stage: number;
  close: Close | null;
  result: Result | null;
  everNamed: Set<string>;
}

interface Around {
  all: Known[];
  said: Map<string, Said>;
  boxes: Map<string, Buffer>;
  complaints: string[];
}

/** The ids of a set, or null when its parts, order, number or root are not as they say. */
function readSet(value: Value | undefined, all: Known[]): string[] | null {
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

function readOpening(op: Known, around: Around): Opening[] {
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

function readClose(op: Known, opening: string, all: Known[]): Close[] {
  const [of, stage, amends, set, outcome, winner, counts] = list(op.body, 7);
  if (idHex(of) !== opening) return [];
  return [
    {
      ...op,
      stage: num(stage),
      amends: list(amends).map(idHex),
      named: readSet(set, all),
      outcome: String(outcome),
      winner: winner === null ? null : num(winner),
      counts: list(counts).map(num),
    },
  ];
}

interface Bench {
  order: string[];
  elders: { stewards: string[]; needs: number };
  said: Map<string, Said>;
  boxes: Map<string, Buffer>;
  complaints: string[];
}

type Judged = Pick<Opening, "status" | "stage" | "close" | "result">;

/** First the vote; then, if it was blocked, what came of the mediation. */
function judge(ask: Ask, closes: Close[], bench: Bench): Judged {
  const vote = agree(
    ask,
    closes.filter((one) => one.stage === 1),
    null,
    bench,
  );
  const later = closes.filter((one) => one.stage === 2);
  if (vote.status !== "blocked") {
    if (later.length > 0) bench.complaints.push("second stage without a block");
    return { ...vote, stage: 1 };
  }
  const mediated = agree(ask, later, { at: vote.close?.time ?? 0, named: vote.named }, bench);
  return mediated.status === "open" ? { ...vote, stage: 1 } : { ...mediated, stage: 2 };
}

function agree(
  ask: Ask,
  closes: Close[],
  blocked: { at: number; named: string[] } | null,
  bench: Bench,
): Omit<Judged, "stage"> & { named: string[] } {
  const good = new Map<string, { close: Close; result: Result }>();
  // Corrections can only be looked at after what they correct: go on until nothing is left.
  let waiting = closes;
  while (waiting.length > 0) {
    const ready = waiting.filter(
      (one) => !one.amends.some((id) => waiting.some((other) => other.id === id)),
    );
    for (const close of ready) {
      const amended = close.amends.flatMap((id) => good.get(id)?.close ?? []);
      const result = holds(ask, close, amended, blocked, bench);
      if (result === null) bench.complaints.push("close");
      else good.set(close.id, { close, result });
    }
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  const same = (a: Close, b: Close) =>
    a.named?.join() === b.named?.join() &&
    (bench.boxes.has(a.author) ? a.author === b.author : !bench.boxes.has(b.author));
  for (const [id, { close }] of [...good]) {
    if (bench.boxes.has(close.author)) continue;
    const others = [...good.values()].filter((other) => same(close, other.close));
    const who = new Set(others.map((other) => other.close.who));
    if (who.size >= bench.elders.needs) continue;
    bench.complaints.push("stewards");
    good.delete(id);
  }
  const standing = [...good.values()];
  const amended = new Set(standing.flatMap(({ close }) => close.amends));
  const heads = standing
    .filter(({ close }) => !standing.some((o) => amended.has(o.close.id) && same(o.close, close)))
    .sort((a, b) => a.close.time - b.close.time || (a.close.id < b.close.id ? -1 : 1));
  const named = [...new Set(heads.flatMap(({ close }) => close.named ?? []))];
  const [head] = heads;
  if (head === undefined) return { status: "open", close: null, result: null, named };
  const answer = ({ result }: typeof head) => `${result.outcome} ${result.winner}`;
  const differs =
    heads.some((one) => answer(one) !== answer(head)) ||
    standing.some((one) => one.result.outcome === "passed" && answer(one) !== answer(head));
  if (differs) return { status: "contested", close: null, result: null, named };
  return { status: head.result.outcome, close: head.close, result: head.result, named };
}

/** What the set of a close comes to, or null where the close does not hold. */
function holds(
  ask: Ask,
  close: Close,
  amended: Close[],
  blocked: { at: number; named: string[] } | null,
  { order, elders, said, boxes }: Bench,
): Result | null {
  const isBox = boxes.has(close.author);
  const rank = isBox ? order.indexOf(close.author) : order.length;
  if (isBox ? rank < 0 : !elders.stewards.includes(close.who ?? "")) return null;
  const { named } = close;
  if (named === null || named.some((id) => !said.has(id))) return null;
  const has = new Set(named);
  const kept = [...amended.flatMap((one) => one.named ?? []), ...(blocked?.named ?? [])];
  if (kept.some((id) => !has.has(id))) return null;
  const pick = (ids: string[]) => ids.map((id) => said.get(id) as Said);
  const result =
    blocked === null
      ? count(ask, pick(named))
      : countAgain(
          ask,
          pick(blocked.named),
          pick(named.filter((id) => !blocked.named.includes(id))),
        );
  if (result.outcome !== close.outcome || result.winner !== close.winner) return null;
  if (result.counts.some((n, choice) => n !== (close.counts[choice] ?? 0))) return null;
  if (amended.some((one) => one.time <= close.time)) return result;
  const { votingEnds, grace, takeover, mediation, early } = ask.rules;
  const turn = rank * takeover * hour;
  const everybody = early && ask.roll.length > 0 && result.themselves === ask.roll.length;
  const from =
    blocked === null ? votingEnds + grace * hour + turn : blocked.at + mediation * hour + turn;
  const atOnce = blocked === null ? everybody : result.blockers.length === 0;
  return atOnce || close.time >= from ? result : null;
}

/** The opening that counts: the last amendment, unless what it amends had passed. */
function newest(openings: Opening[]): Opening | null {
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
  return same.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))[0] ?? null;
}

function checkProposal(current: Opening, known: Map<string, Known>, complaints: string[]): void {
  const proposal = known.get(current.ask.version);
  if (proposal?.kind !== 61 || proposal.who === null || proposal.body === null) {
    complaints.push("no version");
    return;
  }
  const [, , , model, topic, effects, options, about, hidden] = proposal.body;
  const { ask } = current;
  const named = new Set(list(about).map(idHex));
  for (const effect of list(effects)) {
    const [name, params] = list(effect, 2);
    // Those whose parameters begin with a member.
    if (name === "group.add" || name === "role.grant" || name === "role.revoke") {
      const fields = list(cbor(buf(params)), 2);
      named.add(idHex(name === "group.add" ? fields[1] : fields[0]));
    }
  }
  const fits =
    ask.rules.model === model &&
    ask.topic === topic &&
    ask.rules.options === options &&
    current.hidden === hidden &&
    [...named].sort().join() === ask.about.toSorted().join();
  if (!fits) complaints.push("opening differs");
}

function readReceipts(
  community: Buffer,
  receipts: Value[],
  boxes: Map<string, Buffer>,
  complaints: string[],
): Map<string, number> {
  const times = new Map<string, number>();
  for (const receipt of receipts) {
    try {
      const bytes = buf(receipt);
      const [box, time, ids, signature] = list(cbor(bytes), 4);
      // Time and ids are signed as a list of two: the bytes between the box and the signature.
      const content = Buffer.concat([Buffer.of(0x82), bytes.subarray(10, bytes.length - 66)]);
      const key = boxes.get(hex(buf(box, 8)));
      if (!signed(key, buf(signature, 64), domain("receipt"), community, content))
        throw new Error();
      for (const id of list(ids).map(idHex)) {
        times.set(id, Math.min(num(time), times.get(id) ?? Number.POSITIVE_INFINITY));
      }
    } catch {
      complaints.push("receipt");
    }
  }
  return times;
}

function readDoubles(
  community: Buffer,
  pairs: Value[],
  devices: Map<string, { key: Buffer; who: string }>,
  complaints: string[],
): Set<string> {
  const twice = new Set<string>();
  for (const pair of pairs) {
    const ops = list(pair, 2).flatMap((wire) => operation(buf(wire)) ?? []);
    const ids = ops.map((op) => proven(op, community, devices.get(op.author)?.key));
    const [first, second] = ops;
    const isDouble = first?.seq === second?.seq && first?.author === second?.author;
    if (!isDouble || !ids[0] || !ids[1] || ids[0] === ids[1]) complaints.push("equivocation");
    else for (const id of ids) twice.add(id as string);
  }
  return twice;
}
