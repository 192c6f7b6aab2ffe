/** Reading `text/event-stream` from a reply of fetch: EventSource can neither POST nor sign in. */

export interface StreamEvent {
  event: string;
  data: string;
}

/** Longest event that is kept, in characters; a record holds 8 passages of about 1,200. */
const eventCharsMax = 1_000_000;

/**
 * The events of a stream, as they arrive (HTML, "Server-sent events": fields `event` and `data`;
 * `id`, `retry` and comments are passed over). Ends with the stream; what fetch throws comes out.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      if (rest.length > eventCharsMax) throw new RangeError("An event is too long.");
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== null) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Null for a heartbeat: a block of comments alone. */
function parseEvent(block: string): StreamEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ""] = /^([a-z]+): ?(.*)$/s.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { event, data: data.join("\n") };
}
