/** Members, guests and strangers reading what is not meant for them, by every road there is. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { systemRandom } from "../../appliance/random.ts";
import { type BodyOf, effects, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId, toHex } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { decide } from "../support/decide.ts";
import { foundedBox, TestMember } from "../support/member.ts";

// Words that stand nowhere else, one for each thing that somebody should not see.
const marks = {
  elders: "quixarbole",
  stewards: "vontremick",
  hidden: "plazzurine",
  erased: "grombulent",
  question: "fizzwickle",
  conversation: "snarglepot",
  upload: "blinkettree",
} as const;

let box: TestBox;
let founder: TestMember;
/** In the elders' group; somebody outside of it; somebody who is a guest only. */
let elder: TestMember;
let outsider: TestMember;
let guest: TestMember;
const ids: string[] = [];

function item(word: string, audience: string): BodyOf<typeof kinds.item> {
  return {
    ...plainItem,
    title: `About ${word}`,
    body: `The ${word} is kept behind the mill, and the ${word} is old.`,
    category: `cat-${word}`,
    tags: [`tag-${word}`],
    audience,
  };
}

beforeAll(async () => {
  box = await startBox();
  const community = await foundedBox(box, 2);
  founder = community.founder;
  [elder, outsider] = community.members as [TestMember, TestMember];
  guest = await TestMember.join(box, (await founder.invite({ role: "guest" })).seed);
  await decide(founder, effects.groupCreate, { name: "elders" }, [elder, outsider]);
  await decide(founder, effects.groupAdd, { group: "elders", member: elder.member }, [
    elder,
    outsider,
  ]);
  await decide(founder, effects.roleGrant, { member: founder.member, role: "moderator" }, [
    elder,
    outsider,
  ]);
  ids.push(await elder.speak(kinds.item, item(marks.elders, "group:elders")));
  ids.push(await founder.speak(kinds.item, item(marks.stewards, "role:steward")));
  const hidden = await elder.speak(kinds.item, item(marks.hidden, "members"));
  await founder.speak(kinds.itemHide, { item: hidden, on: true, reason: "private" });
  const erased = await elder.speak(kinds.item, item(marks.erased, "members"));
  await elder.speak(kinds.erase, { targets: [erased] });
  const asked = { text: `Where is the ${marks.question}?`, lang: "en", audience: "group:elders" };
  ids.push(hidden, erased, await elder.speak(kinds.question, asked));
  await elder.get("/api/me");
  ids.push(await converse(elder), await upload(elder));
});
afterAll(() => box.close());

async function converse(member: TestMember): Promise<string> {
  const conversation = toHex(systemRandom.bytes(16));
  const response = await member.post("/api/ask", {
    id: toHex(systemRandom.bytes(16)),
    question: `Tell me of the ${marks.conversation}`,
    conversation,
  });
  await response.text();
  return conversation;
}

async function upload(member: TestMember): Promise<string> {
  const bytes = new TextEncoder().encode(`# ${marks.upload}\n\nSome text.`);
  const made = await member.post("/api/imports", {
    name: `${marks.upload}.md`,
    size: bytes.length,
  });
  const { id } = (await made.json()) as { id: string };
  const sent = await member.fetch(`/api/imports/${id}?offset=0`, {
    method: "PUT",
    body: bytes,
    headers: { "content-type": "application/octet-stream" },
  });
  expect(sent.status).toBe(200);
  await sent.text();
  return id;
}

/** Every readable address of the box, with every id filled in that somebody could have heard of. */
function addresses(): string[] {
  const words = Object.values(marks);
  return box.box.http.routes
    .filter(({ method, path }) => method === "GET" && path !== "/api/events")
    .filter(({ path }) => !path.startsWith("/api/local"))
    .flatMap(({ path }) => {
      if (path.endsWith("/search")) return words.map((word) => `${path}?q=${word}`);
      if (path.endsWith("/export") && path.includes("conversations")) {
        return withIds(path).map((filled) => `${filled}?format=json`);
      }
      return path.includes(":") ? withIds(path) : [path];
    })
    .concat(
      words.flatMap((word) => [`/api/items?category=cat-${word}`, `/api/items?tag=tag-${word}`]),
      ["/api/ops?after=0&limit=500", `/api/effects?ids=${ids.slice(0, 5).join(",")}`],
    );
}
function withIds(path: string): string[] {
  return ids.map((id) => path.replace(/:(id|version)/g, id).replace(":part", "0"));
}

