/** A box that is killed again and again: the real store behind the least HTTP there is. */
import { decodeBatch } from "../../mesh/op/index.ts";
import { openSmallBox } from "./small-box.ts";

const store = await openSmallBox(process.argv[2] ?? "");
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const wires = decodeBatch(new Uint8Array(await request.arrayBuffer()));
    return Response.json(await store.submit(wires, { carrier: "https" }));
  },
});
console.log(server.port);
