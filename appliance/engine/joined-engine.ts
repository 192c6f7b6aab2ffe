/**
 * The engine as the system starts it: each connection to the socket is a run of its own, under a
 * user that is not the box's (`image/units/folkmoot-engine@.service`). Closing it ends the run.
 */
import { createConnection } from "node:net";
import { type ChildEnd, type EngineChild, EngineTalk } from "./engine-child.ts";
import { encodeLine, type ToEngine } from "./protocol.ts";

/** For the unit's last line, after a process that was killed in the middle of one. */
const lastWordMs = 2_000;

/**
 * Connects to the socket at `path`. `memoryBytesMax`: beyond it the process ends itself; what the
 * unit sets as `MemoryMax` holds in any case. A run that never said anything was never started:
 * the socket is missing, refuses, has enough connections, or its unit fails.
 */
export function joinEngine(path: string, memoryBytesMax: number): EngineChild {
  const socket = createConnection({ path });
  const talk = new EngineTalk();
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = (message: ToEngine) => {
    if (socket.writable) socket.write(encodeLine(message));
  };
  write({ type: "limit", id: 0, memoryBytesMax });
  const close = () => {
    isClosed = true;
    socket.destroy();
  };
  const endSoon = () => {
    // The process sees the end of its input; its unit may still say why it was killed.
    if (!socket.destroyed) socket.end();
    timer ??= setTimeout(() => socket.destroy(), lastWordMs);
  };
  const ended = talk.listen(socket, endSoon).then((): ChildEnd => {
    if (timer !== null) clearTimeout(timer);
    socket.destroy();
    const end = isClosed ? "closed" : endOf(talk);
    talk.end(end);
    return end;
  });
  return {
    get pid() {
      return talk.pid;
    },
    get confinement() {
      return talk.confinement;
    },
    send(message, hear) {
      talk.await(message.id, hear);
      write(message);
    },
    forget: (id) => talk.forget(id),
    ended,
    close,
  };
}

function endOf(talk: EngineTalk): ChildEnd {
  if (talk.tookTooMuch) return "memory";
  return talk.confinement === null ? "unreachable" : "crashed";
}
