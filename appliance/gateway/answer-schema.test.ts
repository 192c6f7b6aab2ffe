import { expect, test } from "bun:test";
import { answerSchema } from "./answer-schema.ts";

const text = { type: "string" };
const within = (a: unknown) => {
  const made = answerSchema({ type: "object", properties: { a } })["properties"];
  return (made as { a: unknown }).a;
};

test("what pydantic and zod write is put into the engine's words", () => {
  const optional = { anyOf: [text, { type: "null" }], title: "A", default: null };
  expect(within(optional)).toEqual({ oneOf: [text, { type: "null" }] });
  expect(within({ allOf: [{ $ref: "#/definitions/x" }] })).toEqual({ $ref: "#/$defs/x" });
  expect(within({ type: "string", format: "email" })).toEqual(text);
  expect(within({ type: "string", format: "date" })).toEqual({ type: "string", format: "date" });
  expect(within({})).toEqual({ type: ["string", "number", "boolean", "null"] });
  expect(within({ type: "object" })).toEqual({ type: "object", additionalProperties: true });
  const list = { type: "array", items: text };
  expect(within({ ...list, type: ["array", "null"] })).toEqual({
    oneOf: [list, { type: "null", items: text }],
  });
});

test("a schema that begins with a reference begins with what it names", () => {
  const x = { type: "object", properties: { a: { $ref: "#/$defs/y" } }, required: ["a"] };
  const made = { ...x, additionalProperties: false };
  expect(answerSchema({ $ref: "#/$defs/x", $defs: { x, y: text } })).toEqual({
    ...made,
    $defs: { x: made, y: text },
  });
});

test("what it cannot hold to is named, not written as nothing", () => {
  const refused = (a: unknown) => () => within(a);
  expect(refused({ not: text })).toThrow("not");
  expect(refused({ allOf: [text, text] })).toThrow("allOf");
  expect(refused({ $ref: "https://example.org/x" })).toThrow("$ref https://example.org/x");
  expect(refused(false)).toThrow("false");
  const deep = (levels: number): object =>
    levels === 0 ? text : { type: "array", items: deep(levels - 1) };
  expect(refused(deep(60))).not.toThrow();
  expect(refused(deep(70))).toThrow("levels");
});
