/** Three hundred clients that never finish what they say, while members go on with their day. */
import { expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import { startBox } from "../support/box.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import { openRaw, type RawConnection } from "../support/raw-socket.ts";

const clientsOfEach = 75;
const dripEveryMs = 1_000;
// Silent and header-dripping clients are cut after 12 s, bodies after the idle time of 30 s.
const patienceMs = 50_000;

const openings = {
  silent: () => "",
  "half a line": () => "GET /api/comm",
  "dripping headers": (host: string) => `GET /api/community HTTP/1.1\r\nHost: ${host}\r\n`,
  "dripping body": (host: string) =>
    `POST /api/ops HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/cbor\r\n` +
    "Content-Length: 100000\r\n\r\n",
} as const;
const drips = {
  silent: "",
  "half a line": "",
  "dripping headers": "X-A: b\r\n",
  "dripping body": "a",
} as const;
type Manner = keyof typeof openings;

test(
  "300 slow clients are all shown the door, and nobody else waits for them",
  async () => {
    const box = await startBox();
    try {
      const { members } = await foundedBox(box, 1);
      const member = members[0] as TestMember;
      const slow = new Map<RawConnection, Manner>();
      for (const manner of Object.keys(openings) as Manner[]) {
        const opened = await Promise.all(Array.from({ length: clientsOfEach }, () => openRaw(box)));
        for (const raw of opened) {
          raw.send(openings[manner](box.hostname));
          slow.set(raw, manner);
          void raw.closed.then(() => slow.delete(raw));
        }
      }
      expect(slow.size).toBe(300);

      const startedMs = performance.now();
      let honest = 0;
      let drippedMs = startedMs;
      while (slow.size > 0 && performance.now() - startedMs < patienceMs) {
        if (performance.now() - drippedMs > dripEveryMs) {
          drippedMs = performance.now();
          for (const [raw, manner] of slow) if (!raw.socket.destroyed) raw.send(drips[manner]);
        }
        const answered = await box.fetch("/api/community");
        expect(answered.status).toBe(200);
        await answered.text();
        const profile = { name: `Round ${honest}`, languages: [], about: "", hue: honest % 360 };
        await member.speak(kinds.profile, profile);
        honest += 1;
        await Bun.sleep(150);
      }
      for (const raw of slow.keys()) raw.end();
      expect(slow.size).toBe(0);
      expect(honest).toBeGreaterThan(10);
    } finally {
      await box.close();
    }
  },
  patienceMs + 30_000,
);
