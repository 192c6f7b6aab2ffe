/** Asking and conversations over HTTP. Every route is about the reader's own rows only. */
import { t } from "elysia";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type EventChannel, type Route, route } from "../http.ts";
import type { AnswerInProgress } from "./answer-in-progress.ts";
import type { ConversationId, QuestionId } from "./answer-record.ts";
import { type AskEvent, questionCharsMax } from "./asking.ts";
import type { Assistant } from "./assistant.ts";
import { exportPieces, showTurn } from "./conversation-export.ts";
import { searchConversations } from "./conversation-search.ts";
import { conversationNotFound, conversationsMax, turnsMax } from "./conversation-table.ts";
import type { ConversationCursor } from "./conversations.ts";
import { draftRoutes } from "./draft-routes.ts";
import type { Viewer } from "./passage-source.ts";
import {
  askSchema,
  assistantSchema,
  conversationParams,
  conversationSchema,
  cursorSchema,
  hitsSchema,
  listSchema,
  questionParams,
} from "./schemas.ts";

const listDefault = 30;
const listMax = 100;
const formatSchema = t.Union([t.Literal("json"), t.Literal("md")]);

export function assistantRoutes(assistant: Assistant): Route[] {
  return [
    ...askRoutes(assistant),
    ...draftRoutes(assistant),
    ...statusRoutes(assistant),
    ...listRoutes(assistant),
    ...conversationRoutes(assistant),
    ...deleteRoutes(assistant),
  ];
}

export function askRoutes({ asking }: Pick<Assistant, "asking">): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/ask",
      audience: "guest",
      summary: "Ask, and hear the passages and the answer as they come",
      description:
        "Events: asked, passages, answer (one quoted sentence each); where a model answers then " +
        "quoted, queued (place and expected wait, as they change), writing, answer (one written " +
        "sentence each); at last done with the whole record, or failed. Each has an id: after a " +
        "lost connection, ask again with the same question id and Last-Event-ID. The answer is " +
        "finished whether or not anybody listens.",
      body: askSchema,
      responseType: "text/event-stream",
      handler: async ({ body, session, stream, request: { headers } }) => {
        const request = {
          id: body.id as QuestionId,
          question: body.question,
          conversation: (body.conversation ?? null) as ConversationId | null,
        };
        const progress = await asking.ask(request, session);
        return stream((channel) => follow(progress, channel, lastEventId(headers)));
      },
    }),
    route({
      method: "GET",
      path: "/api/ask/:id/events",
      audience: "guest",
      summary: "Go on hearing an answer, behind Last-Event-ID",
      params: questionParams,
      responseType: "text/event-stream",
      handler: ({ params, session, stream, request: { headers } }) => {
        const progress = asking.resume(params.id as QuestionId, session);
        if (progress === null) throw questionNotFound();
        return stream((channel) => follow(progress, channel, lastEventId(headers)));
      },
    }),
    route({
      method: "POST",
      path: "/api/ask/:id/stop",
      audience: "guest",
      summary: "Stop the model: what is there by then is the answer",
      params: questionParams,
      handler: ({ params, session }) => {
        if (!asking.stop(params.id as QuestionId, session)) throw questionNotFound();
      },
    }),
  ];
}

function follow(
  progress: AnswerInProgress<AskEvent>,
  channel: EventChannel,
  after: number,
): () => void {
  return progress.follow((event, isLast, number) => {
    channel.send(event, number);
    if (isLast) channel.close();
  }, after);
}

/** 0 where there is none, or none that we gave. */
function lastEventId(headers: Headers): number {
  const given = headers.get("last-event-id") ?? "";
  return /^\d{1,9}$/.test(given) ? Number(given) : 0;
}

function questionNotFound(): FolkmootError {
  return new FolkmootError("question-not-found", "No answer to this question is being written.", {
    hint: "Look into the conversation: it may be there already.",
    status: 404,
  });
}

function statusRoutes({ engine, pool, policy, finding }: Assistant): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/assistant",
      audience: "guest",
      summary: "Who answers: engine, model, rules, limits",
      response: assistantSchema,
      handler: () => {
        const writes = pool.members.find(({ model }) => model.state().is === "ready");
        const info = writes?.model.info;
        return {
          engine: writes === undefined ? engine.name : "llama",
          model: info === undefined ? engine.model : { name: info.name, sha256: info.sha256 },
          capabilities: { generates: writes !== undefined },
          state: pool.state()?.is ?? "none",
          waiting: pool.waiting,
          policy: policy(),
          finding: finding(),
          addModel: pool.state() === null ? "no-model" : null,
          limits: { questionCharsMax, turnsMax, conversationsMax },
        };
      },
    }),
  ];
}

