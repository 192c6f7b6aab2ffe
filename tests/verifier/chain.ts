/** Who may speak: root documents, boxes, and the chain of enrolments back to the founder. */
import {
  buf,
  cbor,
  deviceOf,
  domain,
  hex,
  idHex,
  list,
  maybeId,
  num,
  operation,
  proven,
  type Read,
  sha,
  signed,
  type Value,
} from "./wire.ts";

/** Root documents: the first one's hash is the community; each follows by enough signatures. */
export function readRoots(
  community: Buffer,
  roots: Value[],
  boxes: Map<string, Buffer>,
  recovery: Buffer[],
  complaints: string[],
): Buffer[] {
  let before: { bytes: Buffer; keys: Buffer[]; needs: number; spare: Buffer | null } | null = null;
  let founders: Buffer[] = [];
  for (const root of roots) {
    const [document, signatures] = list(root, 2);
    const bytes = buf(document);
    const fields = list(cbor(bytes), 12);
    const keys = list(fields[3]).map((key) => buf(key));
    const needs = num(fields[4]);
    const spare = fields[5] === null ? null : buf(fields[5]);
    const by = (key: Buffer) =>
      list(signatures).some((one) => {
        const [device, signature] = list(one, 2);
        return (
          hex(buf(device, 8)) === deviceOf(key) &&
          signed(key, buf(signature, 64), domain("root"), bytes)
        );
      });
    const own = keys.filter(by).length >= needs && needs * 2 > keys.length;
    const follows: boolean =
      before === null
        ? sha(bytes).equals(community) && fields[1] === null
        : Buffer.isBuffer(fields[1]) &&
          fields[1].equals(sha(before.bytes)) &&
          before.keys.filter(by).length +
            (before.keys.length <= 2 && before.spare && by(before.spare) ? 1 : 0) >=
            before.needs;
    if (!own || !follows) {
      complaints.push("root");
      break;
    }
    if (before === null) founders = keys;
    before = { bytes, keys, needs, spare };
    if (spare !== null) recovery.push(spare);
    for (const key of list(fields[6])) boxes.set(deviceOf(buf(key)), buf(key));
  }
  if (before === null) complaints.push("root");
  return founders;
}

/** Everybody was let in by somebody who was in before. */
export function readPeople(
  community: Buffer,
  wires: Value[],
  roots: { founders: Buffer[]; recovery: Buffer[] },
  complaints: string[],
): Map<string, { key: Buffer; who: string }> {
  const devices = new Map<string, { key: Buffer; who: string }>();
  const doors = new Map<string, { key: Buffer; who: string | null }>();
  let founder: string | null = null;
  for (const wire of wires) {
    const op = operation(buf(wire));
    const body = op?.body;
    if (!op || !body) {
      complaints.push("person");
      continue;
    }
    if (op.kind === 3) {
      const key = buf(body[0]);
      const id = proven(op, community, key);
      const door = body[2] === null ? undefined : doors.get(idHex(body[2]));
      const lets: { keys: Buffer[]; who: string | null } | null =
        body[1] === "founder" && founder === null
          ? { keys: roots.founders.slice(0, 1), who: id }
          : body[1] === "recovery-key" && founder !== null
            ? { keys: roots.recovery, who: founder }
            : body[1] === "invite" && door
              ? { keys: [door.key], who: door.who ?? id }
              : null;
      const proof = buf(body[3], 64);
      const opens = lets?.keys.some((one) => signed(one, proof, domain("enrol"), community, key));
      if (!id || !lets?.who || !opens) {
        complaints.push("person");
        continue;
      }
      if (body[1] === "founder") founder = id;
      devices.set(op.author, { key, who: lets.who });
      continue;
    }
    const author = devices.get(op.author);
    const id = proven(op, community, author?.key);
    const door = author && id ? doorIn(op, body, author.who) : null;
    if (!id || !door) complaints.push("person");
    else doors.set(id, door);
  }
  return devices;
}

function doorIn(op: Read, body: Value[], by: string): { key: Buffer; who: string | null } | null {
  if (op.kind === 2) {
    const who = maybeId(body[3]);
    if (body[1] === "device" ? who !== by : who !== null) return null;
    return { key: buf(body[0]), who };
  }
  if (op.kind !== 6 || body[0] !== "member.recover") return null;
  const [who, key] = list(cbor(buf(body[1])), 2);
  return { key: buf(key), who: idHex(who) };
}
