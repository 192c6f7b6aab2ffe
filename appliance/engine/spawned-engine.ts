/** The engine as a process of the box's own: pipes, a namespace without network, a watch. */
import { join } from "node:path";
import { type ChildEnd, type EngineChild, EngineTalk } from "./engine-child.ts";
import { encodeLine } from "./protocol.ts";
import { engineEnvironment, engineSandbox, ownMemoryBytes } from "./sandbox.ts";

const program = join(import.meta.dir, "child", "process.ts");
const memoryCheckMs = 500;
/** The box comes first (nice(1)): a model takes every core for seconds, and people wait for both. */
const nicely = ["nice", "-n", "5"];

/** Starts the process. `memoryBytesMax`: beyond it the process is ended. */
export function spawnEngine(memoryBytesMax: number): EngineChild {
  const child = Bun.spawn([...nicely, ...engineSandbox().prefix, process.execPath, program], {
    stdio: ["pipe", "pipe", "ignore"],
    env: engineEnvironment(),
    // Not the box's folder: nothing in there is for this process.
    cwd: "/",
  });
  const talk = new EngineTalk();
  let end: ChildEnd = "crashed";
  const watch = setInterval(() => {
    const taken = ownMemoryBytes(child.pid);
    if (taken === null || taken <= memoryBytesMax) return;
    end = "memory";
    child.kill("SIGKILL");
  }, memoryCheckMs);
  void talk.listen(child.stdout, () => child.kill("SIGKILL"));
  const ended = child.exited.then(() => {
    clearInterval(watch);
    talk.end(end);
    return end;
  });
  return {
    pid: child.pid,
    get confinement() {
      return talk.confinement;
    },
    send(message, hear) {
      talk.await(message.id, hear);
      try {
        child.stdin.write(encodeLine(message));
        child.stdin.flush();
      } catch {
        // It is ending: `ended` tells everybody who waits.
      }
    },
    forget: (id) => talk.forget(id),
    ended,
    close() {
      end = "closed";
      child.kill("SIGKILL");
    },
  };
}
