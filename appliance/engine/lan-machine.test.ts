/** Machines of the network as they are met in houses: each says by its state what helps. */
import { afterEach, expect, test } from "bun:test";
import { createLanModel, type LanModel } from "./lan-model.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

type Answer = (path: string, request: Request) => Response | Promise<Response>;

/** A model on a machine that answers so; it has been looked at. */
async function joined(answer: Answer, fetching?: typeof fetch): Promise<LanModel> {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch: (request) => answer(new URL(request.url).pathname, request),
  });
  const model = createLanModel({
    url: `http://127.0.0.1:${server.port}/v1`,
    model: "m",
    key: null,
    slots: 1,
    contextTokens: 100,
    ...(fetching === undefined ? {} : { fetching }),
  });
  undo.push(() => server.stop(true), model.close.bind(model));
  await model.look();
  return model;
}

const list = () => Response.json({ object: "list", data: [{ id: "other" }] });
const codeOf = (model: LanModel) => {
  const state = model.state();
  return state.is === "down" ? state.code : state.is;
};

async function ask(model: LanModel): Promise<string> {
  const request = { messages: [{ role: "user" as const, content: "x" }], maxTokens: 5 };
  let text = "";
  try {
    for await (const said of model.generate(request, new AbortController().signal)) {
      if (said.type === "text") text += said.text;
    }
    return text;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test("one that wants a key, or that speaks something else, says which it is", async () => {
  const cases: [Answer, string][] = [
    [list, "ready"],
    [() => new Response(null, { status: 401 }), "machine-key"],
    [() => new Response(null, { status: 404 }), "machine-odd"],
    [() => new Response("<html>A router</html>"), "machine-odd"],
    [() => Response.json({ data: 5 }), "machine-odd"],
    [() => Response.redirect("http://127.0.0.1:9/", 302), "machine-odd"],
    [() => new Response(null, { status: 502 }), "machine-down"],
  ];
  for (const [answer, code] of cases) expect(codeOf(await joined(answer))).toBe(code);
});

test("one whose certificate nobody here trusts says so", async () => {
  const untrusted = Object.assign(
    () => Promise.reject(Object.assign(new Error("no"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })),
    { preconnect: fetch.preconnect },
  );
  expect(codeOf(await joined(list, untrusted))).toBe("machine-certificate");
});

test("one that lists its models and refuses to write is left alone, not asked each time", async () => {
  let asked = 0;
  const refusing =
    (status: number): Answer =>
    (path) => {
      if (path === "/v1/models") return list();
      asked += 1;
      return Response.json({ error: { message: "no" } }, { status });
    };
  for (const [status, code] of [
    [401, "machine-key"],
    [404, "machine-model"],
  ] as const) {
    asked = 0;
    const model = await joined(refusing(status));
    expect([await ask(model), codeOf(model)]).toEqual(["engine-stopped", code]);
    await model.look();
    expect([codeOf(model), asked]).toEqual([code, 1]);
  }
});

test("one that falls silent in the middle ends what it was writing, once it is missed", async () => {
  let isSilent = false;
  const begun = Promise.withResolvers<void>();
  const model = await joined((path) => {
    if (path === "/v1/models") return isSilent ? new Promise(() => {}) : list();
    const said = { choices: [{ delta: { content: "So " } }] };
    isSilent = true;
    begun.resolve();
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(`data: ${JSON.stringify(said)}\n\n`),
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
  });
  const answer = ask(model);
  await begun.promise;
  await Promise.all([model.look(), model.look(), model.look()]);
  expect([await answer, codeOf(model)]).toEqual(["engine-stopped", "machine-down"]);
}, 30_000);
