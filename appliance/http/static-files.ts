/**
 * The web app's files, from a map built at start. A request's path is only ever a key into that
 * map, so no path from outside reaches the disk.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompress, constants, gzip } from "node:zlib";

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  readonly caching: string;
  readonly encoded: Map<Encoding, Uint8Array<ArrayBuffer>>;
}
type Encoding = "br" | "gzip";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;
// What the bundler names by content never changes under its name.
const namedByContent = /[-.][a-z0-9]{8,}\.[a-z0-9]+$/;
// Nobody gains from compressing less than a packet.
const compressBytesMin = 1_024;

export interface StaticFiles {
  readonly fileCount: number;
  /** The file of exactly this path; null when there is none. */
  find(request: Request, pathname: string): Response | null;
  /** The app's page, for a navigation to any of its addresses. Null when the app is not built. */
  page(request: Request): Response | null;
}

/** Reads all files below `dir` (`ui/dist`). An absent folder is an app not built yet: empty. */
export function loadStaticFiles(dir: string): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const path of listFiles(dir)) {
    const encoding = encodingOf(path);
    if (encoding !== null) continue;
    files.set(`/${path}`, loadFile(dir, path));
  }
  const index = files.get("/index.html");
  // `/` is the page itself.
  if (index !== undefined) files.set("/", index);
  void compressAll([...files.values()]);
  return {
    fileCount: files.size,
    find(request, pathname) {
      const file = files.get(pathname);
      return file === undefined ? null : respond(file, request);
    },
    page: (request) => (index === undefined ? null : respond(index, request)),
  };
}

function listFiles(dir: string): string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(dir, path)).isFile())
      .sort();
  } catch {
    return [];
  }
}

function encodingOf(path: string): Encoding | null {
  if (path.endsWith(".br")) return "br";
  return path.endsWith(".gz") ? "gzip" : null;
}

function loadFile(dir: string, path: string): StaticFile {
  const bytes = new Uint8Array(readFileSync(join(dir, path)));
  const hash = new Bun.CryptoHasher("sha256").update(bytes).digest("base64url").slice(0, 22);
  const file: StaticFile = {
    bytes,
    type: types[extname(path)] ?? "application/octet-stream",
    etag: `"${hash}"`,
    caching: namedByContent.test(path)
      ? "public, max-age=31536000, immutable"
      : // Asked again each time: an update of the app must be seen.
        "no-cache",
    encoded: new Map(),
  };
  // The build may have compressed it already.
  for (const [encoding, ending] of [
    ["br", ".br"],
    ["gzip", ".gz"],
  ] as const) {
    try {
      file.encoded.set(encoding, new Uint8Array(readFileSync(join(dir, path + ending))));
    } catch {
      // Not precompressed: done below.
    }
  }
  return file;
}

/** In the background and one by one, so that the box answers while it compresses. */
async function compressAll(files: readonly StaticFile[]): Promise<void> {
  for (const file of files) {
    if (!compressible.test(file.type) || file.bytes.length < compressBytesMin) continue;
    if (!file.encoded.has("gzip")) file.encoded.set("gzip", await gzipped(file.bytes));
    if (!file.encoded.has("br")) file.encoded.set("br", await brotlied(file.bytes));
  }
}

function gzipped(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) =>
    gzip(bytes, { level: 9 }, (error, out) => (error ? reject(error) : resolve(copy(out)))),
  );
}

function brotlied(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return new Promise((resolve, reject) =>
    brotliCompress(bytes, { params }, (error, out) => (error ? reject(error) : resolve(copy(out)))),
  );
}

function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function respond(file: StaticFile, request: Request): Response {
  const headers: Record<string, string> = {
    "content-type": file.type,
    "cache-control": file.caching,
    etag: file.etag,
    vary: "accept-encoding",
  };
  if (request.headers.get("if-none-match") === file.etag) {
    return new Response(null, { status: 304, headers });
  }
  const accepted = request.headers.get("accept-encoding") ?? "";
  const encoding = (["br", "gzip"] as const).find(
    (name) => accepted.includes(name) && file.encoded.has(name),
  );
  const body = encoding === undefined ? file.bytes : (file.encoded.get(encoding) ?? file.bytes);
  if (encoding !== undefined) headers["content-encoding"] = encoding;
  if (request.method === "HEAD") {
    return new Response(null, {
      headers: { ...headers, "content-length": String(body.byteLength) },
    });
  }
  return new Response(body, { headers });
}
