/** When the boxes had what, and who said two things under one number. */
import {
  buf,
  cbor,
  domain,
  hex,
  idHex,
  list,
  num,
  operation,
  proven,
  signed,
  type Value,
} from "./wire.ts";

export function readReceipts(
  community: Buffer,
  receipts: Value[],
  boxes: Map<string, Buffer>,
  complaints: string[],
): Map<string, number> {
  const times = new Map<string, number>();
  for (const receipt of receipts) {
    try {
      const bytes = buf(receipt);
      const [box, time, ids, signature] = list(cbor(bytes), 4);
      // Time and ids are signed as a list of two: the bytes between the box and the signature.
      const content = Buffer.concat([Buffer.of(0x82), bytes.subarray(10, bytes.length - 66)]);
      const key = boxes.get(hex(buf(box, 8)));
      if (!signed(key, buf(signature, 64), domain("receipt"), community, content))
        throw new Error();
      for (const id of list(ids).map(idHex)) {
        times.set(id, Math.min(num(time), times.get(id) ?? Number.POSITIVE_INFINITY));
      }
    } catch {
      complaints.push("receipt");
    }
  }
  return times;
}

export function readDoubles(
  community: Buffer,
  pairs: Value[],
  devices: Map<string, { key: Buffer; who: string }>,
  complaints: string[],
): Set<string> {
  const twice = new Set<string>();
  for (const pair of pairs) {
    const ops = list(pair, 2).flatMap((wire) => operation(buf(wire)) ?? []);
    const ids = ops.map((op) => proven(op, community, devices.get(op.author)?.key));
    const [first, second] = ops;
    const isDouble = first?.seq === second?.seq && first?.author === second?.author;
    if (!isDouble || !ids[0] || !ids[1] || ids[0] === ids[1]) complaints.push("equivocation");
    else for (const id of ids) twice.add(id as string);
  }
  return twice;
}
