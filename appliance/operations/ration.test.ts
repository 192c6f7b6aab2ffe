import { expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import { type DeviceId, deviceIdOf, hintsOf, toMemberId } from "../../mesh/op/index.ts";
import { makeOperation, namedSigner } from "../../tests/support/operations.ts";
import type { Submission } from "../store/index.ts";
import { Ration } from "./ration.ts";

const hour = 3_600_000;
const ana = toMemberId("aa".repeat(16));
const [phone, tablet, stranger] = await Promise.all(
  ["phone", "tablet", "stranger"].map((name) => namedSigner(name)),
);
const owners = new Map<DeviceId, typeof ana>();
for (const signer of [phone, tablet]) {
  if (signer) owners.set(await deviceIdOf(signer.publicKey), ana);
}

function rationOf(bytesPerDay: number) {
  const time = { ms: 1_000_000 };
  const clock = { nowMs: () => 0, monotonicMs: () => time.ms };
  const memberOf = (device: DeviceId) => owners.get(device) ?? null;
  return { time, ration: new Ration({ bytesPerDay, clock, memberOf }) };
}

let seq = 0;
async function wireOf(kind = kinds.question.number, signer = phone): Promise<Uint8Array> {
  seq += 1;
  if (signer === undefined) throw new Error("Who?");
  const { bytes } = await makeOperation({ kind, signer, seq, body: ["x".repeat(200)] });
  return bytes;
}

const ok: Submission = { id: null, state: "ok" };
const charge = (ration: Ration, wire: Uint8Array, submission = ok) =>
  ration.charge(hintsOf(wire), wire.length, submission);
const refusal = (ration: Ration, wire: Uint8Array) => ration.refusal(hintsOf(wire));

test("is used up by all devices of a member together, and there again a day later", async () => {
  const { time, ration } = rationOf(500);
  charge(ration, await wireOf());
  expect(refusal(ration, await wireOf())).toBeNull();
  time.ms += hour;
  charge(ration, await wireOf(kinds.question.number, tablet));
  const wait = refusal(ration, await wireOf());
  expect(wait).toEqual({ id: null, state: "retry", again: 23 * 3_600 });
  expect(refusal(ration, await wireOf(kinds.item.number, tablet))).toEqual(wait);
  expect(refusal(ration, await wireOf(kinds.question.number, stranger))).toBeNull();
  time.ms += 23 * hour;
  expect(refusal(ration, await wireOf())).toBeNull();
  charge(ration, await wireOf());
  expect(refusal(ration, await wireOf())).toBeNull();
});

test("is shared with what comes beside the log, such as files", async () => {
  const { time, ration } = rationOf(500);
  expect(ration.waitSeconds(ana)).toBe(0);
  ration.spend(ana, 500);
  expect(ration.waitSeconds(ana)).toBe(24 * 3_600);
  expect(refusal(ration, await wireOf())).toEqual({ id: null, state: "retry", again: 24 * 3_600 });
  time.ms += 24 * hour;
  expect(ration.waitSeconds(ana)).toBe(0);
});

test("counts what was stored, and bodies that came late; nothing that is only repeated", async () => {
  const { ration } = rationOf(500);
  const wires = [await wireOf(), await wireOf(), await wireOf(), await wireOf()];
  const states = ["dup", "badsig", "fork", "retry"] as const;
  for (let i = 0; i < 3; i++) {
    for (const [at, state] of states.entries()) {
      charge(ration, wires[at] as Uint8Array, { id: null, state });
    }
  }
  expect(refusal(ration, await wireOf())).toBeNull();
  const late: Submission = { id: null, state: "dup", late: true };
  for (const wire of wires.slice(0, 2)) charge(ration, wire, late);
  expect(refusal(ration, await wireOf())?.state).toBe("retry");
});

test("never keeps out membership, ballots, what closes a vote, or alerts", async () => {
  const { ration } = rationOf(1);
  charge(ration, await wireOf());
  const alerts = Array.from({ length: 20 }, (_, i) => 80 + i);
  const never = [
    kinds.enrol,
    kinds.revoke,
    kinds.gateApprove,
    kinds.leave,
    kinds.ballot,
    kinds.ballotFull,
    kinds.ballotReason,
    kinds.idList,
    kinds.close,
  ];
  for (const kind of [...never.map(({ number }) => number), ...alerts]) {
    expect(refusal(ration, await wireOf(kind))).toBeNull();
  }
  for (const kind of [kinds.item, kinds.question, kinds.answer, kinds.comment]) {
    expect(refusal(ration, await wireOf(kind.number))?.state).toBe("retry");
  }
  expect(refusal(ration, await wireOf(200))?.state).toBe("retry");
});
