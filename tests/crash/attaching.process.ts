/** A box that is killed while files come in: the real room behind the least HTTP there is. */
import { Attachments, migrations } from "../../appliance/attachments/index.ts";
import { systemClock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import type { FileId } from "../../mesh/kinds/index.ts";
import { toMemberId } from "../../mesh/op/index.ts";
import { openSmallBox } from "./small-box.ts";

const store = await openSmallBox(process.argv[2] ?? "", {}, migrations);
const attachments = new Attachments({
  store,
  clock: systemClock,
  random: systemRandom,
  allowance: { waitSeconds: () => 0, spend: () => {} },
});
await attachments.start();
const member = toMemberId("aa".repeat(16));
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    if (request.method === "POST") {
      const announced = (await request.json()) as { hash: FileId; salt: string; bytes: number };
      return Response.json(await attachments.announce(member, announced));
    }
    const hash = searchParams.get("hash") as FileId;
    const offset = Number(searchParams.get("offset"));
    const piece = new Uint8Array(await request.arrayBuffer());
    return Response.json({ received: await attachments.put(member, hash, offset, piece) });
  },
});
console.log(server.port);
