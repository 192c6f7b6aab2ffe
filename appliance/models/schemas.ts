/** The shapes of models over HTTP, for the API document and its readers. */
import { type TSchema, t } from "elysia";
import { provenanceLimits } from "./library.ts";

const nullable = <S extends TSchema>(schema: S) => t.Union([schema, t.Null()]);
const { nameChars, textChars, languages, languageChars } = provenanceLimits;

export const sha256Schema = t.String({ pattern: "^[0-9a-f]{64}$", description: "Of the file" });
/** How strongly an adapter changes its model: 1 is as its author made it, 0 is without. */
export const scaleSchema = t.Number({ minimum: 0, maximum: 2 });
export const uploadParams = t.Object({ id: t.String({ pattern: "^[0-9a-f]{16}$" }) });

export const provenanceSchema = t.Object({
  name: t.Optional(t.String({ minLength: 1, maxLength: nameChars })),
  licence: t.Optional(t.String({ maxLength: textChars })),
  source: t.Optional(t.String({ maxLength: textChars })),
  languages: t.Optional(t.Array(t.String({ maxLength: languageChars }), { maxItems: languages })),
});

const stateSchema = t.Object({
  is: t.String({ description: "ready, starting or down" }),
  code: t.Optional(t.String()),
  hint: t.Optional(t.String()),
});
const statusSchema = nullable(t.Object({ sha256: sha256Schema, state: stateSchema }));

const sandboxSchema = t.Object(
  {
    user: t.String({ description: "own (not the box's), box, or unknown before it ran" }),
    network: t.String({ description: "none, unrestricted, or unknown before it ran" }),
  },
  { description: "How the engine's process is confined" },
);

const fileSchema = t.Object({
  sha256: sha256Schema,
  role: t.String({ description: "answer, embed or adapter" }),
  name: t.String(),
  architecture: t.String(),
  width: t.Union([t.Integer(), t.Null()], { description: "Length of its vectors inside" }),
  layers: nullable(t.Integer()),
  parameters: t.Integer(),
  contextTokens: nullable(t.Integer()),
  bytes: t.Integer(),
  licence: t.String(),
  source: t.String(),
  languages: t.Array(t.String()),
  added: t.Integer({ description: "Seconds since 1970" }),
  deployed: t.Boolean(),
  gone: t.Boolean({ description: "Its file is not on the disk any more" }),
  scale: t.Union([t.Number(), t.Null()], {
    description: "How strongly a deployed adapter works; 1 is as its author made it",
  }),
});

export const modelsSchema = t.Object({
  files: t.Array(fileSchema),
  running: t.Object({
    answer: statusSchema,
    embed: statusSchema,
    machines: t.Array(
      t.Object({
        model: t.String(),
        host: t.String(),
        privacy: t.String({ description: "public-only, members or any" }),
        embeds: t.Boolean({ description: "It finds instead of writing" }),
        state: stateSchema,
      }),
      { description: "Other machines of the network that answer too" },
    ),
  }),
  missing: t.Array(t.Object({ name: t.String(), sha256: sha256Schema }), {
    description: "Decided, and not on the disk",
  }),
  unfit: t.Array(t.Object({ name: t.String(), sha256: sha256Schema }), {
    description: "Adapters decided for the model in use that are not made for it",
  }),
  waiting: t.Integer(),
  sandbox: sandboxSchema,
});

export const uploadSchema = t.Object({
  id: t.String(),
  size: t.Integer(),
  received: t.Integer(),
  provenance: provenanceSchema,
});

export const trialSchema = t.Object({
  text: t.String({ description: "What it wrote; of one that finds, a likeness" }),
  writes: t.Boolean(),
  loadMs: t.Integer(),
  firstTokenMs: t.Integer(),
  tokensPerSecond: t.Number(),
  sandbox: sandboxSchema,
});
