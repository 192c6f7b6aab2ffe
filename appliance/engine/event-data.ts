import { linesOf } from "./protocol.ts";

/** What stands in the events of a stream (WHATWG HTML, server-sent events), one text each. */
export async function* eventData(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let open: string[] = [];
  for await (const raw of linesOf(stream)) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line === "" && open.length > 0) {
      yield open.join("\n");
      open = [];
    } else if (line.startsWith("data:")) {
      open.push(line.slice(line.startsWith("data: ") ? 6 : 5));
    }
  }
}
