/** The API document (OpenAPI 3.1), computed from the routes themselves, so that it cannot drift. */
import type { TSchema } from "elysia";
import { type Audience, type BytesBody, isBytesBody, type Route } from "./route.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

export function openApiDocument(routes: readonly Route[], info: ApiInfo): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const tags = [...new Set(routes.map(tagOf))].sort().map((name) => ({ name }));
  return {
    openapi: "3.1.0",
    info: {
      ...info,
      license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
    },
    servers: [{ url: "/", description: "This box" }],
    tags,
    paths,
    components: {
      schemas: { Error: errorSchema },
      responses: {
        Error: {
          description: "A refusal: what it is for programs, and for people",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
      securitySchemes: {
        session: {
          type: "http",
          scheme: "bearer",
          description:
            "A token from POST /api/session, got by signing a challenge with the device's key. " +
            "It reads only: what is written carries its own signature.",
        },
      },
    },
  };
}

/** The first word after /api: the room that answers. */
export function tagOf(route: Route): string {
  return route.path.split("/").filter((part) => part !== "api")[1] ?? "box";
}

/** Who may call it, in words. */
export function audienceInWords(audience: Audience): string {
  if (audience === "public") return "anybody";
  if (audience === "found") return "anybody, until a community is founded";
  if (audience === "local") return "programs on the box itself";
  if (audience === "guest") return "every session, guests included";
  if (audience === "member") return "members";
  return audience.map((role) => `${role}s`).join(" and ");
}

export function isOpen(audience: Audience): boolean {
  return audience === "public" || audience === "found" || audience === "local";
}

function operationOf(route: Route): JsonObject {
  const parameters = [...parametersOf(route.params, "path"), ...parametersOf(route.query, "query")];
  return {
    operationId: operationIdOf(route),
    tags: [tagOf(route)],
    summary: route.summary,
    description: `${route.description ?? `${route.summary}.`} For ${audienceInWords(route.audience)}.`,
    responses: responsesOf(route),
    security: isOpen(route.audience) ? [] : [{ session: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: requestBodyOf(route.body) }),
  };
}

/** `get-items-id-versions`: stable, for whoever generates a client. */
function operationIdOf(route: Route): string {
  return `${route.method.toLowerCase()}${route.path.replace(/^\/api/, "").replace(/[/:.]+/g, "-")}`;
}

function requestBodyOf(body: TSchema | BytesBody): JsonObject {
  const [type, schema] = isBytesBody(body)
    ? [body.contentType, { type: "string", format: "binary" }]
    : ["application/json", schemaJson(body)];
  return { required: true, content: { [type]: { schema } } };
}

function responsesOf(route: Route): JsonObject {
  const refusal = { $ref: "#/components/responses/Error" };
  const statuses = [
    ...(isOpen(route.audience) ? [] : ["401", "403"]),
    ...(route.params === undefined ? [] : ["404"]),
    ...(route.audience === "found" ? ["409"] : []),
    ...(route.body === undefined ? [] : ["400", "413", "415"]),
    "422",
    ...(route.knock === undefined ? [] : ["429"]),
  ];
  return {
    ...answerOf(route),
    ...Object.fromEntries(statuses.sort().map((status) => [status, refusal])),
    // What any route may meet: a conflict (409), too many (429), a full disk (507), a fault (500).
    default: refusal,
  };
}

function answerOf(route: Route): JsonObject {
  const description = route.summary;
  if (route.responseType !== undefined) {
    const isJson = route.responseType.endsWith("json");
    const other: JsonObject = { type: isJson ? ["object", "array"] : "string" };
    const schema = route.response === undefined ? other : schemaJson(route.response);
    return { "200": { description, content: { [route.responseType]: { schema } } } };
  }
  if (route.response === undefined) return { "204": { description } };
  const schema = schemaJson(route.response);
  return { "200": { description, content: { "application/json": { schema } } } };
}

function parametersOf(schema: TSchema | undefined, place: "path" | "query"): JsonObject[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaJson(schema) as unknown as ObjectSchema;
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(value.description === undefined ? {} : { description: value.description }),
    schema: value as unknown as JsonObject,
  }));
}

interface ObjectSchema {
  properties?: Record<string, { description?: string }>;
  required?: string[];
}

/** TypeBox schemas are JSON Schema; serialising drops their symbols. */
function schemaJson(schema: TSchema): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}

const errorSchema: JsonObject = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "hint"],
      properties: {
        code: { type: "string", description: "Stable, for programs" },
        message: { type: "string", description: "What happened, in English" },
        hint: { type: ["string", "null"], description: "What one can do" },
      },
    },
  },
};
