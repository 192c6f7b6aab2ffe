/** Counting for the second verifier, from the rules as people would say them. */
export interface Rules {
  model: string;
  quorum: number;
  approval: number;
  strict: boolean;
  veto: boolean;
  stays: string;
  override: number;
  early: boolean;
  hops: number;
  attested: string[];
  options: number;
  votingEnds: number;
  grace: number;
  mediation: number;
  takeover: number;
}

export interface Ask {
  version: string;
  rules: Rules;
  topic: string;
  about: string[];
  roll: string[];
}

/** Something said, flat: fields that a kind does not have are empty. */
export interface Said {
  id: string;
  who: string;
  what: "ballot" | "attest" | "witness" | "delegate";
  about: string;
  choice: number;
  revision: number;
  reason: string | null;
  ranking: number[];
  form: string;
  entries: [string, number][];
  present: string[];
  counts: number[];
  replaces: string | null;
  topic: string;
  to: string | null;
}

export interface Result {
  outcome: "passed" | "not_passed" | "blocked";
  winner: number | null;
  counts: number[];
  counted: number;
  /** Of those, who spoke for themselves or were attested. */
  themselves: number;
  yes: number;
  blockers: string[];
}

type Heard = { choice: number; ranking: number[]; blocks: boolean };

const isMulti = (rules: Rules) => rules.model === "poll" || rules.model === "ranked";

function means(rules: Rules, choice: number): boolean {
  if (isMulti(rules)) return choice === 4 || (choice >= 16 && choice < 16 + rules.options);
  return choice >= 1 && choice <= 6;
}

/** What people said themselves; undefined for those who tried and said nothing that counts. */
function themselves(ask: Ask, said: Said[]): Map<string, Heard | undefined> {
  const heard = new Map<string, Heard | undefined>();
  for (const who of ask.roll) {
    const mine = said.filter(
      (one) => one.what === "ballot" && one.who === who && one.about === ask.version,
    );
    if (mine.length === 0) continue;
    const top = Math.max(...mine.map((one) => one.revision));
    const words = mine.filter((one) => one.revision === top);
    const spelt = new Set(words.map((one) => `${one.choice}/${one.reason}/${one.ranking}`));
    const word = words[0] as Said;
    const { choice, ranking } = word;
    const ranks =
      ranking.length === 0 ||
      (ask.rules.model === "ranked" &&
        16 + (ranking[0] as number) === choice &&
        new Set(ranking).size === ranking.length &&
        Math.max(...ranking) < ask.rules.options);
    if (spelt.size > 1 || !means(ask.rules, choice) || !ranks) {
      heard.set(who, undefined);
      continue;
    }
    const may = ask.rules.veto && !ask.about.includes(who) && word.reason !== null;
    const blocks = choice === 6 && may;
    heard.set(who, { choice: choice === 6 && !blocks ? 3 : choice, ranking, blocks });
  }
  return heard;
}

/** Attestations that may count at all. */
function attestations(ask: Ask, said: Said[]): Said[] {
  const all = said.filter((one) => one.what === "attest");
  return all.filter((one) => {
    if (one.about !== ask.version || !ask.rules.attested.includes(one.form)) return false;
    if (!ask.roll.includes(one.who)) return false;
    if (all.some((other) => other.replaces === one.id && other.who === one.who)) return false;
    const own = one.form === "hands" ? [] : one.entries.map(([who]) => who);
    const saw = new Set(
      said
        .filter((other) => other.what === "witness" && other.about === one.id)
        .map((other) => other.who)
        .filter((who) => who !== one.who && ask.roll.includes(who) && !own.includes(who)),
    );
    if (saw.size < 2) return false;
    if (!one.entries.every(([, choice]) => means(ask.rules, choice))) return false;
    if (one.form !== "hands" && one.counts.some((n) => n > 0)) return false;
    return one.counts.every((n, choice) => n === 0 || means(ask.rules, choice));
  });
}

const soft = (choice: number) => (choice === 6 ? 3 : choice);

