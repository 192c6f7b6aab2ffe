/** Bringing files in over HTTP: announced, sent in pieces, read by the box, looked at, taught. */
import { t } from "elysia";
import { type Route, route } from "../http.ts";
import { fileBytesMax, fileNameCharsMax, pieceBytesMax } from "./import/limits.ts";
import { ImportGap } from "./import/upload-files.ts";
import type { Knowledge } from "./knowledge.ts";
import { idSchema, importSchema, previewPartSchema } from "./schemas.ts";
import { notFound } from "./viewer.ts";

const params = t.Object({ id: idSchema });

export function importRoutes({ imports }: Knowledge): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/imports",
      audience: "member",
      summary: "Announce a file to be read",
      body: t.Object({
        name: t.String({ minLength: 1, maxLength: fileNameCharsMax }),
        size: t.Integer({ minimum: 0, description: `Bytes, at most ${fileBytesMax}` }),
      }),
      response: importSchema,
      handler: ({ body, session }) => imports.create(session.member, body),
    }),
    route({
      method: "GET",
      path: "/api/imports",
      audience: "member",
      summary: "Your files on their way in",
      response: t.Object({ imports: t.Array(importSchema) }),
      handler: async ({ session }) => ({ imports: await imports.list(session.member) }),
    }),
    putRoute(imports),
    route({
      method: "GET",
      path: "/api/imports/:id",
      audience: "member",
      summary: "How far a file has come, and once it was read, what is in it",
      params,
      response: importSchema,
      handler: (context) => imports.view(context.session.member, context.params.id),
    }),
    route({
      method: "GET",
      path: "/api/imports/:id/parts/:part",
      audience: "member",
      summary: "One part of a file that was read, with its text",
      params: t.Object({ id: idSchema, part: t.Integer({ minimum: 0, maximum: 100_000 }) }),
      response: previewPartSchema,
      handler: async ({ session, params: { id, part } }) => {
        const found = await imports.part(session.member, id, part);
        if (found === null) throw notFound();
        return found;
      },
    }),
    route({
      method: "DELETE",
      path: "/api/imports/:id",
      audience: "member",
      summary: "Throw a file away, with everything read from it",
      params,
      handler: async (context) => {
        await imports.remove(context.session.member, context.params.id);
      },
    }),
  ];
}

function putRoute(imports: Knowledge["imports"]): Route {
  return route({
    method: "PUT",
    path: "/api/imports/:id",
    audience: "member",
    summary: "Send a piece of a file",
    description:
      "At an offset, in order. A piece that was sent before does no harm. After a gap the answer " +
      "is 409 with the offset to go on from, as `received`.",
    params,
    query: t.Object({ offset: t.Integer({ minimum: 0, maximum: fileBytesMax }) }),
    body: { contentType: "application/octet-stream", bytesMax: pieceBytesMax },
    response: t.Object({ received: t.Integer() }),
    handler: async ({ session, query, body, ...context }) => {
      try {
        return {
          received: await imports.put(session.member, context.params.id, query.offset, body),
        };
      } catch (error) {
        if (!(error instanceof ImportGap)) throw error;
        const { code, message, hint, received } = error;
        return Response.json({ error: { code, message, hint }, received }, { status: 409 });
      }
    },
  });
}
