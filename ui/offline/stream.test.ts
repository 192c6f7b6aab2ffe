import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createEventParser, readEvents } from "./stream.ts";

const stream =
  ': open\n\ndata: {"type":"change","position":1}\n\n: beat\n\ndata: {"type":\ndata: "x"}\n\n';

describe("an event stream", () => {
  test("gives the data of each event, and no comments", () => {
    expect(createEventParser()(stream)).toEqual([
      '{"type":"change","position":1}',
      '{"type":\n"x"}',
    ]);
  });

  test("is read the same however it is cut", () => {
    const whole = createEventParser()(stream);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const parse = createEventParser();
        const pieces = at.slice(1).flatMap((end, i) => parse(stream.slice(at[i], end)));
        expect(pieces).toEqual(whole);
      }),
    );
  });

  test("may use either line end", () => {
    expect(createEventParser()("data: 1\r\n\r\ndata: 2\n\n")).toEqual(["1", "2"]);
  });

  test("is read from a response until it ends, heartbeats noticed", async () => {
    const events: unknown[] = [];
    let beats = 0;
    await readEvents(
      new Response(': beat\n\ndata: {"n":1}\n\n'),
      (event) => events.push(event),
      () => {
        beats += 1;
      },
    );
    expect(events).toEqual([{ n: 1 }]);
    expect(beats).toBeGreaterThan(0);
  });
});
