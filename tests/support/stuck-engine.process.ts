/** An engine that is stuck, as native code may be: its first thread never turns again. */
import { startWatchdog } from "../../appliance/engine/child/watchdog.ts";

startWatchdog();
process.stdout.write(`${process.pid}\n`);
// The watchdog's thread starts when this one turns.
await Bun.sleep(500);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
