import { beforeAll, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { Parser } from "htmlparser2";
import { systemRandom } from "../../appliance/random.ts";
import { createAuthority } from "./authority.ts";
import { appleProfile } from "./profile.ts";

let root: Uint8Array;
beforeAll(() => {
  root = createAuthority("moot.local", Date.UTC(2026, 10, 21), systemRandom).root;
});

describe("the Apple profile", () => {
  test("holds the root, to be trusted as a root", () => {
    const [profile] = readPlist(appleProfile("moot.local", root)) as [Dictionary];
    expect(profile).toMatchObject({
      PayloadType: "Configuration",
      PayloadVersion: 1,
      PayloadIdentifier: "org.folkmoot.box.moot.local",
      PayloadRemovalDisallowed: false,
    });
    const { PayloadContent: payloads, PayloadUUID: profileUuid } = profile;
    const [payload] = payloads as [Dictionary];
    const { PayloadContent: certificate, PayloadUUID: payloadUuid } = payload;
    expect(payload).toMatchObject({
      PayloadType: "com.apple.security.root",
      PayloadIdentifier: "org.folkmoot.box.moot.local.root",
    });
    const content = Buffer.from(certificate as string, "base64");
    expect(new X509Certificate(content).subject).toContain("Folkmoot moot.local");
    expect(content.equals(root)).toBe(true);
    const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;
    expect(profileUuid).toMatch(uuid);
    expect(payloadUuid).toMatch(uuid);
    expect(payloadUuid).not.toBe(profileUuid);
  });

  test("is the same whenever it is fetched, and another for another root", () => {
    expect(appleProfile("moot.local", root)).toBe(appleProfile("moot.local", root));
    const other = createAuthority("moot.local", Date.UTC(2026, 10, 21), systemRandom).root;
    const uuidOf = (der: Uint8Array) =>
      /PayloadUUID<\/key>\s*<string>([^<]+)/.exec(appleProfile("moot.local", der))?.[1];
    expect(uuidOf(root)).not.toBe(uuidOf(other));
  });
});

type Plain = string | number | boolean | Plain[] | Dictionary;
interface Dictionary {
  [key: string]: Plain;
}

/** Reads a property list with a real XML parser, strict about what may stand where. */
function readPlist(xml: string): Plain[] {
  const top: Plain[] = [];
  const stack: (Plain[] | Dictionary)[] = [top];
  let key: string | null = null;
  let text = "";
  const put = (value: Plain) => {
    const into = stack.at(-1) as Plain[] | Dictionary;
    if (Array.isArray(into)) into.push(value);
    else if (key !== null) into[key] = value;
    else throw new Error("a value without its key");
    if (!Array.isArray(into)) key = null;
  };
  const parser = new Parser(
    {
      onopentag(name) {
        text = "";
        if (name !== "dict" && name !== "array") return;
        const nested: Plain[] | Dictionary = name === "dict" ? {} : [];
        put(nested);
        stack.push(nested);
      },
      ontext: (more) => {
        text += more;
      },
      onclosetag(name) {
        if (name === "dict" || name === "array") stack.pop();
        else if (name === "key") key = text;
        else if (name === "string") put(text);
        else if (name === "integer") put(Number(text));
        else if (name === "true" || name === "false") put(name === "true");
        else if (name === "data") put(text.replaceAll(/\s/g, ""));
        else if (name !== "plist") throw new Error(`<${name}> has no place in a property list`);
        text = "";
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  expect(stack).toHaveLength(1);
  return top;
}
