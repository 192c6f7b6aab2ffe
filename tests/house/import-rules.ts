/** Which way imports run. One function from an import to the reason why it may not stand. */
import type { Module } from "./modules.ts";

const carriers = ["mesh/gossip", "mesh/lora", "mesh/bundle"];
const composition = ["appliance/main.ts", "appliance/http.ts"];
const told = ["audit", "health"];
// Shared by every page of the web app; the rest of ui/ are rooms of their own.
const uiShared = ["design", "i18n", "offline"];

/** The room a file stands in: `mesh/op`, `appliance/knowledge`, `ui/found`, `provisioning`. */
export function roomOf(path: string): string {
  const [top, second, third] = path.split("/");
  if (top === "provisioning" || top === "image" || top === "tests") return top;
  return third === undefined ? `${top}` : `${top}/${second}`;
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** Where a file may import from. Null: anywhere that the front-door rule allows. */
function allowedFrom(path: string): readonly string[] | null {
  if (isWithin(path, ["mesh/op"])) return ["mesh/op"];
  if (isWithin(path, ["mesh/kinds"])) return ["mesh/op", "mesh/kinds"];
  if (isWithin(path, ["mesh/rules"])) return ["mesh/op", "mesh/kinds", "mesh/rules"];
  if (isWithin(path, ["mesh/log"])) return ["mesh/op", "mesh/rules", "mesh/log"];
  if (isWithin(path, carriers)) return ["mesh/op", "mesh/kinds", roomOf(path)];
  if (isWithin(path, ["ui"])) return ["ui", "mesh/op", "mesh/kinds", "mesh/rules", "mesh/log"];
  // Where both commands begin: it leads on to what they start, once that can be imported.
  if (path === "provisioning/setup.ts") {
    return ["provisioning/setup", "appliance/main.ts", "ui/build.ts"];
  }
  if (isWithin(path, ["provisioning"])) {
    return [
      "provisioning",
      "mesh",
      "appliance/config.ts",
      "appliance/clock.ts",
      "appliance/random.ts",
    ];
  }
  if (isWithin(path, ["appliance/store"])) {
    return [
      "appliance/store",
      "appliance/clock.ts",
      "appliance/random.ts",
      "appliance/log.ts",
      "mesh",
    ];
  }
  if (isWithin(path, ["appliance"])) {
    return isWithin(path, composition) || isWithin(path, ["appliance/cli", "appliance/http"])
      ? ["appliance", "mesh", "provisioning"]
      : ["appliance", "mesh"];
  }
  return null;
}

/** Why `module` may not import `target`, or null when it may. */
export function importRefusal(module: Pick<Module, "path">, target: string): string | null {
  const from = module.path;
  const allowed = allowedFrom(from);
  if (allowed !== null && !isWithin(target, allowed)) {
    return `${from} imports ${target}: from there only ${allowed.join(", ")} may be imported`;
  }
  const own = roomOf(from);
  const other = roomOf(target);
  if (own === other || !other.includes("/")) return null;
  if (
    isWithin(
      from,
      told.map((room) => `appliance/${room}`),
    ) &&
    other.startsWith("appliance/")
  ) {
    return `${from} imports ${target}: ${own} is told things, it imports no room`;
  }
  if (!/\/index\.tsx?$/.test(target) && !isDeepImportAllowed(target)) {
    return `${from} imports ${target}: enter ${other} by its index.ts`;
  }
  return null;
}

/** Folders whose files are front doors each: small pieces that are picked one by one. */
function isDeepImportAllowed(target: string): boolean {
  return isWithin(
    target,
    uiShared.map((room) => `ui/${room}`),
  );
}

/** Circles between rooms, each as the list of rooms it runs through. */
export function roomCircles(modules: readonly Module[]): string[][] {
  const edges = new Map<string, Set<string>>();
  for (const module of modules) {
    const from = roomOf(module.path);
    if (!from.includes("/")) continue;
    for (const target of module.local) {
      const to = roomOf(target);
      if (to === from || !to.includes("/")) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (room: string, path: string[]) => {
    const at = path.indexOf(room);
    if (at >= 0) {
      circles.push([...path.slice(at), room]);
      return;
    }
    if (done.has(room)) return;
    for (const next of edges.get(room) ?? []) visit(next, [...path, room]);
    done.add(room);
  };
  for (const room of edges.keys()) visit(room, []);
  return circles;
}
