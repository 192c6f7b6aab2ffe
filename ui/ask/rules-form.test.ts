import { expect, test } from "bun:test";
import { baseAssistantPolicy } from "../../mesh/kinds/index.ts";
import { formOf, incompleteLines, policyOf } from "./rules-form.ts";

const policy = {
  ...baseAssistantPolicy,
  personality: "A patient neighbour.",
  languages: ["es"],
  offLimits: [{ topic: "medicine", words: ["dose"], say: "Ask the nurse." }],
  boundaries: ["No legal advice.", "No bets."],
  protocols: [
    { topic: "old seeds", words: [], say: "They have keepers.", ask: "an elder", answers: false },
    { topic: "songs", words: ["chants"], say: "", ask: "Teo", answers: true },
  ],
};

test("rules come back from their lines as they were", () => {
  expect(policyOf(formOf(policy))).toEqual(policy);
  expect(policyOf(formOf(baseAssistantPolicy))).toEqual(baseAssistantPolicy);
});

test("a custom without somebody to ask, or a rule about nothing, is not complete", () => {
  const form = formOf(baseAssistantPolicy);
  expect(policyOf({ ...form, askFirst: "old seeds" })).toBeNull();
  const askFirst = "songs / Teo\nold seeds\nold seeds / ";
  expect(incompleteLines({ ...form, askFirst })).toEqual({ askFirst: "old seeds" });
  expect(policyOf({ ...form, offLimits: "/ nothing" })).toBeNull();
  expect(
    policyOf({ ...form, offLimits: "  \n medicine ,, dose /  Ask / wait \n" })?.offLimits,
  ).toEqual([{ topic: "medicine", words: ["dose"], say: "Ask / wait" }]);
});
