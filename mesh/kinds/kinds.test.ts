import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyBody, runs } from "../../tests/support/arbitrary.ts";
import {
  type CborValue,
  decodeCbor,
  encodeCbor,
  FolkmootError,
  lastingBodyBytesMax,
  timeMax,
  toMemberId,
  toOpId,
} from "../op/index.ts";
import {
  choicesMax,
  decodeParams,
  effectByName,
  effects,
  encodeParams,
  type FrozenRules,
  type GateEffect,
  idBytes,
  idsInlineMax,
  idsPerPartMax,
  isMeant,
  kindByNumber,
  kinds,
  parseAudience,
  type Role,
  termDaysMax,
  termEnds,
  usualTermDays,
} from "./index.ts";
import {
  blob,
  bool,
  bytes,
  list,
  oneOf,
  opId,
  optional,
  publicKey,
  record,
  type Schema,
  text,
  uint,
  where,
} from "./schema.ts";
import bodies from "./vectors/bodies.json";
import effectVectors from "./vectors/effects.json";

describe("a schema", () => {
  // What just fits, and what is one beyond.
  const bounds: [string, Schema<unknown>, unknown[], unknown[]][] = [
    ["text", text(3, 1), ["a", "abc", "水井水"], ["", "abcd", 7, null]],
    ["bytes", bytes(2), [Uint8Array.of(1, 2)], [Uint8Array.of(1), "ab", null]],
    ["blob", blob(2), [Uint8Array.of(), Uint8Array.of(1, 2)], [Uint8Array.of(1, 2, 3)]],
    ["uint", uint(9, 1), [1, 9], [0, 10, -1, 1.5, "1", null]],
    ["bool", bool(), [true, false], [0, "true", null]],
    ["oneOf", oneOf(["yes", "no"]), ["yes", "no"], ["maybe", "", null, 0]],
    ["list", list(uint(9), 2, 1), [[1], [1, 2]], [[], [1, 2, 3], [10], 1, null]],
    ["optional", optional(uint(9)), [null, 9], [10, "x"]],
    ["opId", opId(), [], [new Uint8Array(15), "ab", null]],
    ["publicKey", publicKey(), [], [new Uint8Array(33), "key", null]],
    ["record", record({ a: uint(9) }), [], [[], [1, 2], [10], 1, null]],
  ];
  test.each(bounds)(
    "%s takes what fits and refuses what is one beyond",
    (_, schema, fit, beyond) => {
      for (const value of fit) expect(schema.decode(value as never)).toEqual(value);
      for (const value of beyond) expectMalformed(() => schema.decode(value as never));
    },
  );

  test("checks in both directions, so that nobody sends what nobody reads", () => {
    expectMalformed(() => text(3).encode("abcd"));
    expectMalformed(() => uint(9).encode(10));
    expectMalformed(() => list(uint(9), 2).encode([1, 2, 3]));
    expectMalformed(() => opId().encode("zz" as never));
    const pair = where(record({ low: uint(9), high: uint(9) }), ({ low, high }) => low <= high);
    expect(pair.decode(pair.encode({ low: 1, high: 2 }))).toEqual({ low: 1, high: 2 });
    expectMalformed(() => pair.encode({ low: 2, high: 1 }));
    expectMalformed(() => pair.decode([2, 1]));
  });

  test("encodes fields in the order in which they are written", () => {
    const schema = record({ z: uint(9), a: uint(9), m: uint(9) });
    expect(schema.encode({ a: 1, m: 2, z: 3 })).toEqual([3, 1, 2]);
  });

  test("tidies text that could not be read back", () => {
    expect(text(9).encode("\ufeffagua")).toBe("agua");
    expect(text(9).encode("a\ud800")).toBe("a\ufffd");
  });
});

