import { describe, expect, test } from "bun:test";
import { type EventChannel, eventStream } from "./event-stream.ts";

function open(until: AbortSignal[] = [], start?: (channel: EventChannel) => unknown) {
  const given = Promise.withResolvers<EventChannel>();
  const response = eventStream((channel) => {
    given.resolve(channel);
    return start?.(channel);
  }, until);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const next = async () => {
    const { value, done } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { channel: given.promise, next, reader, response };
}

describe("an event stream", () => {
  test("opens at once and carries events as JSON", async () => {
    const { channel, next, response } = open();
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await next()).toBe(": open\n\n");
    expect((await channel).send({ type: "change" })).toBe(true);
    expect(await next()).toBe('data: {"type":"change"}\n\n');
    (await channel).close();
    expect(await next()).toBeNull();
    expect((await channel).send({ type: "late" })).toBe(false);
  });

  test("sends in one piece what is said in one go, also when it closes then", async () => {
    const { next } = open([], (channel) => {
      channel.send({ type: "one" });
      channel.send({ type: "two" });
      setImmediate(() => {
        channel.send({ type: "three" }, 3);
        channel.close();
      });
    });
    expect(await next()).toBe(': open\n\ndata: {"type":"one"}\n\ndata: {"type":"two"}\n\n');
    expect(await next()).toBe('id: 3\ndata: {"type":"three"}\n\n');
    expect(await next()).toBeNull();
  });

  test("ends with its session, and undoes what it began", async () => {
    const session = new AbortController();
    let undone = 0;
    const { channel, next } = open([session.signal], () => () => {
      undone += 1;
    });
    await next();
    await Bun.sleep(0);
    session.abort();
    expect(await next()).toBeNull();
    expect((await channel).ended.aborted).toBe(true);
    expect(undone).toBe(1);
  });

  test("does not begin for a session that is over", async () => {
    const session = new AbortController();
    session.abort();
    let undone = 0;
    const { channel, next } = open([session.signal], async () => () => {
      undone += 1;
    });
    expect((await channel).ended.aborted).toBe(true);
    while ((await next()) !== null);
    await Bun.sleep(0);
    expect(undone).toBe(1);
  });

  test("ends when the reader leaves", async () => {
    const { channel, next, reader } = open();
    await next();
    await reader.cancel();
    expect((await channel).ended.aborted).toBe(true);
  });

  test("leaves behind a reader who lets a megabyte pile up", async () => {
    const { channel } = open();
    const event = { type: "long", text: "x".repeat(10_000) };
    const sending = await channel;
    let sent = 0;
    while (sending.send(event)) sent += 1;
    expect(sent).toBeGreaterThan(50);
    expect(sent).toBeLessThan(200);
    expect(sending.ended.aborted).toBe(true);
  });

  test("says that it failed, and not why", async () => {
    const { next } = open([], async () => {
      throw new Error("a secret");
    });
    let text = "";
    for (let piece = await next(); piece !== null; piece = await next()) text += piece;
    expect(text).toContain('{"type":"failed"}');
    expect(text).not.toContain("secret");
  });
});
