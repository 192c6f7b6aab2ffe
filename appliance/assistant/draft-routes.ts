/** Help with writing over HTTP. */
import { t } from "elysia";
import type { OpId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import type { Assistant } from "./assistant.ts";
import { draftTasks } from "./draft-prompt.ts";
import { draftTextCharsMax } from "./drafting.ts";

export function draftRoutes({ drafting }: Assistant): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/draft",
      audience: "member",
      summary: "Have a model draft something: a person changes and signs it",
      description:
        "Events: queued (place and expected wait, as they change), writing, text (the next " +
        "piece), then done with the whole draft, or failed. Nothing is kept: when the connection " +
        "ends, so does the draft. Without a model the answer is 409 no-model.",
      body: t.Object({
        task: t.Union(draftTasks.map((task) => t.Literal(task))),
        text: t.Optional(t.String({ description: `At most ${draftTextCharsMax} characters` })),
        item: t.Optional(
          t.String({ pattern: "^[0-9a-f]{32}$", description: "A knowledge item to work on" }),
        ),
        language: t.String({ pattern: "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$" }),
      }),
      responseType: "text/event-stream",
      handler: ({ body, session, stream }) => {
        const { task, text = null, item = null, language } = body;
        const wish = { task, text, item: item as OpId | null, language };
        const write = drafting.begin(wish, session);
        return stream(async (channel) => {
          await write((event) => channel.send(event), channel.ended);
          channel.close();
        });
      },
    }),
  ];
}
