/** Bodies, bounded before they are read and after. */
import { FolkmootError } from "../../mesh/op/index.ts";

// The longest JSON anybody signs and posts is a founding: a root document and a few operations.
export const jsonBytesMax = 65_536;
/** What the listener itself cuts off: the largest body of any route, with room for framing. */
export const requestBytesMax = 327_680;
// Nothing the box takes is nested deeper than this; parsing is iterative, our own code is not.
const jsonDepthMax = 32;

export async function readBytes(
  request: Request,
  contentType: string,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== contentType) {
    throw new FolkmootError("wrong-content-type", `This route takes ${contentType}.`, {
      status: 415,
    });
  }
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > bytesMax) throw tooLarge(bytesMax);
  let body: ArrayBuffer;
  try {
    body = await request.arrayBuffer();
  } catch (cause) {
    // The listener gave up on the body: too long when chunked, or the sender went away.
    throw new FolkmootError("body-unreadable", "The body did not arrive whole.", {
      cause,
      status: 400,
    });
  }
  if (body.byteLength > bytesMax) throw tooLarge(bytesMax);
  return new Uint8Array(body);
}

export async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const bytes = await readBytes(request, "application/json", bytesMax);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (isTooDeep(value, jsonDepthMax)) throw new RangeError();
    return value;
  } catch {
    // The parser's own message quotes what it read.
    throw new FolkmootError("malformed-request", "The body is not JSON of the expected form.", {
      status: 400,
    });
  }
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((part) => isTooDeep(part, levels - 1));
}

function tooLarge(bytesMax: number): FolkmootError {
  return new FolkmootError("too-large", `This route takes at most ${bytesMax} bytes.`, {
    hint: "Send it in smaller pieces.",
    status: 413,
  });
}
