/** Which closes of an opening hold, and what they say together. */
import { type Ask, count, countAgain, type Result, type Said } from "./count.ts";
import { type Known, readSet } from "./statements.ts";
import { idHex, list, num } from "./wire.ts";

const hour = 3_600;

export interface Close extends Known {
  stage: number;
  amends: string[];
  named: string[] | null;
  outcome: string;
  winner: number | null;
  counts: number[];
}

export function readClose(op: Known, opening: string, all: Known[]): Close[] {
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

export interface Judged {
  status: string;
  stage: number;
  close: Close | null;
  result: Result | null;
}

/** First the vote; then, if it was blocked, what came of the mediation. */
export function judge(ask: Ask, closes: Close[], bench: Bench): Judged {
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
