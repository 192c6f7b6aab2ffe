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