describe("a term of its own", () => {
  const member = toMemberId("e".repeat(32));
  const anyDays = fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: termDaysMax }));
  const given = [
    (termDays?: number) => [
      effects.roleGrant,
      { member, role: "moderator", ...(termDays === undefined ? {} : { termDays }) },
    ],
    (termDays?: number) => [
      effects.stewardMandate,
      { stewards: [member], threshold: 1, ...(termDays === undefined ? {} : { termDays }) },
    ],
  ] as ((termDays?: number) => [GateEffect<unknown>, { termDays?: number }])[];

  test("is left out where it is the usual one, and is what an effect without it lasts", () => {
    const property = (termDays: number | undefined) => {
      for (const make of given) {
        const [effect, params] = make(termDays);
        const [, without] = make();
        const bytes = encodeParams(effect, params);
        const isUsual = termDays === undefined || termDays === usualTermDays;
        expect(bytes).toEqual(encodeParams(effect, isUsual ? without : params));
        const decoded = decodeParams(effect, bytes) as typeof params;
        expect(termEnds(0, decoded)).toBe((termDays ?? usualTermDays) * 86_400);
        expect(encodeParams(effect, decoded)).toEqual(bytes);
      }
    };
    fc.assert(fc.property(anyDays, property), runs(100));
    property(usualTermDays);
  });

  test("keeps the bytes of what was signed before there was one", () => {
    const before = (name: string) =>
      Uint8Array.from(
        Buffer.from(effectVectors.find(({ effect }) => effect === name)?.cbor ?? "", "hex"),
      );
    for (const effect of [effects.roleGrant, effects.stewardMandate]) {
      const bytes = before(effect.name);
      expect(bytes.length).toBeGreaterThan(0);
      const decoded = decodeParams(effect as GateEffect<{ termDays?: number }>, bytes);
      expect(termEnds(0, decoded)).toBe(182 * 86_400);
      expect(encodeParams(effect as GateEffect<unknown>, decoded)).toEqual(bytes);
    }
  });

  test("is refused when it is no term, said twice, or a term of membership", () => {
    for (const make of given) {
      for (const termDays of [0, -1, 0.5, termDaysMax + 1]) {
        const [effect, params] = make(termDays);
        expectMalformed(() => encodeParams(effect, params));
        const fields = [...(effect.schema.encode(make()[1]) as CborValue[]), termDays];
        if (termDays !== 0.5) expectMalformed(() => effect.schema.decode(fields));
      }
      const [effect, params] = make();
      const fields = effect.schema.encode(params) as CborValue[];
      expectMalformed(() => effect.schema.decode([...fields, usualTermDays]));
      expectMalformed(() => effect.schema.decode([...fields, null]));
      expectMalformed(() => effect.schema.decode([...fields, 30, 30]));
    }
    expectMalformed(() =>
      encodeParams(effects.roleGrant, { member, role: "member", termDays: 30 }),
    );
  });
});

describe("kinds", () => {
  test("have numbers and names of their own, in the range of their capability", () => {
    const all = Object.values(kinds);
    expect(new Set(all.map(({ number }) => number)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const kind of all) expect(kindByNumber(kind.number)).toBe(kind);
    expect(kindByNumber(255)).toBeNull();
    for (const effect of Object.values(effects)) expect(effectByName(effect.name)).toBe(effect);
    expect(effectByName("moon.landing")).toBeNull();
  });

  test("refuse with one flat error, whatever the body", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(kinds)), anyBody, (kind, body) => {
        try {
          kind.schema.decode(body);
        } catch (thrown) {
          expectFlat(thrown);
        }
      }),
      runs(500),
    );
  });

  test.each(bodies)("$name refuses a field too few, too many, or out of place", (vector) => {
    const kind = kindByNumber(vector.kind);
    const body = decodeCbor(Uint8Array.from(Buffer.from(vector.cbor, "hex")));
    if (kind === null || !Array.isArray(body)) throw new Error("The vector has no body.");
    expectMalformed(() => kind.schema.decode([...body, null]));
    if (body.length > 0) expectMalformed(() => kind.schema.decode(body.slice(0, -1)));
    for (const [i] of body.entries()) {
      // Half of a pair may be missing: then another rule refuses, or null is allowed.
      expectMalformed(() => kind.schema.decode(body.with(i, [[[]]])));
    }
  });

  test("that last fit what lasts, at their largest", () => {
    const params = new Uint8Array(lastingBodyBytesMax - 128);
    const request = kinds.gateRequest.schema.encode({ effect: "x".repeat(40), params });
    expect(encodeCbor(request).length).toBeLessThanOrEqual(lastingBodyBytesMax);
    const signature = { device: "d".repeat(16), signature: new Uint8Array(64) };
    const root = kinds.root.schema.encode({
      document: new Uint8Array(6_000),
      signatures: Array(24).fill(signature),
    });
    expect(encodeCbor(root).length).toBeLessThanOrEqual(lastingBodyBytesMax);
  });

  test("of governance fit at their largest, too", () => {
    const id = toOpId("f".repeat(32));
    const member = toMemberId("f".repeat(32));
    const count = idsInlineMax + 16 * idsPerPartMax;
    const root = new Uint8Array(32);
    const ids = new Uint8Array(idsInlineMax * idBytes);
    const set = { root, count, ids, parts: Array(16).fill(id) };
    const largest = [
      kinds.opening.schema.encode({
        thread: id,
        version: id,
        previous: id,
        rules: largestRules,
        topic: "水".repeat(40),
        about: Array(20).fill(member),
        roll: set,
        closers: Array(16).fill("f".repeat(16)),
        stewards: Array(20).fill(member),
        stewardThreshold: 20,
      }),
      kinds.close.schema.encode({
        opening: id,
        stage: 2,
        amends: Array(16).fill(id),
        ballots: set,
        outcome: "not_passed",
        winner: 15,
        counts: Array(choicesMax).fill(0xffff),
      }),
      kinds.attestation.schema.encode({
        proposal: id,
        form: "paper",
        entries: Array(200).fill({ member, choice: 255 }),
        present: Array(200).fill(member),
        counts: Array(choicesMax).fill(200),
        replaces: id,
      }),
      kinds.idList.schema.encode({ ids: new Uint8Array(idsPerPartMax * idBytes) }),
    ];
    for (const body of largest) {
      expect(encodeCbor(body).length).toBeLessThanOrEqual(lastingBodyBytesMax);
    }
  });

  test("of proposals hold together what belongs together", () => {
    const id = toOpId("a".repeat(32));
    const fine = {
      thread: null,
      previous: null,
      text: id,
      model: "modified" as const,
      topic: "",
      effects: [{ effect: "group.create", params: Uint8Array.of(129, 97, 120) }],
      options: 0,
      about: [],
      hidden: false,
      publish: true,
      reviewAt: null,
      revisits: null,
    };
    const { schema } = kinds.proposal;
    expect(schema.decode(schema.encode(fine))).toEqual(fine);
    expectMalformed(() => schema.encode({ ...fine, thread: id }));
    expectMalformed(() => schema.encode({ ...fine, previous: id }));
    // What only asks changes nothing, and has something to choose from.
    expectMalformed(() => schema.encode({ ...fine, model: "advice" }));
    expectMalformed(() => schema.encode({ ...fine, model: "poll", options: 2 }));
    expectMalformed(() => schema.encode({ ...fine, effects: [], model: "ranked", options: 1 }));
    expectMalformed(() => schema.encode({ ...fine, options: 2 }));
    expect(schema.encode({ ...fine, effects: [], model: "poll", options: 2 })).toHaveLength(12);
  });
});

