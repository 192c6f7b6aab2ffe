import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { type Clock, systemClock } from "../../appliance/clock.ts";
import { createDoors } from "../../appliance/http/index.ts";
import { silentLog } from "../../appliance/log.ts";
import { systemRandom } from "../../appliance/random.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { pem } from "./der.ts";
import { type BoxCertificates, keepRenewed, openCertificates, type TlsMaterial } from "./keeper.ts";

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 21);
let dir: string;
let nowMs: number;
const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "folkmoot-keeper-")), "box");
  nowMs = startMs;
});
afterEach(() => rmSync(join(dir, ".."), { recursive: true }));

function open(name = "moot.local"): BoxCertificates {
  return openCertificates({ dir, name, clock, random: systemRandom });
}

describe("the box's certificates", () => {
  test("stay the same from start to start", () => {
    const first = open();
    const second = open();
    expect(second.tls()).toEqual(first.tls());
    expect(second.root).toEqual(first.root);
    expect(second.words).toEqual(first.words);
    expect(first.words).toHaveLength(8);
  });

  test("are readable by the box alone, whatever the umask", () => {
    const umask = process.umask(0);
    try {
      open();
    } finally {
      process.umask(umask);
    }
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(dir)) {
      expect([file, statSync(join(dir, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  test("renew the leaf 30 days before its end, at start or while running", () => {
    const running = open();
    const before = running.tls();
    nowMs = running.leafExpiresMs() - 30 * dayMs;
    expect(running.renewIfDue()).toBe(false);
    nowMs += 1000;
    expect(running.renewIfDue()).toBe(true);
    expect(running.renewIfDue()).toBe(false);
    expect(running.tls().cert).not.toBe(before.cert);
    expect(running.leafExpiresMs() - nowMs).toBeGreaterThan(395 * dayMs);
    expect(open().tls()).toEqual(running.tls());
    nowMs = running.leafExpiresMs() + dayMs;
    expect(open().leafExpiresMs()).toBeGreaterThan(nowMs);
  });

  test("never keep making leaves at the authority's own end", () => {
    const certificates = open();
    nowMs = certificates.rootExpiresMs - 10 * dayMs;
    expect(certificates.renewIfDue()).toBe(true);
    expect(certificates.leafExpiresMs()).toBe(certificates.rootExpiresMs);
    expect(certificates.renewIfDue()).toBe(false);
  });

  test("made in 1970, by a box without a battery, are of use today", () => {
    nowMs = 0;
    const certificates = open();
    expect(certificates.leafExpiresMs()).toBeGreaterThan(startMs + 300 * dayMs);
  });

  test("made by a clock that was ahead, the leaf is made again", () => {
    open();
    nowMs = startMs + 500 * dayMs;
    const ahead = open();
    nowMs = startMs;
    expect(ahead.renewIfDue()).toBe(true);
    expect(ahead.leafExpiresMs() - startMs).toBeLessThan(397 * dayMs);
  });

  test("survive a crash at any write", () => {
    const { root } = open();
    // What a power cut leaves: half of a new file beside, or no leaf at all.
    writeFileSync(join(dir, "leaf.pem.new"), "-----BEGIN CERT", { mode: 0o644 });
    rmSync(join(dir, "leaf.pem"));
    const again = open();
    expect(again.root).toEqual(root);
    expect(statSync(join(dir, "leaf.pem")).mode & 0o777).toBe(0o600);
    writeFileSync(join(dir, "leaf.pem"), "");
    expect(open().root).toEqual(root);
  });

  test("are not replaced in silence when the authority is damaged or another's", () => {
    open();
    const path = join(dir, "authority.pem");
    const whole = readFileSync(path, "utf8");
    const refusal = expect.objectContaining({ code: "damaged-authority" });
    expect(() => open("other.local")).toThrow(refusal);
    writeFileSync(path, whole.slice(0, 700));
    expect(() => open()).toThrow(refusal);
    expect(() => open()).toThrow(FolkmootError);
    expect(readFileSync(path, "utf8")).toBe(whole.slice(0, 700));
  });
});

describe("renewal", () => {
  test("happens by itself, and a failure is told and tried again", () => {
    jest.useFakeTimers();
    try {
      const certificates = open();
      const renewed: TlsMaterial[] = [];
      const failures: unknown[] = [];
      const stop = keepRenewed(
        certificates,
        (tls) => renewed.push(tls),
        (cause) => failures.push(cause),
      );
      jest.advanceTimersByTime(3 * 3_600_000);
      expect(renewed).toEqual([]);
      nowMs = certificates.leafExpiresMs() - dayMs;
      rmSync(dir, { recursive: true });
      jest.advanceTimersByTime(3_600_000);
      expect(failures).toHaveLength(1);
      expect(renewed).toEqual([]);
      open();
      jest.advanceTimersByTime(3_600_000);
      expect(renewed).toEqual([certificates.tls()]);
      stop();
      nowMs = certificates.leafExpiresMs();
      jest.advanceTimersByTime(48 * 3_600_000);
      expect(renewed).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });

  test("reaches new connections of a running server; open ones go on", async () => {
    nowMs = systemClock.nowMs();
    const { root, ...certificates } = open();
    const doors = createDoors(silentLog);
    const door = doors.open(
      { host: "127.0.0.1", port: 0 },
      async () => new Response("here"),
      certificates.tls(),
    );
    try {
      const { port } = door;
      const seen = async () => {
        const socket = await secureSocket(port, root);
        const { serialNumber } = socket.getPeerCertificate();
        return { socket, serialNumber };
      };
      const before = await seen();
      rmSync(join(dir, "leaf.pem"));
      door.renew(open().tls());
      const after = await seen();
      expect(door.port).toBe(port);
      expect(after.serialNumber).not.toBe(before.serialNumber);
      expect(after.socket.getProtocol()).toBe("TLSv1.3");
      expect(await answer(before.socket)).toStartWith("HTTP/1.1 200");
      expect(await answer(after.socket)).toStartWith("HTTP/1.1 200");
      before.socket.destroy();
      after.socket.destroy();
    } finally {
      await doors.close();
    }
  });
});

/** Connects as a phone would that trusts nothing but `root`. */
function secureSocket(port: number, root: Uint8Array) {
  return new Promise<ReturnType<typeof connect>>((resolve, reject) => {
    const socket = connect(
      { host: "127.0.0.1", port, servername: "moot.local", ca: pem("CERTIFICATE", root) },
      () => resolve(socket),
    );
    socket.once("error", reject);
  });
}

function answer(socket: ReturnType<typeof connect>): Promise<string> {
  return new Promise((resolve) => {
    socket.once("data", (bytes) => resolve(bytes.toString()));
    socket.write("GET / HTTP/1.1\r\nHost: moot.local\r\n\r\n");
  });
}
