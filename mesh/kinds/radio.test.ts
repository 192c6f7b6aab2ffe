import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import {
  communityId,
  flipBit,
  makeOperation,
  namedSigner,
  p256Signer,
} from "../../tests/support/operations.ts";
import {
  type CommunityId,
  decodeRadio,
  deviceIdOf,
  encodeOperation,
  encodeRadio,
  type OpId,
  type PublicKey,
  type RadioKnowledge,
  type Signer,
  toCommunityId,
  toOpId,
} from "../op/index.ts";
import { type BallotBody, ballot, ballotChoiceMax, ballotRevisionMax } from "./ballot.ts";
import { radioBodies } from "./radio.ts";

const proposal = toOpId("5a".repeat(16));
const elsewhere = toCommunityId("e1".repeat(32));
const lateOn = { time: 0xffff_ffff, choice: ballotChoiceMax, revision: ballotRevisionMax };

async function cast(
  signer: Signer,
  body: Partial<BallotBody> = {},
  rest: { seq?: number; time?: number } = {},
) {
  const full = { proposal, choice: 1, revision: 0, ...body };
  const encoded = ballot.schema.encode(full);
  return makeOperation({ signer, kind: ballot.number, body: encoded, ...rest });
}

/** Whoever knows these devices and proposals; ids match by their first 8 digits, as in the box. */
async function knowing(
  keys: [CommunityId, PublicKey][],
  proposals: [CommunityId, OpId][],
): Promise<RadioKnowledge> {
  const devices = await Promise.all(
    keys.map(async ([community, publicKey]) => ({
      communityId: community,
      publicKey,
      id: await deviceIdOf(publicKey),
    })),
  );
  return {
    devices: (prefix) => devices.filter(({ id }) => id.startsWith(prefix)),
    references: (community, kind, prefix) =>
      kind === ballot.number
        ? proposals
            .filter(([of, id]) => of === community && id.startsWith(prefix))
            .map(([, id]) => id)
        : [],
  };
}

describe("a simple ballot", () => {
  test("is at most 120 bytes on the wire and 90 by radio, far in the future", async () => {
    const signer = await namedSigner("ana");
    const { choice, revision, time } = lateOn;
    const wire = await cast(signer, { choice, revision }, { seq: 0xffff_ffff, time });
    expect(wire.bytes.length).toBeLessThanOrEqual(120);
    const radio = await cast(signer, { choice, revision }, { seq: 2 ** 28 - 1, time });
    expect(encodeRadio(radio.op, radioBodies).length).toBeLessThanOrEqual(90);
    expect(encodeRadio(wire.op, radioBodies).length).toBeLessThanOrEqual(90);
    // What an ordinary vote costs: this is what the airtime budget is made from.
    const usual = await cast(signer, {}, { seq: 300 });
    expect([usual.bytes.length, encodeRadio(usual.op, radioBodies).length]).toEqual([112, 81]);
  });

  test("comes out of the radio form byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.integer({ min: 0, max: ballotChoiceMax }),
        fc.integer({ min: 0, max: ballotRevisionMax }),
        fc.integer({ min: 1, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        async (old, choice, revision, seq, time) => {
          const signer = old ? await p256Signer : await namedSigner("ana");
          const made = await cast(signer, { choice, revision }, { seq, time });
          const knowledge = await knowing(
            [[communityId, signer.publicKey]],
            [[communityId, proposal]],
          );
          const radio = encodeRadio(made.op, radioBodies);
          const received = await decodeRadio(radio, radioBodies, knowledge);
          expect(received).toEqual({ op: made.op, id: made.id, communityId });
          expect(received && encodeOperation(received.op)).toEqual(made.bytes);
        },
      ),
      runs(20),
    );
  });
});

describe("a receiver", () => {
  const sameStart = toOpId(`${proposal.slice(0, 8)}${"77".repeat(12)}`);

  test("tries every proposal and community that match, and the signature decides", async () => {
    const signer = await namedSigner("ana");
    const made = await cast(signer);
    const knowledge = await knowing(
      [
        [elsewhere, signer.publicKey],
        [communityId, signer.publicKey],
      ],
      [
        [elsewhere, proposal],
        [elsewhere, sameStart],
        [communityId, sameStart],
        [communityId, proposal],
      ],
    );
    const received = await decodeRadio(encodeRadio(made.op, radioBodies), radioBodies, knowledge);
    expect(received).toEqual({ op: made.op, id: made.id, communityId });
  });

  test("fails closed when its guesses are wrong", async () => {
    const signer = await namedSigner("ana");
    const radio = encodeRadio((await cast(signer)).op, radioBodies);
    const wrong = [
      await knowing([], [[communityId, proposal]]),
      await knowing([[communityId, signer.publicKey]], []),
      await knowing([[communityId, signer.publicKey]], [[communityId, sameStart]]),
      await knowing([[elsewhere, signer.publicKey]], [[elsewhere, proposal]]),
    ];
    for (const knowledge of wrong) {
      expect(await decodeRadio(radio, radioBodies, knowledge)).toBeNull();
    }
    // Somebody else whose id begins alike.
    const mallory = await namedSigner("mallory");
    const posing: RadioKnowledge = {
      devices: () => [{ communityId, publicKey: mallory.publicKey }],
      references: () => [proposal],
    };
    expect(await decodeRadio(radio, radioBodies, posing)).toBeNull();
  });

  test("takes nothing that is cut off, longer, or has a bit turned over", async () => {
    const signer = await namedSigner("ana");
    const radio = encodeRadio((await cast(signer, { revision: 300 })).op, radioBodies);
    // The most generous receiver there can be: every hint fits.
    const knowledge: RadioKnowledge = {
      devices: () => [{ communityId, publicKey: signer.publicKey }],
      references: () => [proposal],
    };
    expect(await decodeRadio(radio, radioBodies, knowledge)).not.toBeNull();
    for (let length = 0; length < radio.length; length++) {
      expect(await decodeRadio(radio.subarray(0, length), radioBodies, knowledge)).toBeNull();
    }
    expect(await decodeRadio(Uint8Array.of(...radio, 0), radioBodies, knowledge)).toBeNull();
    // The hints themselves (bytes 1 to 4 and the reference) are not signed, only tried.
    const strict = await knowing([[communityId, signer.publicKey]], [[communityId, proposal]]);
    for (let bit = 0; bit < radio.length * 8; bit++) {
      expect(await decodeRadio(flipBit(radio, bit), radioBodies, strict)).toBeNull();
    }
  });

  test("answers null to any bytes, and never throws", async () => {
    const signer = await namedSigner("ana");
    const knowledge: RadioKnowledge = {
      devices: () => [{ communityId, publicKey: signer.publicKey }],
      references: () => [proposal],
    };
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 231 }), async (bytes) => {
        bytes[0] = ballot.number;
        expect(await decodeRadio(bytes, radioBodies, knowledge)).toBeNull();
      }),
      runs(100),
    );
  });
});

test("what has no radio form waits for another carrier", async () => {
  const { op } = await makeOperation({ kind: 20, erasable: true });
  expect(() => encodeRadio(op, radioBodies)).toThrow("This cannot be sent by radio.");
  const { op: hidden } = await makeOperation({ kind: ballot.number, erasable: true });
  expect(() => encodeRadio(hidden, radioBodies)).toThrow("This cannot be sent by radio.");
});
