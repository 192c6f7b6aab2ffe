/**
 * A program's JSON schema, as the engine understands it. What the engine does not know it takes for
 * `null` and says nothing: pydantic's `Optional` (`anyOf`) would always be empty. So everything is
 * put into its words here, or refused. Pure.
 */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { JsonSchema } from "../engine/index.ts";

const depthMax = 64;
/** Other formats are only remarks: the engine would write an empty text. */
const formats: readonly unknown[] = ["date", "time", "date-time"];
const anything = { type: ["string", "number", "boolean", "null"] } as const;
const notHeld = ["not", "if", "patternProperties", "dependentSchemas", "$dynamicRef"];

/** Throws `bad-schema` naming what it cannot hold to. */
export function answerSchema(given: JsonSchema): JsonSchema {
  const { definitions, $defs = definitions, ...rest } = given;
  const all = isObject($defs) ? $defs : {};
  const root = resolved(rest, all);
  const schema = translated(root, 0);
  if (Object.keys(all).length === 0) return schema;
  const translatedDefs = Object.entries(all).map(([name, each]) => [name, translated(each, 1)]);
  return { ...schema, $defs: Object.fromEntries(translatedDefs) };
}

/** The engine wants an object or an array to begin with: pydantic begins with a reference. */
function resolved(root: JsonSchema, defs: JsonSchema): JsonSchema {
  const named = nameIn(root["$ref"]);
  const found = named === null ? undefined : defs[named];
  return isObject(found) ? found : root;
}

function translated(given: unknown, depth: number): JsonSchema {
  if (depth > depthMax) throw notPossible("so many levels");
  if (given === true) return anything;
  if (!isObject(given)) throw notPossible(JSON.stringify(given)?.slice(0, 40) ?? "nothing");
  const held = notHeld.find((key) => key in given);
  if (held !== undefined) throw notPossible(held);
  const { anyOf, allOf, oneOf = anyOf, $ref, ...rest } = given;
  const inner = (each: unknown) => translated(each, depth + 1);
  if ($ref !== undefined) {
    const name = nameIn($ref);
    if (name === null) throw notPossible(`$ref ${String($ref).slice(0, 80)}`);
    return { $ref: `#/$defs/${name}` };
  }
  if (Array.isArray(oneOf)) return { oneOf: oneOf.map(inner) };
  if (Array.isArray(allOf)) {
    if (allOf.length !== 1) throw notPossible("allOf");
    return inner({ ...rest, ...(isObject(allOf[0]) ? allOf[0] : {}) });
  }
  if ("enum" in rest || "const" in rest) return rest;
  const { type } = rest;
  if (Array.isArray(type) && type.some((each) => each === "object" || each === "array")) {
    return { oneOf: type.map((each) => inner({ ...rest, type: each })) };
  }
  return ofType(rest, inner);
}

function ofType(given: JsonSchema, inner: (each: unknown) => JsonSchema): JsonSchema {
  const { type = typeOf(given), format, properties, items, prefixItems, ...rest } = given;
  if (type === undefined) return anything;
  const { additionalProperties: more = properties === undefined && type === "object" } = rest;
  return {
    ...rest,
    type,
    ...(formats.includes(format) ? { format } : {}),
    ...(isObject(properties)
      ? { properties: Object.fromEntries(entriesOf(properties, inner)) }
      : {}),
    ...(type === "object" ? { additionalProperties: isObject(more) ? inner(more) : more } : {}),
    ...(items === undefined || items === false ? {} : { items: inner(items) }),
    ...(Array.isArray(prefixItems) ? { prefixItems: prefixItems.map(inner) } : {}),
  };
}

function entriesOf(properties: JsonSchema, inner: (each: unknown) => JsonSchema) {
  return Object.entries(properties).map(([name, each]) => [name, inner(each)] as const);
}

function typeOf(given: JsonSchema): string | undefined {
  if ("properties" in given || "additionalProperties" in given) return "object";
  return "items" in given || "prefixItems" in given ? "array" : undefined;
}

function nameIn(reference: unknown): string | null {
  const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(String(reference))?.[1];
  return name ?? null;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notPossible(what: string): FolkmootError {
  return new FolkmootError("bad-schema", `The engine cannot hold to this JSON schema: ${what}.`, {
    hint: "It knows types, enum, const, anyOf, $ref to $defs, objects and arrays.",
    status: 400,
  });
}