const largestRules: FrozenRules = {
  model: "supermajority",
  quorumPermille: 1_000,
  approvalPermille: 1_000,
  strict: true,
  veto: true,
  blockStays: "override",
  overridePermille: 1_000,
  hidden: true,
  early: true,
  delegationHops: 5,
  attested: ["paper", "hands", "proxy"],
  options: 16,
  discussionEnds: timeMax,
  votingEnds: timeMax,
  graceHours: 8_760,
  mediationHours: 8_760,
  takeoverHours: 8_760,
};

describe("an audience", () => {
  const who = (roles: Role[], groups: string[] = []) => ({
    roles: new Set(roles),
    groups: new Set(groups),
  });
  test("is all members, a role or a group", () => {
    expect(parseAudience("members")).toEqual({ to: "members" });
    expect(parseAudience("role:steward")).toEqual({ to: "role", role: "steward" });
    expect(parseAudience("group:elders-council")).toEqual({ to: "group", group: "elders-council" });
    for (const other of [
      "",
      "everyone",
      "role:king",
      "role:",
      "group:",
      `group:${"x".repeat(41)}`,
    ]) {
      expect(parseAudience(other)).toBeNull();
    }
  });

  test("means those who belong to it, and nobody else", () => {
    const means = (audience: string, given: ReturnType<typeof who>) => {
      const parsed = parseAudience(audience);
      return parsed !== null && isMeant(parsed, given);
    };
    expect(means("members", who(["guest"]))).toBe(true);
    expect(means("members", who([]))).toBe(false);
    expect(means("role:steward", who(["member", "moderator"]))).toBe(false);
    expect(means("role:steward", who(["member", "steward"]))).toBe(true);
    expect(means("group:elders", who(["member", "steward"]))).toBe(false);
    expect(means("group:elders", who(["guest"], ["elders"]))).toBe(true);
  });
});

function expectMalformed(run: () => unknown): void {
  let thrown: unknown = null;
  try {
    run();
  } catch (caught) {
    thrown = caught;
  }
  expectFlat(thrown);
}

function expectFlat(thrown: unknown): void {
  expect(thrown).toBeInstanceOf(FolkmootError);
  expect((thrown as FolkmootError).code).toBe("malformed-body");
  expect((thrown as FolkmootError).message).toBe("The content of this operation is malformed.");
}
