/** Models over HTTP: everybody sees what is there, stewards add, try and remove. */
import { t } from "elysia";
import { type Route, route } from "../http.ts";
import { modelAmbiguous, modelNotFound, modelUsed, type Provenance } from "./library.ts";
import type { ModelFile } from "./model-table.ts";
import type { Models } from "./models.ts";
import {
  modelsSchema,
  provenanceSchema,
  scaleSchema,
  sha256Schema,
  trialSchema,
  uploadParams,
  uploadSchema,
} from "./schemas.ts";
import { modelBytesMax, pieceBytesMax, UploadGap } from "./uploads.ts";

export const promptCharsMax = 2_000;
const trialPrompt = "Say in one sentence what a well is for.";
const steward = ["steward"] as const;

export function modelsRoutes(models: Models): Route[] {
  return [...viewRoutes(models), ...uploadRoutes(models), ...localRoutes(models)];
}

/** Everything about models that members may know. */
export function modelsView(models: Models) {
  const { answer, adapters, embed, missing, unfit } = models.deployment();
  const files = [answer, embed, ...adapters.map(({ file }) => file)];
  const used = new Set(files.map((file) => file?.sha256));
  const scales = new Map(adapters.map(({ file, scale }) => [file.sha256, scale]));
  return {
    files: models.library.list().map((file) => ({
      ...file,
      deployed: used.has(file.sha256),
      gone: !models.library.holds(file.sha256),
      scale: scales.get(file.sha256) ?? null,
    })),
    running: models.status(),
    missing,
    unfit,
    waiting: models.pool.waiting,
    sandbox: models.confinement(),
  };
}

function viewRoutes(models: Models): Route[] {
  const params = t.Object({ sha256: sha256Schema });
  const find = (sha256: string): ModelFile => {
    const file = models.library.find(sha256);
    if (file === null) throw modelNotFound();
    return file;
  };
  return [
    route({
      method: "GET",
      path: "/api/models",
      audience: "member",
      summary: "Language models on the box: files, which are deployed, how the engine is",
      response: modelsSchema,
      handler: () => modelsView(models),
    }),
    route({
      method: "POST",
      path: "/api/models/:sha256/try",
      audience: steward,
      summary: "Load a model beside what runs and let it say something",
      slow: true,
      description: "An adapter is tried on the model it is for, as strongly as `scale` says.",
      params,
      body: t.Object({
        prompt: t.Optional(t.String({ minLength: 1, maxLength: promptCharsMax })),
        scale: t.Optional(scaleSchema),
      }),
      response: trialSchema,
      handler: ({ params: { sha256 }, body }) =>
        models.try(find(sha256), body.prompt ?? trialPrompt, body.scale),
    }),
    route({
      method: "DELETE",
      path: "/api/models/:sha256",
      audience: steward,
      summary: "Remove a model that is not deployed from the disk",
      params,
      handler: ({ params: { sha256 } }) => removeModel(models, find(sha256)),
    }),
  ];
}

/** Throws `model-used`: what the community decided is not undone by deleting a file. */
async function removeModel(models: Models, { sha256 }: ModelFile): Promise<void> {
  const isUsed = modelsView(models).files.some((file) => file.sha256 === sha256 && file.deployed);
  if (isUsed) throw modelUsed();
  await models.library.remove(sha256);
}

