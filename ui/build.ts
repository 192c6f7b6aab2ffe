/**
 * Builds the web app into ui/dist: `bun ui/build.ts`. The same sources give the same bytes.
 *
 * Scripts and styles carry their hash in their name; everything is listed in the service worker's
 * precache, so one visit puts the whole app on the phone. `stamp.json` says what was built from
 * what: `inputs` lets setup skip a build that would change nothing, `app` is the hash that the
 * box shows and the signed release names.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { logoColours, logoSvg } from "./design/logo.ts";
import { logoPng } from "./design/png.ts";
import { defaultBrand, tokensCss } from "./design/tokens.ts";

const ui = import.meta.dir;
const dist = join(ui, "dist");
const firstLoadBytesMax = 60 * 1024;
const chunkBytesMax = 25 * 1024;
const styleBytesMax = 12 * 1024;

/** gzip level 9, as the box serves it. */
export const gzipBytes = (bytes: Uint8Array | string) =>
  Bun.gzipSync(
    typeof bytes === "string" ? Buffer.from(bytes) : (bytes as Uint8Array<ArrayBuffer>),
    {
      level: 9,
    },
  ).length;

export interface Built {
  /** gzip bytes of all scripts that somebody's very first visit runs: shell, page and its words. */
  firstLoad: number;
  chunks: { name: string; bytes: number }[];
  style: number;
  worker: number;
  /** Everything on the phone after the first visit. */
  precache: number;
  app: string;
}

export async function build(): Promise<Built> {
  const scripts = await bundle([join(ui, "app.tsx")], "esm");
  const entry = builtFrom("ui/app.tsx", scripts);
  const needed = staticImports([entry], scripts);
  const style = hashed("style", ".css", styleSheet());
  const page = indexHtml(entry.name, style.name, needed);
  const files = [...scripts, style, ...icons(), manifest(), page];
  const [worker] = await bundle([join(ui, "offline", "service-worker.ts")], "iife");
  const workerFile = { name: "sw.js", bytes: precached(worker as BuiltFile, files) };
  const app = hashOf([...files, workerFile]);
  const stamp = encode(`${JSON.stringify({ inputs: inputsHash(), app })}\n`);
  publish([...files, workerFile, { name: "stamp.json", bytes: stamp }]);
  const sizes = scripts.map((file) => ({ name: file.name, bytes: gzipBytes(file.bytes) }));
  const firstPage = firstPageSources.map((source) => builtFrom(source, scripts));
  const first = [...firstPage, entry].map(({ name }) => name);
  const all = new Set([...first, ...staticImports([entry, ...firstPage], scripts)]);
  const isNeeded = (name: string) => all.has(name);
  return {
    firstLoad: sizes.filter((s) => isNeeded(s.name)).reduce((sum, s) => sum + s.bytes, 0),
    chunks: sizes.filter((s) => !isNeeded(s.name)),
    style: gzipBytes(style.bytes),
    worker: gzipBytes(workerFile.bytes),
    precache: files.reduce((sum, file) => sum + gzipBytes(file.bytes), 0),
    app,
  };
}

interface BuiltFile {
  name: string;
  /** What was asked for by this file: the app, a room, a language of a room. */
  source?: string | undefined;
  bytes: Uint8Array;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Writes all files, then removes what an earlier build left: a box may start in between. */
function publish(files: BuiltFile[]): void {
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    writeFileSync(join(dist, name), bytes);
  }
  const kept = new Set(files.map(({ name }) => name));
  for (const name of new Bun.Glob("**/*").scanSync(dist)) {
    if (!kept.has(name)) rmSync(join(dist, name));
  }
}

function hashed(name: string, extension: string, text: string): BuiltFile {
  const hash = new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 8);
  return { name: `assets/${name}-${hash}${extension}`, bytes: encode(text) };
}

