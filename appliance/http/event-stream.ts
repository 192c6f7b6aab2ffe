/** Event streams (WHATWG HTML, server-sent events) that end when their reader may read no more. */

export interface StreamEvent {
  readonly type: string;
}

/** The sending end. */
export interface EventChannel {
  /**
   * False when the stream is over, or the reader too slow to be waited for (it is closed). With an
   * `id` the reader can come back with `Last-Event-ID` and go on behind it.
   */
  send(event: StreamEvent, id?: number): boolean;
  /** The same with a text as it is: for protocols of others, whose events have another form. */
  sendText(text: string): boolean;
  close(): void;
  /** Aborts when the stream is over, whoever ended it. */
  readonly ended: AbortSignal;
}

// Bun cuts a silent stream at its idle timeout, and phones notice a dead box by the missing beat.
const heartbeatMs = 15_000;
// A reader that lets a megabyte pile up is gone or hostile; it asks again from its cursor.
const unreadBytesMax = 1_048_576;

const encoder = new TextEncoder();

/**
 * `start` gets the channel and may return what to undo at the end. The stream ends when one of
 * `until` aborts (session, connection, shutdown), when the reader leaves or by `close()`.
 */
export function eventStream(
  start: (channel: EventChannel) => unknown,
  until: readonly AbortSignal[],
): Response {
  const over = new AbortController();
  let undo: unknown;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const beat = setInterval(() => write(": beat\n\n"), heartbeatMs);
        // What is said in one go leaves in one piece: each costs a write of its own.
        let unsent = "";
        const flush = () => {
          if (unsent === "" || over.signal.aborted) return;
          controller.enqueue(encoder.encode(unsent));
          unsent = "";
        };
        const write = (text: string): boolean => {
          if (over.signal.aborted) return false;
          if ((controller.desiredSize ?? 0) <= unsent.length) {
            end();
            return false;
          }
          if (unsent === "") queueMicrotask(flush);
          unsent += text;
          return true;
        };
        const end = () => {
          flush();
          over.abort();
        };
        over.signal.addEventListener("abort", () => {
          clearInterval(beat);
          for (const signal of until) signal.removeEventListener("abort", end);
          if (typeof undo === "function") undo();
          try {
            controller.close();
          } catch {
            // Already cancelled by the reader: closed is what we wanted.
          }
        });
        for (const signal of until) signal.addEventListener("abort", end, { once: true });
        // The first bytes make proxies and fetch() hand out the response at once.
        write(": open\n\n");
        const channel: EventChannel = {
          send: (event, id) => {
            const line = id === undefined ? "" : `id: ${id}\n`;
            return write(`${line}data: ${JSON.stringify(event)}\n\n`);
          },
          sendText: (text) => write(`data: ${text}\n\n`),
          close: end,
          ended: over.signal,
        };
        // Not returned: a pending start() would keep the first bytes from the reader.
        void run(start, channel).then((result) => {
          undo = result;
          if (over.signal.aborted && typeof undo === "function") undo();
        });
        if (until.some((signal) => signal.aborted)) end();
      },
      cancel() {
        over.abort();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: unreadBytesMax }),
  );
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
  });
}

async function run(start: (channel: EventChannel) => unknown, channel: EventChannel) {
  try {
    return await start(channel);
  } catch {
    channel.send({ type: "failed" });
    channel.close();
    return undefined;
  }
}