export function count(ask: Ask, given: Said[]): Result {
  const { rules, roll } = ask;
  const said = [...new Map(given.map((one) => [one.id, one])).values()];
  const own = themselves(ask, said);
  const rooms = attestations(ask, said);
  const spoke = new Map<string, Heard>();
  for (const [who, word] of own) if (word) spoke.set(who, word);
  const named = new Map<string, Set<number>>();
  for (const [who, choice] of rooms.flatMap((room) => room.entries)) {
    if (!roll.includes(who) || spoke.has(who)) continue;
    named.set(who, (named.get(who) ?? new Set()).add(soft(choice)));
  }
  for (const [who, choices] of named) {
    const [choice] = choices;
    if (choices.size === 1 && choice !== undefined) {
      spoke.set(who, { choice, ranking: [], blocks: false });
    }
  }
  const counts: number[] = Array(32).fill(0);
  const firsts: [number[], number][] = [];
  const seen = new Set<string>();
  const counting = rooms.filter((room) => room.counts.some((n) => n > 0));
  for (const room of counting) {
    const here = [...new Set(room.present)].filter((who) => roll.includes(who));
    for (const who of here) seen.add(who);
    const free = here.filter(
      (who) =>
        !spoke.has(who) && counting.filter((other) => other.present.includes(who)).length === 1,
    );
    if (room.counts.reduce((a, b) => a + b, 0) > free.length) continue;
    for (const [choice, n] of room.counts.entries()) {
      counts[soft(choice)] = (counts[soft(choice)] as number) + n;
      if (choice >= 16) firsts.push([[choice - 16], n]);
    }
  }
  const silent = (who: string) => !spoke.has(who) && !own.has(who) && !seen.has(who);
  const handed: Heard[] = [];
  for (const who of roll.filter(silent)) {
    let at = who;
    for (let hop = 0; hop < rules.hops; hop++) {
      const to = delegateOf(ask, said, at);
      if (to === null || !roll.includes(to)) break;
      const word = spoke.get(to);
      if (word) {
        handed.push({ ...word, choice: soft(word.choice), blocks: false });
        break;
      }
      if (!silent(to)) break;
      at = to;
    }
  }
  for (const { choice, ranking } of [...spoke.values(), ...handed]) {
    counts[choice] = (counts[choice] as number) + 1;
    if (choice >= 16) firsts.push([ranking.length > 0 ? ranking : [choice - 16], 1]);
  }
  const blockers = [...spoke].flatMap(([who, word]) => (word.blocks ? [who] : []));
  const counted = counts.reduce((a, b) => a + b, 0);
  const yes = (counts[1] as number) + (counts[2] as number);
  const inPerson = counted - handed.length;
  return {
    counts,
    counted,
    themselves: inPerson,
    yes,
    blockers,
    ...decide(ask, counts, firsts, blockers.length),
  };
}

function delegateOf(ask: Ask, said: Said[], who: string): string | null {
  const mine = said.filter((one) => one.what === "delegate" && one.who === who);
  const exact = mine.filter((one) => one.topic !== "" && one.topic === ask.topic);
  const words = exact.length > 0 ? exact : mine.filter((one) => one.topic === "");
  const top = Math.max(...words.map((one) => one.revision));
  const to = new Set(words.filter((one) => one.revision === top).map((one) => one.to));
  const [only = null] = to;
  return to.size === 1 && only !== who ? only : null;
}

function decide(
  { rules, roll }: Ask,
  counts: number[],
  firsts: [number[], number][],
  blocks: number,
): Pick<Result, "outcome" | "winner"> {
  const people = counts.reduce((a, b) => a + b, 0);
  const lost = { outcome: "not_passed" as const, winner: null };
  const won = { outcome: "passed" as const, winner: null };
  if (people * 1_000 < roll.length * rules.quorum) return lost;
  if (isMulti(rules)) {
    const votes = counts.slice(16, 16 + rules.options);
    if (Math.max(0, ...votes) === 0) return lost;
    const winner = rules.model === "poll" ? most(votes) : runOff(firsts, rules.options);
    return winner === null ? lost : { outcome: "passed", winner };
  }
  if (rules.model === "advice") return people > 0 ? won : lost;
  if (blocks > 0) return { outcome: "blocked", winner: null };
  return reaches(counts, rules.approval, rules.strict) ? won : lost;
}

function reaches(counts: number[], permille: number, strict: boolean): boolean {
  const [, yes = 0, reserved = 0, no = 0, , , block = 0] = counts;
  const agree = yes + reserved;
  // Times a thousand on one side, never a fraction.
  const margin = agree * 1_000 - (agree + no + block) * permille;
  return agree > 0 && (strict ? margin > 0 : margin >= 0);
}

function most(votes: number[]): number | null {
  const sorted = votes.map((n, option) => [n, option] as const).sort((a, b) => b[0] - a[0]);
  return sorted[0]?.[0] === sorted[1]?.[0] ? null : (sorted[0]?.[1] ?? null);
}

function runOff(firsts: [number[], number][], options: number): number | null {
  let left = Array.from({ length: options }, (_, option) => option);
  while (left.length > 0) {
    const score = (option: number) =>
      firsts
        .filter(([ranked]) => ranked.find((one) => left.includes(one)) === option)
        .reduce((sum, [, n]) => sum + n, 0);
    const scores = left.map(score);
    const all = scores.reduce((a, b) => a + b, 0);
    const best = left.find((_, at) => (scores[at] as number) > all / 2);
    if (best !== undefined) return best;
    const least = Math.min(...scores);
    left = left.filter((_, at) => scores[at] !== least);
  }
  return null;
}

/** The count after mediation: blockers may have said something else. */
export function countAgain(ask: Ask, first: Said[], later: Said[]): Result {
  const { blockers } = count(ask, first);
  const may = later.filter((one) => one.what === "ballot" && blockers.includes(one.who));
  const result = count(ask, [...first, ...may]);
  if (result.outcome !== "blocked") return result;
  const overrides =
    ask.rules.stays === "override" && reaches(result.counts, ask.rules.override, false);
  return { ...result, outcome: overrides ? "passed" : "not_passed" };
}
