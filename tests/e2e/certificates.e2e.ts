/** A real Chromium that trusts a box's root: what it lets the box say, and what it does not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemClock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import { createAuthority, issueLeaf } from "../../provisioning/certificates/authority.ts";
import { pem } from "../../provisioning/certificates/der.ts";
import type { GeneralName } from "../../provisioning/certificates/x509.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";

const nowMs = systemClock.nowMs();
const authority = createAuthority("moot.local", nowMs, systemRandom);
const stranger = createAuthority("moot.local", nowMs, systemRandom);
const servers: { stop(force: boolean): unknown }[] = [];
let browser: TestBrowser;

beforeAll(async () => {
  browser = await launchBrowser({
    trust: pem("CERTIFICATE", authority.root),
    hosts: ["moot.local", "xmoot.local", "moot.local.example", "bank.example"],
  });
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.stop(true);
});

/** Opens `https://<host>` served with a leaf for `names`; the page's text, or Chromium's error. */
async function opened(host: string, names: GeneralName[], issuer = authority): Promise<string> {
  const { key, cert } = issueLeaf(issuer, names, nowMs, systemRandom);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls: { key, cert },
    fetch: () => new Response("let in"),
  });
  servers.push(server);
  const page = await browser.context.newPage();
  try {
    const response = await page.goto(`https://${host}:${server.port}/`);
    return (await response?.text()) ?? "";
  } catch (error) {
    return /net::(ERR_[A-Z_]+)/.exec(String(error))?.[1] ?? String(error);
  } finally {
    await page.close();
  }
}

const loopback = { ip: Uint8Array.of(127, 0, 0, 1) };

describe("Chromium that trusts the box's root", () => {
  test("lets the box in by its name", async () => {
    expect(await opened("moot.local", [{ dns: "moot.local" }])).toBe("let in");
  });

  test("refuses a box of the same name with a root of its own", async () => {
    const names = [{ dns: "moot.local" }];
    expect(await opened("moot.local", names, stranger)).toBe("ERR_CERT_AUTHORITY_INVALID");
  });

  // What a thief of the intermediate's key would try.
  const forgeries: [string, string, GeneralName[]][] = [
    ["a bank", "bank.example", [{ dns: "bank.example" }]],
    ["a look-alike", "xmoot.local", [{ dns: "xmoot.local" }]],
    ["a longer name", "moot.local.example", [{ dns: "moot.local.example" }]],
    ["an address", "127.0.0.1", [loopback]],
    ["an address, hidden behind the name", "127.0.0.1", [{ dns: "moot.local" }, loopback]],
    [
      "a bank, hidden behind the name",
      "bank.example",
      [{ dns: "moot.local" }, { dns: "bank.example" }],
    ],
    ["everything in .local", "xmoot.local", [{ dns: "*.local" }]],
  ];
  test.each(forgeries)("refuses the box's own authority for %s", async (_, host, names) => {
    expect(await opened(host, names)).toBe("ERR_CERT_INVALID");
  });

  test("refuses the box's leaf under another name", async () => {
    expect(await opened("bank.example", [{ dns: "moot.local" }])).toBe(
      "ERR_CERT_COMMON_NAME_INVALID",
    );
  });
});
