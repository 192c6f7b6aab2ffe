import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:tls";
import { effects } from "../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../tests/support/box.ts";
import { decide } from "../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../tests/support/member.ts";
import { openApiPart } from "../tests/support/open-api.ts";

let box: TestBox;
let founder: TestMember;
beforeAll(async () => {
  box = await startBox();
  founder = (await foundedBox(box)).founder;
});
afterAll(() => box.close());

describe("the encrypted door", () => {
  const handshake = (version: "TLSv1.2" | "TLSv1.3") =>
    new Promise<string>((resolve) => {
      const socket = connect({
        host: "127.0.0.1",
        port: Number(new URL(box.url).port),
        ca: box.ca,
        servername: box.hostname,
        minVersion: version,
        maxVersion: version,
        checkServerIdentity: () => undefined,
      });
      socket.once("secureConnect", () => {
        resolve(String(socket.getProtocol()));
        socket.destroy();
      });
      socket.once("error", () => resolve("refused"));
    });

  test("speaks TLS 1.3 and nothing older", async () => {
    expect(await handshake("TLSv1.3")).toBe("TLSv1.3");
    expect(await handshake("TLSv1.2")).toBe("refused");
  });

  test("takes a renewed certificate without dropping whoever is there", async () => {
    const { http, provisioned } = box.box;
    const tls = provisioned.certificates.tls();
    const door = http.listenSecure({ host: "127.0.0.1", port: 0 }, tls);
    const ask = () =>
      fetch(`https://127.0.0.1:${door.port}/health`, {
        tls: { ca: box.ca, checkServerIdentity: () => undefined },
      });
    expect((await ask()).status).toBe(200);
    const { port } = door;
    door.renew(tls);
    expect(door.port).toBe(port);
    expect((await ask()).status).toBe(200);
  });

  test("shares its port with no other box: a second one is told so", async () => {
    const { https, http } = box.box.ports ?? { https: 0, http: 0 };
    for (const ports of [
      { https, http: 0 },
      { https: 0, http },
    ]) {
      await expect(startBox({ ports })).rejects.toMatchObject({ code: "port-taken" });
    }
  });
});

describe("what anybody may know of the box", () => {
  test("where it is, and the words by which to know it", async () => {
    expect(await (await box.fetch("/api/community")).json()).toMatchObject({
      origin: `https://${box.hostname}:${new URL(box.url).port}`,
      httpUrl: box.plainUrl,
      words: [...box.box.provisioned.certificates.words],
    });
  });
});

describe("the plain door", () => {
  test("is the whole app for the box itself, and the certificate page for others", async () => {
    const { port } = new URL(box.plainUrl);
    const here = await fetch(`http://localhost:${port}/api/community`);
    expect(await here.json()).toMatchObject({ founded: true });
    const there = await fetch(`http://127.0.0.1:${port}/`, { headers: { host: box.hostname } });
    const page = await there.text();
    for (const word of box.box.provisioned.certificates.words) expect(page).toContain(word);
    expect(there.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(there.headers.get("x-content-type-options")).toBe("nosniff");
    const health = await fetch(`http://127.0.0.1:${port}/health`, {
      headers: { host: box.hostname },
    });
    expect(await health.json()).toHaveProperty("parts.store.state", "ok");
  });
});

describe("what members may know of their box", () => {
  test("storage, certificate, versions, backup", async () => {
    expect((await box.fetch("/api/box")).status).toBe(401);
    const facts = await founder.get<Record<string, unknown>>("/api/box");
    expect(facts).toMatchObject({
      name: box.hostname,
      runtime: `bun ${Bun.version}`,
      lastBackup: null,
      certificate: { words: [...box.box.provisioned.certificates.words] },
      health: { parts: { backup: { state: "ok" } } },
    });
  });
});

describe("the API document of the whole box", () => {
  test("is complete and consistent", async () => {
    const document = openApiPart(await (await box.fetch("/openapi.json")).json());
    expect(document.openapi).toMatch(/^3\.1\./);
    const operations = document.operations();
    expect(operations).toHaveLength(box.box.http.routes.length);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations) {
      const { path } = operation;
      expect([path, operation.summary.length > 3]).toEqual([path, true]);
      expect([path, operation.description.length > 10]).toEqual([path, true]);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      const declared = operation.parameters
        .filter((parameter) => parameter.in === "path")
        .map(({ name, required }) => {
          expect(required).toBe(true);
          return name;
        });
      expect([path, declared.sort()]).toEqual([path, inPath.sort()]);
      const { responses } = operation;
      expect(Object.keys(responses).some((status) => /^2\d\d$/.test(status))).toBe(true);
      expect(responses).toHaveProperty("default");
      const { content } = (responses["200"] ?? {}) as { content?: Record<string, object> };
      for (const answer of Object.values(content ?? {})) {
        expect([path, Object.keys(answer)]).toEqual([path, ["schema"]]);
      }
    }
    for (const reference of document.references()) {
      expect([reference, document.resolves(reference)]).toEqual([reference, true]);
    }
  });
});

describe("what the box answers", () => {
  test.each(["/api/gate", "/api/roles", "/api/box", "/api/me", "/api/members", "/health"])(
    "at %s holds nothing that the API document does not describe",
    async (path) => {
      await decide(founder, effects.communityUpdate, {
        ...{ name: "Ribera Baja", languages: ["en"] },
        ...{ values: ["care"], purpose: "" },
      });
      const document = openApiPart(await (await box.fetch("/openapi.json")).json());
      expect(document.undescribed(path, await founder.get(path))).toEqual([]);
      expect(document.undescribed(path, { novelty: 1 })).toEqual([`${path}.novelty`]);
    },
  );
});

test("folkmoot.yml bounds the files that members bring in", async () => {
  const other = await startBox({ config: "limits:\n  uploadMegabytes: 2\n  uploadsAtOnce: 1\n" });
  const member = (await foundedBox(other)).founder;
  await member.get("/api/me");
  const announce = (size: number) => member.post("/api/imports", { name: "a.txt", size });
  expect((await announce(2_000_001)).status).toBe(413);
  expect((await announce(2_000_000)).status).toBe(200);
  expect((await announce(1)).status).toBe(429);
  await other.close();
});

test("closing ends open streams, and the folder can be opened again", async () => {
  const other = await startBox();
  const community = await foundedBox(other);
  const stream = await community.founder.fetch("/api/events");
  const over = stream.text();
  const again = await other.restart();
  expect(await over).toContain(": open");
  community.founder.box = again;
  community.founder.token = null;
  expect((await community.founder.fetch("/api/me")).status).toBe(200);
  await again.close();
});