async function bundle(entrypoints: string[], format: "esm" | "iife"): Promise<BuiltFile[]> {
  const result = await Bun.build({
    entrypoints,
    format,
    splitting: format === "esm",
    minify: true,
    target: "browser",
    publicPath: "/assets/",
    naming: { entry: "[name]-[hash].[ext]", chunk: "[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
  });
  const prefix = format === "esm" ? "assets/" : "";
  return Promise.all(
    result.outputs.map(async (output) => ({
      name: prefix + output.path.replace(/^.*\//, ""),
      source: result.metafile?.outputs[output.path]?.entryPoint,
      bytes: new Uint8Array(await output.arrayBuffer()),
    })),
  );
}

/** What a stranger sees first, in the browser's usual language. */
const firstPageSources = ["ui/welcome/index.ts", "ui/welcome/strings.en.ts"];

function builtFrom(source: string, scripts: BuiltFile[]): BuiltFile {
  const found = scripts.find((file) => file.source?.endsWith(source));
  if (found === undefined) throw new Error(`nothing was built from ${source}`);
  return found;
}

/** Names of the chunks that these files import before they run, each once. */
function staticImports(files: BuiltFile[], scripts: BuiltFile[]): string[] {
  const transpiler = new Bun.Transpiler({ loader: "js" });
  const found = new Set<string>();
  const visit = (file: BuiltFile) => {
    for (const { kind, path } of transpiler.scanImports(file.bytes)) {
      const name = path.replace(/^\//, "");
      const target = scripts.find((script) => script.name === name);
      if (kind !== "import-statement" || target === undefined || found.has(name)) continue;
      found.add(name);
      visit(target);
    }
  };
  files.forEach(visit);
  return [...found].sort();
}

const styleSheets = ["base", "controls", "pieces", "layout", "print"];

/**
 * Tokens and the kit's style sheets as one file. Comments and spare spaces go by a few rules of
 * our own: a CSS bundler would also rewrite logical properties into left and right.
 */
function styleSheet(): string {
  const rooms = [...new Bun.Glob("*/*.css").scanSync(ui)].sort();
  const kit = styleSheets.map((name) => join("design", `${name}.css`));
  const others = rooms.filter((path) => !path.startsWith("design/") && !path.startsWith("dist/"));
  const sources = [...kit, ...others].map((path) => readFileSync(join(ui, path), "utf8"));
  return [tokensCss(defaultBrand), ...sources]
    .join("\n")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .replaceAll(/: /g, ":")
    .replaceAll(";}", "}")
    .trim();
}

function icons(): BuiltFile[] {
  const zlib = {
    deflate: (bytes: Uint8Array) => new Uint8Array(deflateSync(bytes, { level: 9 })),
    crc32: (bytes: Uint8Array) => crc32(bytes),
  };
  return [
    { name: "icon.svg", bytes: encode(logoSvg()) },
    ...[180, 192, 512].map((size) => ({ name: `icon-${size}.png`, bytes: logoPng(size, zlib) })),
  ];
}

/** Text and documents that other apps of the phone share with us (Web Share Target). */
const shareTarget = {
  action: "/knowledge/share",
  method: "POST",
  enctype: "multipart/form-data",
  params: {
    title: "title",
    text: "text",
    url: "url",
    files: [
      {
        name: "files",
        accept: [
          "text/*",
          ".md",
          ".csv",
          ".pdf",
          ".docx",
          ".epub",
          "application/pdf",
          "application/epub+zip",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ],
      },
    ],
  },
};

/** The id never changes: it is what makes two versions the same app to a phone. */
function manifest(): BuiltFile {
  const png = (size: number, purpose: string) => ({
    src: `/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  const content = {
    id: "/",
    name: "Folkmoot",
    short_name: "Folkmoot",
    description: "What your community knows and decides, on a box of its own.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    share_target: shareTarget,
    background_color: "#faf7f2",
    theme_color: logoColours.ground,
    icons: [
      png(192, "any"),
      png(512, "any"),
      // The logo keeps to the safe zone, so one drawing serves both.
      png(512, "maskable"),
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    ],
  };
  return { name: "manifest.webmanifest", bytes: encode(`${JSON.stringify(content)}\n`) };
}

function indexHtml(script: string, style: string, preload: string[]): BuiltFile {
  const links = preload.map((name) => `<link rel="modulepreload" href="/${name}" />`);
  const html = readFileSync(join(ui, "index.html"), "utf8")
    .replace("__STYLE__", style)
    .replace("__SCRIPT__", script)
    .replace("__PRELOAD__", links.join("\n    "))
    .replace("__LOGO__", logoSvg().trim());
  return { name: "index.html", bytes: encode(html) };
}

/** The service worker with the list of files in place of `__PRECACHE__`. */
function precached(worker: BuiltFile, files: BuiltFile[]): Uint8Array {
  const code = new TextDecoder().decode(worker.bytes);
  const entries = files.map(({ name, bytes }) => {
    // Names with a hash never change their content.
    const revision = name.startsWith("assets/") ? null : hashOf([{ name, bytes }]).slice(0, 16);
    return { url: `/${name}`, revision };
  });
  const parts = code.split("__PRECACHE__");
  if (parts.length !== 2) throw new Error("__PRECACHE__ must stand in the service worker once");
  return encode(parts.join(JSON.stringify(entries)));
}

function hashOf(files: BuiltFile[]): string {
  const hash = new Bun.CryptoHasher("sha256");
  for (const { name, bytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** Hash of everything a build depends on: sources, packages, and the runtime that bundles. */
export function inputsHash(): string {
  const root = dirname(ui);
  const folders = ["ui", "mesh/op", "mesh/kinds", "mesh/rules"];
  const sources = folders.flatMap((folder) =>
    [...new Bun.Glob(`${folder}/**/*.{ts,tsx,css,html}`).scanSync(root)].filter(
      (path) => !path.startsWith("ui/dist/") && !/\.test\.tsx?$/.test(path),
    ),
  );
  const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(root, name))) });
  return hashOf([...sources.map(read), read("bun.lock"), { name: Bun.version, bytes: encode("") }]);
}

if (import.meta.main) {
  const built = await build();
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;
  const largest = built.chunks.toSorted((a, b) => b.bytes - a.bytes).slice(0, 5);
  console.log(`first load   ${kilobytes(built.firstLoad)} gz (at most 60)`);
  console.log(`style        ${kilobytes(built.style)} gz (at most 12)`);
  console.log(`worker       ${kilobytes(built.worker)} gz`);
  console.log(`on the phone ${kilobytes(built.precache)} gz in ${built.chunks.length} chunks`);
  for (const { name, bytes } of largest)
    console.log(`  ${name}  ${kilobytes(bytes)} gz (at most 25)`);
  const over = [
    built.firstLoad > firstLoadBytesMax ? "first load" : "",
    built.style > styleBytesMax ? "style" : "",
    ...built.chunks.filter((chunk) => chunk.bytes > chunkBytesMax).map((chunk) => chunk.name),
  ].filter(Boolean);
  if (over.length > 0) {
    console.error(`Over budget: ${over.join(", ")}`);
    process.exit(1);
  }
}
