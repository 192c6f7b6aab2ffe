/** An OpenAPI document, looked at by the rules of OpenAPI 3.1 that a generator stumbles over. */

interface Operation {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Partial<Operation>>>>>;
}

export function openApiPart(json: unknown) {
  const document = json as Document;
  return {
    openapi: document.openapi,
    operations: (): Operation[] =>
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.values(methods).map((operation) => ({
          operationId: "",
          summary: "",
          description: "",
          parameters: [],
          responses: {},
          ...operation,
          path,
        })),
      ),
    /** Where an answer holds something of which the document says nothing. */
    undescribed(path: string, answer: unknown): string[] {
      const content = document.paths[path]?.["get"]?.responses?.["200"] as Answer | undefined;
      return undescribedIn(content?.content?.["application/json"]?.schema, answer, path);
    },
    /** Every `$ref` in it. */
    references: (): string[] => [
      ...new Set(
        [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1] ?? ""),
      ),
    ],
    /** Whether a `#/…` reference leads somewhere. */
    resolves(reference: string): boolean {
      const steps = reference.replace(/^#\//, "").split("/");
      let at: unknown = document;
      for (const step of steps) {
        if (typeof at !== "object" || at === null) return false;
        at = (at as Record<string, unknown>)[step];
      }
      return at !== undefined;
    },
  };
}

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

/** Closed reading: every field and every kind of value must be named. */
function undescribedIn(schema: Schema | undefined, value: unknown, at: string): string[] {
  if (schema === undefined) return [at];
  if (schema.anyOf !== undefined) {
    const found = schema.anyOf.map((each) => undescribedIn(each, value, at));
    // Of several readings, the one that gets furthest says what is missing.
    return found.find((each) => each.length === 0) ?? found.toSorted(byDepth)[0] ?? [at];
  }
  if (Array.isArray(value)) {
    if (schema.type !== "array") return [at];
    return value.flatMap((each, index) => undescribedIn(schema.items, each, `${at}[${index}]`));
  }
  if (typeof value === "object" && value !== null) {
    if (schema.type !== "object") return [at];
    const [any] = Object.values(schema.patternProperties ?? {});
    return Object.entries(value).flatMap(([name, field]) =>
      undescribedIn(schema.properties?.[name] ?? any, field, `${at}.${name}`),
    );
  }
  if (schema.const !== undefined) return schema.const === value ? [] : [at];
  const type = value === null ? "null" : typeof value;
  return schema.type === type || (schema.type === "integer" && Number.isInteger(value)) ? [] : [at];
}

function byDepth(one: readonly string[], other: readonly string[]): number {
  return (other[0]?.length ?? 0) - (one[0]?.length ?? 0);
}
