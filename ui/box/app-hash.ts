import { toHex } from "../../mesh/op/index.ts";

const encoder = new TextEncoder();

/**
 * The hash of the app as it is on this phone: of every precached file and the service worker, by
 * the rule of ui/build.ts (sorted by name; name, length, bytes). Equal to `app` of stamp.json and of
 * the signed release when they are the same code. Null while it cannot be read whole.
 */
export async function appHashHere(): Promise<string | null> {
  const name = (await caches.keys()).find((key) => key.includes("precache"));
  if (name === undefined) return null;
  const cache = await caches.open(name);
  const files = await Promise.all(
    (await cache.keys()).map(async (request) => ({
      name: new URL(request.url).pathname.slice(1),
      bytes: await bytesOf(await cache.match(request)),
    })),
  );
  try {
    files.push({ name: "sw.js", bytes: await bytesOf(await fetch("/sw.js")) });
  } catch {
    return null;
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = files.flatMap((file) => [
    encoder.encode(`${file.name}\0${file.bytes.length}\0`),
    file.bytes,
  ]);
  const whole = await new Blob(parts).arrayBuffer();
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)));
}

async function bytesOf(response: Response | undefined): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
}