function listRoutes({ conversations, shelfOf }: Assistant): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/conversations",
      audience: "guest",
      summary: "Your conversations, newest first",
      query: t.Object({
        before: t.Optional(cursorSchema),
        limit: t.Optional(t.Integer({ minimum: 1, maximum: listMax })),
      }),
      response: listSchema,
      handler: ({ query, session }) => {
        const limit = query.limit ?? listDefault;
        const found = conversations.list(session.member, readCursor(query.before), limit);
        const last = found.length === limit ? found.at(-1) : undefined;
        return { conversations: found, next: writeCursor(last ?? null) };
      },
    }),
    route({
      method: "GET",
      path: "/api/conversations/search",
      audience: "guest",
      summary: "Search your conversations",
      query: t.Object({
        q: t.String({ minLength: 1, maxLength: 200 }),
        before: t.Optional(cursorSchema),
      }),
      response: hitsSchema,
      handler: async ({ query, session }) => {
        const from = { member: session.member, before: readCursor(query.before) };
        const hits = await searchConversations(query.q, from, conversations, shelfOf(session));
        return { results: hits.results, next: writeCursor(hits.next) };
      },
    }),
    route({
      method: "GET",
      path: "/api/conversations/export",
      audience: "guest",
      summary: "All your conversations, as a file",
      query: t.Object({ format: formatSchema }),
      responseType: "application/json",
      handler: ({ query, session }) => {
        const wanted = { member: session.member, conversations: null };
        const pieces = exportPieces(query.format, wanted, conversations, shelfOf(session));
        return download(query.format, "conversations", pieces);
      },
    }),
  ];
}

function conversationRoutes({ asking, conversations, shelfOf }: Assistant): Route[] {
  const find = (viewer: Viewer, id: string) => {
    const found = conversations.find(viewer.member, id as ConversationId);
    if (found === null) throw conversationNotFound();
    return found;
  };
  return [
    route({
      method: "GET",
      path: "/api/conversations/:id",
      audience: "guest",
      summary: "One conversation: questions and answers",
      params: conversationParams,
      response: conversationSchema,
      handler: ({ params, session }) => {
        const found = find(session, params.id);
        const shelf = shelfOf(session);
        const turns = conversations
          .turns(session.member, found.id)
          .map((turn) => showTurn(turn, shelf, asking.isInProgress(turn.question.id)));
        return { ...found, turns };
      },
    }),
    route({
      method: "GET",
      path: "/api/conversations/:id/export",
      audience: "guest",
      summary: "One conversation, as a file",
      params: conversationParams,
      query: t.Object({ format: formatSchema }),
      responseType: "application/json",
      handler: ({ params, query, session }) => {
        const wanted = { member: session.member, conversations: [find(session, params.id)] };
        const pieces = exportPieces(query.format, wanted, conversations, shelfOf(session));
        return download(query.format, "conversation", pieces);
      },
    }),
  ];
}

function deleteRoutes({ conversations }: Assistant): Route[] {
  return [
    route({
      method: "DELETE",
      path: "/api/conversations/:id",
      audience: "guest",
      summary: "Delete one of your conversations for good",
      params: conversationParams,
      handler: async ({ params, session }) => {
        const isGone = await conversations.remove(session.member, params.id as ConversationId);
        if (!isGone) throw conversationNotFound();
      },
    }),
    route({
      method: "DELETE",
      path: "/api/conversations",
      audience: "guest",
      summary: "Delete all your conversations for good",
      handler: async ({ session }) => {
        await conversations.removeAll(session.member);
      },
    }),
  ];
}

function download(format: "json" | "md", name: string, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const type = format === "json" ? "application/json" : "text/markdown; charset=utf-8";
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="folkmoot-${name}.${format}"`,
      "cache-control": "no-store",
    },
  });
}

function readCursor(cursor: string | undefined): ConversationCursor | null {
  const [updated, id] = cursor?.split("-") ?? [];
  if (updated === undefined || id === undefined) return null;
  return { updated: Number(updated), id: id as ConversationId };
}

function writeCursor(last: ConversationCursor | null): string | null {
  return last === null ? null : `${last.updated}-${last.id}`;
}
