import { describe, expect, test } from "bun:test";
import { emptyDraft, faultsOf, mayHaveEffects, proposingOf } from "./proposal-draft.ts";

const written = { ...emptyDraft("en"), title: " Share the garden notes " };
const now = { model: "modified", amends: null, revisits: null, publish: true } as const;

describe("a proposal that is being written", () => {
  test("lacks its sentence first", () => {
    expect(faultsOf(emptyDraft("en"), "modified")).toEqual(["title"]);
    expect(faultsOf(written, "modified")).toEqual([]);
  });

  test("asks for two options where people choose between options", () => {
    expect(faultsOf({ ...written, options: ["Saturday", " "] }, "poll")).toEqual(["options"]);
    expect(faultsOf({ ...written, options: ["Saturday", "Sunday"] }, "ranked")).toEqual([]);
  });

  test("does nothing by itself when it only asks", () => {
    const effects = [{ effect: "group.create", params: "" }];
    for (const model of ["poll", "ranked", "advice"] as const) {
      expect(mayHaveEffects(model)).toBe(false);
      const options = ["a", "b"];
      expect(faultsOf({ ...written, effects, options }, model)).toEqual(["effects"]);
    }
    expect(faultsOf({ ...written, effects }, "majority")).toEqual([]);
  });
});

describe("what is signed", () => {
  test("is what was written, without spaces around it", () => {
    const { words, withYes } = proposingOf(written, now);
    expect(words).toMatchObject({ title: "Share the garden notes", options: [] });
    expect(withYes).toBe(true);
  });

  test("leaves options out where there is no question, and the yes where there is one", () => {
    const draft = { ...written, options: ["a", "", " b "] };
    expect(proposingOf(draft, now).words.options).toEqual([]);
    const asked = proposingOf(draft, { ...now, model: "poll" });
    expect(asked.words.options).toEqual(["a", "b"]);
    expect(asked.withYes).toBe(false);
  });

  test("looks again on a day, or on none", () => {
    expect(proposingOf(written, now).reviewAt).toBeNull();
    const at = proposingOf({ ...written, review: "2027-03-01" }, now).reviewAt ?? 0;
    expect(new Date(at * 1000).getFullYear()).toBe(2027);
    expect(proposingOf({ ...written, review: "soon" }, now).reviewAt).toBeNull();
  });
});