/** What the reader gets from all addresses together, with operations taken apart. */
async function readAll(reader: TestMember | null): Promise<string> {
  let everything = "";
  for (const address of addresses()) {
    const response = reader === null ? await box.fetch(address) : await reader.fetch(address);
    const text = await response.text();
    expect([address, response.status < 500]).toEqual([address, true]);
    everything += text;
    for (const [, wire] of text.matchAll(/"wire":"([\w-]+)"/g)) {
      everything += Buffer.from(fromBase64Url(wire ?? "") ?? []).toString("latin1");
    }
  }
  return everything.toLowerCase();
}

/** The words found, without the questions that looked for them. */
function found(text: string): string[] {
  return Object.entries(marks)
    .filter(([, word]) => text.includes(word))
    .map(([name]) => name);
}

describe("through every address of the box", () => {
  test("its author finds each of them (so that the search itself is known to work)", async () => {
    const text = await readAll(elder);
    expect(found(text)).toEqual(
      expect.arrayContaining(["elders", "question", "conversation", "upload"]),
    );
  });

  test("a member outside the group finds none", async () => {
    expect(found(await readAll(outsider))).toEqual([]);
  });

  test("a guest finds none", async () => {
    expect(found(await readAll(guest))).toEqual([]);
  });

  test("a stranger finds none, and learns no names", async () => {
    const text = await readAll(null);
    expect(found(text)).toEqual([]);
    expect(text).not.toContain("member 1");
  });

  test("a steward finds no conversation and no upload of somebody else", async () => {
    const names = found(await readAll(founder));
    expect(names).not.toContain("conversation");
    expect(names).not.toContain("upload");
    expect(names).not.toContain("elders");
  });

  test("nobody finds what was erased", async () => {
    for (const reader of [elder, founder, outsider]) {
      expect(found(await readAll(reader))).not.toContain("erased");
    }
  });
});

describe("by asking the assistant", () => {
  async function ask(reader: TestMember, word: string): Promise<string> {
    const response = await reader.post("/api/ask", {
      id: toHex(systemRandom.bytes(16)),
      question: `What is kept behind the mill, the ${word.slice(0, 4)} thing?`,
      conversation: null,
    });
    return (await response.text()).toLowerCase();
  }

  test("passages come from what the asker may see", async () => {
    for (const word of [marks.elders, marks.stewards, marks.hidden, marks.erased]) {
      for (const reader of [outsider, guest]) {
        expect(found(await ask(reader, word))).toEqual([]);
      }
    }
    expect(found(await ask(elder, marks.elders))).toContain("elders");
  });
});

describe("by writing where one may not read", () => {
  test("editing, labelling, hiding or erasing others' things has no effect", async () => {
    const [secret] = ids as [OpId];
    const edit = { ...item("mine", "members"), item: secret, parents: [secret] };
    expect(await outsider.refusal(kinds.item, edit)).not.toBeNull();
    expect(await guest.refusal(kinds.item, item("guest", "members"))).toBe("role");
    expect(await outsider.refusal(kinds.erase, { targets: [secret] })).not.toBeNull();
    const hide = { item: secret, on: true, reason: "spam" } as const;
    expect(await outsider.refusal(kinds.itemHide, hide)).not.toBeNull();
    const label = { item: secret, label: "x", on: true };
    expect(await outsider.refusal(kinds.itemLabel, label)).toBe("role");
    const detail = await elder.fetch(`/api/items/${secret}`);
    expect(detail.status).toBe(200);
    expect(await detail.text()).toContain(marks.elders);
  });

  test("others' conversations and uploads cannot be deleted or filled", async () => {
    const [conversation, upload] = ids.slice(-2) as [string, string];
    for (const reader of [outsider, guest, founder]) {
      const gone = await reader.fetch(`/api/conversations/${conversation}`, { method: "DELETE" });
      expect([403, 404]).toContain(gone.status);
      const dropped = await reader.fetch(`/api/imports/${upload}`, { method: "DELETE" });
      expect([403, 404]).toContain(dropped.status);
      const filled = await reader.fetch(`/api/imports/${upload}?offset=0`, {
        method: "PUT",
        body: Uint8Array.of(1),
        headers: { "content-type": "application/octet-stream" },
      });
      expect([403, 404]).toContain(filled.status);
    }
    expect((await elder.fetch(`/api/conversations/${conversation}`)).status).toBe(200);
    expect((await elder.fetch(`/api/imports/${upload}`)).status).toBe(200);
  });
});