function uploadRoutes({ uploads }: Models): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/models/uploads",
      audience: steward,
      summary: "Models on their way in",
      response: t.Object({ uploads: t.Array(uploadSchema) }),
      handler: async () => ({ uploads: await uploads.list() }),
    }),
    route({
      method: "POST",
      path: "/api/models/uploads",
      audience: steward,
      summary: "Announce a model file",
      body: t.Object({
        size: t.Integer({ minimum: 1, maximum: modelBytesMax }),
        sha256: t.Optional(sha256Schema),
        provenance: t.Optional(provenanceSchema),
      }),
      response: uploadSchema,
      handler: ({ body: { size, sha256 = null, provenance = {} } }) =>
        uploads.begin({ size, sha256, provenance: provenance as Provenance }),
    }),
    route({
      method: "PUT",
      path: "/api/models/uploads/:id",
      audience: steward,
      summary: "Send a piece of a model file",
      description:
        "At an offset, in order. A piece that was sent before does no harm. After a gap the " +
        "answer is 409 with the offset to go on from, as `received`.",
      params: uploadParams,
      query: t.Object({ offset: t.Integer({ minimum: 0, maximum: modelBytesMax }) }),
      body: { contentType: "application/octet-stream", bytesMax: pieceBytesMax },
      response: t.Object({ received: t.Integer() }),
      handler: async ({ params: { id }, query, body }) => {
        try {
          return { received: await uploads.put(id, query.offset, body) };
        } catch (error) {
          if (!(error instanceof UploadGap)) throw error;
          const { code, message, hint, received } = error;
          return Response.json({ error: { code, message, hint }, received }, { status: 409 });
        }
      },
    }),
    route({
      method: "POST",
      path: "/api/models/uploads/:id/finish",
      audience: steward,
      summary: "Check a file that is whole and add it",
      slow: true,
      params: uploadParams,
      handler: ({ params: { id } }) => uploads.finish(id),
    }),
    route({
      method: "DELETE",
      path: "/api/models/uploads/:id",
      audience: steward,
      summary: "Throw a model on its way in away",
      params: uploadParams,
      handler: ({ params: { id } }) => uploads.remove(id),
    }),
  ];
}

/** What the moot command asks for. Files are the machine's own: the path is trusted. */
function localRoutes(models: Models): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/local/models",
      audience: "local",
      summary: "Language models on the box",
      response: modelsSchema,
      handler: () => modelsView(models),
    }),
    route({
      method: "POST",
      path: "/api/local/models/add",
      audience: "local",
      summary: "Add a model file of this machine",
      body: t.Object({
        path: t.String({ minLength: 1, maxLength: 4_096 }),
        sha256: t.Optional(sha256Schema),
        adopt: t.Optional(t.Boolean({ description: "It lies in the box's folder: no copy" })),
        provenance: t.Optional(provenanceSchema),
      }),
      handler: ({ body: { path, sha256 = null, adopt = false, provenance = {} } }) =>
        addModel(models, { path, sha256, adopt, provenance: provenance as Provenance }),
    }),
    route({
      method: "POST",
      path: "/api/local/models/try",
      audience: "local",
      summary: "Load a model and let it say something",
      body: t.Object({
        name: t.String({ minLength: 1, maxLength: 200 }),
        prompt: t.Optional(t.String({ minLength: 1, maxLength: promptCharsMax })),
        scale: t.Optional(scaleSchema),
      }),
      response: trialSchema,
      handler: ({ body: { name, prompt, scale } }) =>
        tryNamed(models, name, prompt ?? trialPrompt, scale),
    }),
    route({
      method: "POST",
      path: "/api/local/models/remove",
      audience: "local",
      summary: "Remove a model that is not deployed",
      body: t.Object({ name: t.String({ minLength: 1, maxLength: 200 }) }),
      handler: ({ body: { name } }) => removeModel(models, namedModel(models, name)),
    }),
  ];
}

export interface AddRequest {
  readonly path: string;
  readonly sha256: string | null;
  /** The file is in the library's folder already and becomes part of it. */
  readonly adopt: boolean;
  readonly provenance: Provenance;
}

export function addModel(
  { library }: Models,
  { path, sha256, adopt, provenance }: AddRequest,
): Promise<ModelFile> {
  return adopt ? library.adopt(path, provenance, sha256) : library.add(path, provenance, sha256);
}

export function tryNamed(models: Models, name: string, prompt: string | null, scale?: number) {
  return models.try(namedModel(models, name), prompt ?? trialPrompt, scale);
}

export function removeNamed(models: Models, name: string): Promise<void> {
  return removeModel(models, namedModel(models, name));
}

/**
 * By its name or the beginning of its hash, of which six digits are enough. Throws
 * `model-not-found`, `model-ambiguous`.
 */
export function oneNamed<F extends Pick<ModelFile, "name" | "sha256">>(
  all: readonly F[],
  name: string,
): F {
  const isHash = /^[0-9a-f]{6,64}$/i.test(name);
  const byName = all.filter((file) => file.name === name.trim());
  const byHash = isHash ? all.filter(({ sha256 }) => sha256.startsWith(name.toLowerCase())) : [];
  const [file, ...others] = byHash.length > 0 ? byHash : byName;
  if (file === undefined) throw modelNotFound();
  if (others.length > 0) throw modelAmbiguous();
  return file;
}

function namedModel({ library }: Models, name: string): ModelFile {
  return oneNamed(library.list(), name);
}
