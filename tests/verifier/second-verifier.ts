/**
 * A second, independent verifier of exported decisions: what `moot verify` says is checked by code
 * that shares nothing with it, in the order in which a sceptical reader would ask.
 */
import { readPeople, readRoots } from "./chain.ts";
import type { Result } from "./count.ts";
import { readDoubles, readReceipts } from "./evidence.ts";
import { checkProposal, newest, readOpening } from "./openings.ts";
import { type Known, readSaid } from "./statements.ts";
import { buf, cbor, list, operation, proven } from "./wire.ts";

export interface SecondVerdict {
  ok: boolean;
  complaints: string[];
  /** Closes that are still to come by the clock of whoever checks. */
  ahead: string[];
  status: string;
  stage: number;
  version: string | null;
  close: string | null;
  result: Result | null;
}

/** `now`: seconds since 1970; without it nothing is ahead. */
export function verifyAgain(bytes: Buffer, now = Number.POSITIVE_INFINITY): SecondVerdict {
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
  const closes = all.filter((one) => one.kind === 71);
  const ahead = closes.filter((one) => one.time - now > 300).map(({ id }) => id);
  const said = new Map(all.flatMap((one) => readSaid(one).map((vote) => [vote.id, vote])));
  const openings = all
    .filter((one) => one.kind === 63)
    .flatMap((one) => readOpening(one, { all, said, boxes, complaints }));
  const current = newest(openings);
  if (current === null) {
    complaints.push("no opening");
    return { ok: false, complaints, ahead, status: "open", stage: 1, ...nothing };
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
    ahead,
    status,
    stage,
    version: current.ask.version,
    close: current.close?.id ?? null,
    result,
  };
}

const nothing = { version: null, close: null, result: null };
