/**
 * Takes a text/event-stream apart (WHATWG HTML, server-sent events): feed it text as it arrives,
 * get back the data of complete events. Only `data` fields matter here; comments are heartbeats.
 */
export function createEventParser(): (chunk: string) => string[] {
  let rest = "";
  return (chunk) => {
    const blocks = (rest + chunk.replaceAll("\r\n", "\n")).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice("data:".length).replace(/^ /, ""));
      return data.length === 0 ? [] : [data.join("\n")];
    });
  };
}

/**
 * Reads a response as a stream of JSON events until it ends. `onAlive` is called for every chunk,
 * heartbeats included. Throws what reading throws.
 */
export async function readEvents(
  response: Response,
  onEvent: (event: unknown) => void,
  onAlive: () => void = () => undefined,
): Promise<void> {
  const parse = createEventParser();
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onAlive();
    for (const data of parse(value)) onEvent(JSON.parse(data));
  }
}
