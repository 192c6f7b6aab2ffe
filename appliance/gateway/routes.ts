/** /v1 for other programs. */
import { t } from "elysia";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type EventChannel, type Route, route } from "../http.ts";
import { bad, type ChatRequest, readChatRequest } from "./chat-request.ts";
import { communityModel } from "./community-answer.ts";
import { type ChatHead, type EmbeddingRequest, type Gateway, unknownModel } from "./gateway.ts";
import { keyRoutes } from "./key-routes.ts";
import type { ProgramKey } from "./key-table.ts";
import { chunk, completion, embeddingList, errorOf, usageChunk } from "./openai-form.ts";

const bodyBytesMax = 327_680;
const jsonBody = { contentType: "application/json", bytesMax: bodyBytesMax };

export function gatewayRoutes(gateway: Gateway): Route[] {
  return [...keyRoutes(gateway), ...modelRoutes(gateway), ...writingRoutes(gateway)];
}

function modelRoutes(gateway: Gateway): Route[] {
  const model = (id: string) => ({ id, object: "model", created: 0, owned_by: "community" });
  const namesFor = (request: Request) => {
    const key = keyOf(gateway, request);
    gateway.keys.use(key, null);
    return gateway.models(key);
  };
  return [
    route({
      method: "GET",
      path: "/v1/models",
      audience: "public",
      summary: "OpenAI form: the models that can be asked (with a key)",
      response: t.Object({}, { additionalProperties: true }),
      handler: ({ request }) =>
        answered(() => ({ object: "list", data: namesFor(request).map(model) })),
    }),
    route({
      method: "GET",
      path: "/v1/models/:name",
      audience: "public",
      summary: "OpenAI form: whether a model can be asked (with a key)",
      params: t.Object({ name: t.String({ maxLength: 200 }) }),
      response: t.Object({}, { additionalProperties: true }),
      handler: ({ request, params: { name } }) =>
        answered(() => {
          if (namesFor(request).includes(name)) return model(name);
          throw unknownModel();
        }),
    }),
    route({
      method: "POST",
      path: "/v1/embeddings",
      audience: "public",
      summary: "OpenAI form: texts into vectors (with a key)",
      slow: true,
      body: jsonBody,
      response: t.Object({}, { additionalProperties: true }),
      handler: ({ request, body }) =>
        answered(async () => {
          const key = keyOf(gateway, request);
          const asked = (parsed(body) ?? {}) as EmbeddingRequest;
          gateway.keys.use(key, "embeddings");
          const { name, vectors } = await gateway.embed(key, asked, request.signal);
          return embeddingList(name, vectors, asked.encoding_format);
        }),
    }),
  ];
}

function writingRoutes(gateway: Gateway): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/chat/completions",
      audience: "public",
      summary: "OpenAI form: have the box's model write (with a key)",
      slow: true,
      description:
        "Waits in the same fair queue as members' questions. The model `community` answers from " +
        "what the community knows, with sources; the others just write. Understands messages, max_tokens, " +
        "temperature, top_p, seed, stop, stream, stream_options.include_usage and " +
        "response_format; there are no tools.",
      body: jsonBody,
      response: t.Object({}, { additionalProperties: true }),
      handler: ({ request, body, stream }) =>
        answered(async () => {
          const key = keyOf(gateway, request);
          const asked = readChatRequest(parsed(body));
          gateway.keys.use(key, asked.model === communityModel ? "ask" : "chat");
          if (!asked.stream) return whole(gateway, key, asked, request.signal);
          const answer = gateway.chat(key, asked, request.signal);
          // The first piece before the head of the answer: a refusal still has its status.
          const first = await answer.next();
          const head = gateway.head(asked);
          return stream((channel) => {
            void tell(channel, head, asked, { first, answer });
            return undefined;
          });
        }),
    }),
  ];
}

/** Before anything else that was sent is looked at. */
function keyOf({ keys }: Gateway, { headers }: Request): ProgramKey {
  return keys.known(headers.get("authorization"));
}

async function whole(
  gateway: Gateway,
  key: ProgramKey,
  asked: ChatRequest,
  signal: AbortSignal,
): Promise<object> {
  let text = "";
  for await (const said of gateway.chat(key, asked, signal)) {
    if (said.type === "text") text += said.text;
    else return completion(gateway.head(asked), text, said);
  }
  throw new FolkmootError("engine-failed", "The engine did not finish.", { status: 503 });
}

interface Answering {
  readonly first: Awaited<ReturnType<ReturnType<Gateway["chat"]>["next"]>>;
  readonly answer: ReturnType<Gateway["chat"]>;
}

async function tell(
  channel: EventChannel,
  head: ChatHead,
  asked: ChatRequest,
  { first, answer }: Answering,
): Promise<void> {
  const send = (value: object) => channel.sendText(JSON.stringify(value));
  const leave = () => void answer.return(undefined);
  channel.ended.addEventListener("abort", leave, { once: true });
  try {
    send(chunk(head, { role: "assistant", content: "" }));
    for (let next = first; next.done !== true; next = await answer.next()) {
      const said = next.value;
      if (said.type === "text") {
        send(chunk(head, { content: said.text }));
      } else {
        send(chunk(head, {}, said.reason));
        if (asked.includeUsage) send(usageChunk(head, said));
      }
    }
    channel.sendText("[DONE]");
  } catch (error) {
    send(errorOf(error).body);
  }
  channel.ended.removeEventListener("abort", leave);
  channel.close();
}

/** Errors in the form that such clients read. */
async function answered(handle: () => unknown): Promise<unknown> {
  try {
    return await handle();
  } catch (error) {
    const { status, body, waitSeconds } = errorOf(error);
    const wait = waitSeconds === null ? {} : { "retry-after": String(waitSeconds) };
    const form = status === 401 ? { "www-authenticate": "Bearer" } : {};
    return Response.json(body, { status, headers: { ...wait, ...form } });
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw bad("body", "JSON");
  }
}
