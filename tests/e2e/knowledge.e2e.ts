/**
 * Knowledge and asking on a real box, in a real phone-sized Chromium: teach, find, edit, compare,
 * bring files, ask, ask one another, and go on with all of it while the box is gone.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type MemberId, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { axeFindings } from "../support/axe.ts";
import type { TestBox } from "../support/box.ts";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { desktop, launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { decideAll, effectOf } from "../support/decide.ts";
import { sendFounding, TestMember } from "../support/member.ts";
import { makePdf } from "../support/sample-files.ts";
import { joinByLink, press, until, untilInstalled } from "../support/walkthrough.ts";

const minuteMs = 60_000;
let box: BoxProcess;
let browser: TestBrowser;
let page: Page;
/** A neighbour whose phone is only as much of one as the box can tell. */
let neighbour: TestMember;
const complaints: string[] = [];

beforeAll(async () => {
  box = await startBoxProcess();
  // axe is injected as a script, which the app's own policy rightly refuses.
  browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.on("pageerror", (error) => complaints.push(error.message));
  const link = new URL(box.links[0] as string);
  const overHttp = await boxOverHttp(box.plainOrigin);
  const founding = await TestMember.prepareFounding(overHttp);
  await sendFounding(overHttp, founding, fromBase64Url(link.hash.slice(1)) as Uint8Array);
  neighbour = founding.founder;
  // A guest until it is decided: so that the founder alone decides it.
  const { seed } = await neighbour.invite({ role: "guest" });
  await joinByLink(page, `${box.plainOrigin}/join#${toBase64Url(seed)}`, "Ana Ruiz");
  const ana = async () => {
    const path = "/api/members";
    const { members } = await neighbour.get<{ members: Person[] }>(path);
    return members.find(({ profile }) => profile?.name === "Ana Ruiz")?.id;
  };
  await until(async () => (await ana()) !== undefined);
  const member = (await ana()) as MemberId;
  await decideAll(neighbour, [
    effectOf(effects.roleGrant, { member, role: "member" }),
    effectOf(effects.roleGrant, { member, role: "moderator" }),
  ]);
  await untilInstalled(page);
}, 2 * minuteMs);

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

interface Person {
  id: MemberId;
  profile: { name: string } | null;
}

/** The box in its own process, as far as a member needs it. */
async function boxOverHttp(origin: string): Promise<TestBox> {
  const ask = (path: string, init?: RequestInit) => fetch(origin + path, init);
  const { boxKey } = (await (await ask("/api/community")).json()) as { boxKey: string };
  const publicKey = fromBase64Url(boxKey);
  const box = { provisioned: { boxSigner: { publicKey } } };
  return { fetch: ask, box } as unknown as TestBox;
}

function open(path: string): Promise<unknown> {
  return page.goto(box.plainOrigin + path);
}

async function write(title: string, body: string): Promise<void> {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("What others should know").fill(body);
}

async function share(name: string): Promise<string> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForURL(/\/knowledge\/[0-9a-f]{32}$/);
  return itemInAddress();
}

function itemInAddress(): string {
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

async function ask(question: string): Promise<void> {
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}

/** axe on what is on screen, in both colour schemes. */
async function expectAccessible(): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await axeFindings(page);
    expect({ page: page.url(), colorScheme, found }).toEqual({
      page: page.url(),
      colorScheme,
      found: [],
    });
  }
}

const untitled = {
  form: "article",
  context: null,
  example: null,
  lang: "en",
  category: "",
  audience: "members",
  consent: "local_only",
  attribution: null,
  source: null,
  validUntil: null,
  supersedes: null,
  series: null,
} as const;

interface Detail {
  title: string;
  body: string;
  versions: number;
  heads: { id: OpId; body: string }[];
  edit: { parents: OpId[] };
}
const detailOf = (item: string) => neighbour.get<Detail>(`/api/items/${item}`);

let pump = "";

test(
  "what is taught can be found, also with a typing error, and read",
  async () => {
    await open("/knowledge/new");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByText("Give it a name that others would look for.").waitFor();
    await expectAccessible();
    await write(
      "Water pump",
      "The key hangs behind the door.\n\nTurn the **red** valve first. Then start the motor.",
    );
    pump = await share("Share");
    await page.getByText("Everybody in this community may read it").first().waitFor();
    await until(async () => (await detailOf(pump).catch(() => null)) !== null);
    await open("/knowledge");
    await page.getByRole("searchbox").fill("valvve");
    await page.getByRole("link", { name: /Water pump/ }).click();
    await page.locator(".cited").waitFor();
    expect(await page.locator("main strong", { hasText: "red" }).count()).toBe(1);
    await expectAccessible();
  },
  minuteMs,
);

test(
  "a reminder comes before something private is shared, and what was begun is kept",
  async () => {
    await open("/knowledge/new");
    await write("Who has the ladder", "Ring Teo, +34 612 345 678.");
    await page.getByText("Does this belong to somebody?").waitFor();
    await page.getByText("A phone number").waitFor();
    await expectAccessible();
    await page.reload();
    await page.getByText("You had begun this before").waitFor();
    expect(await page.getByLabel("Title").inputValue()).toBe("Who has the ladder");
    await press(page, "Start again");
    await until(async () => (await page.getByLabel("Title").inputValue()) === "");
  },
  minuteMs,
);

test(
  "an edit is a version, and two versions can be compared",
  async () => {
    await open(`/knowledge/${pump}/edit`);
    const body = page.getByLabel("What others should know");
    await until(async () => (await body.inputValue()).includes("red"));
    await body.fill("The key hangs behind the door.\n\nTurn the **blue** valve first.");
    await share("Share the new version");
    await until(async () => (await detailOf(pump)).versions === 2);
    await page.getByText("blue").waitFor();
    await open(`/knowledge/${pump}/versions`);
    await page.locator("ins", { hasText: "blue" }).waitFor();
    await page.locator("del", { hasText: "red" }).waitFor();
    await expectAccessible();
  },
  minuteMs,
);

test(
  "two edits made apart are brought together by a person, and nothing is lost",
  async () => {
    const { edit } = await detailOf(pump);
    const version = { ...untitled, item: pump as OpId, title: "Water pump" };
    const text = "The key hangs behind the door.\n\nTurn the **blue** valve first.";
    const versions = [`Ask Rosa.\n\n${text}`, `${text}\n\nStop when it rattles.`];
    for (const body of versions) {
      await neighbour.speak(kinds.item, { ...version, tags: [], parents: edit.parents, body });
    }
    await open(`/knowledge/${pump}`);
    await page.getByText("Two versions were written apart").waitFor();
    await press(page, "Look at both");
    await page.getByRole("heading", { name: "Version 2" }).waitFor();
    await expectAccessible();
    await press(page, "Bring them together");
    await page.getByText("Both versions are joined here").waitFor();
    await share("Share the new version");
    await until(async () => (await detailOf(pump)).heads.length < 2);
    const { body } = await detailOf(pump);
    expect([body.includes("Ask Rosa"), body.includes("rattles")]).toEqual([true, true]);
  },
  minuteMs,
);

test(
  "files become knowledge only after they were looked through",
  async () => {
    await open("/knowledge/import");
    await page.locator("input[type=file]").setInputFiles([
      {
        name: "bees.md",
        mimeType: "text/markdown",
        buffer: Buffer.from("# Bees\n\nThe hives stand on the south wall.\n\n# Honey\n\nIn July."),
      },
      {
        name: "river.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from(makePdf([[{ text: "The river rises in three hours.", size: 12 }]])),
      },
      { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nothing") },
    ]);
    await page.getByText("Ready to look at").nth(1).waitFor();
    await page.getByText("Could not be read").waitFor();
    await expectAccessible();
    await page.getByRole("link", { name: /river.pdf/ }).click();
    await page.getByText("Nothing is shared yet.").waitFor();
    await page.getByText("Read and rename part 1").click();
    await page.getByText("The river rises in three hours.").waitFor();
    await expectAccessible();
    await press(page, /^Share 1 part/);
    await page.waitForURL(/\/knowledge\/[0-9a-f]{32}$/);
    const river = itemInAddress();
    await until(async () => (await detailOf(river).catch(() => null)) !== null);
    await open("/knowledge/import");
    await page.getByRole("link", { name: /bees.md/ }).click();
    await page.getByLabel("Category").fill("animals");
    await press(page, /^Share \d part/);
    await page.waitForURL((url) => !url.pathname.includes("import"));
    await open("/knowledge/import");
    await page.getByRole("link", { name: /broken.pdf/ }).click();
    await page.getByText("The box could not read this file").waitFor();
    await expectAccessible();
    await press(page, "Throw it away");
    await page.getByText("broken.pdf").waitFor({ state: "detached" });
  },
  2 * minuteMs,
);

test(
  "an answer quotes, and its numbers lead to the very words",
  async () => {
    await open("/ask");
    await ask("When does the river rise?");
    await page.getByText("Answer from 1 passage").waitFor();
    await page.locator(".quotation").getByText("The river rises in three hours.").waitFor();
    await press(page, "Yes");
    await page.getByText("Thank you.").first().waitFor();
    await expectAccessible();
    await page.getByRole("link", { name: /^Source 1/ }).click();
    await page.locator(".cited", { hasText: "three hours" }).waitFor();
  },
  minuteMs,
);

let conversation = "";

test(
  "what nobody knows is asked of everybody, and an accepted answer becomes knowledge",
  async () => {
    await open("/ask");
    await ask("Quando parte il traghetto?");
    await page.getByText("Nobody has taught this yet").waitFor();
    conversation = new URL(page.url()).pathname.split("/")[2] ?? "";
    await expectAccessible();
    await press(page, "Ask the community");
    await page.getByText("You asked the community").first().waitFor();
    const list = () =>
      neighbour.get<{ questions: { id: OpId; text: string }[] }>("/api/questions?state=open");
    await until(async () => (await list()).questions.length === 1);
    const [asked] = (await list()).questions;
    const question = asked?.id as OpId;
    const text = "The ferry leaves at six from the old pier.";
    await neighbour.speak(kinds.answer, { question, text, item: null });
    await page.getByRole("link", { name: "See the question" }).click();
    await page.getByText(text).waitFor();
    await expectAccessible();
    await press(page, "This answers it");
    await page.getByText("It has become knowledge:").waitFor();
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await page.getByText("Rosa").first().waitFor();
  },
  minuteMs,
);

test(
  "a moderator accepts, labels and hides; a report reaches the moderators",
  async () => {
    const body = {
      ...untitled,
      parents: [],
      item: null,
      title: "Boats",
      body: "They lie by the weir.",
      tags: [],
    };
    const boats = await neighbour.speak(kinds.item, body);
    await open("/knowledge/review");
    const card = page.locator(".card", { hasText: "Boats" });
    await card.getByRole("button", { name: "Accept or send back" }).click();
    await expectAccessible();
    await page.getByRole("dialog").getByRole("button", { name: "Accept", exact: true }).click();
    await card.waitFor({ state: "detached" });
    await open(`/knowledge/${boats}`);
    await press(page, "Moderate");
    await page.getByLabel("New label").fill("seen");
    await press(page, "Add label");
    await page.getByRole("button", { name: "Remove label: seen" }).waitFor();
    await expectAccessible();
    await page.getByRole("button", { name: "Hide", exact: true }).click();
    await page.getByText("Hidden by a moderator or its author").waitFor();
    await press(page, "Report");
    await page.getByLabel("Anything the moderators should know").fill("Who says so?");
    await expectAccessible();
    // Another width is another page; it waits until what is typed here is done with.
    await page.setViewportSize(desktop);
    await page.getByRole("navigation").first().waitFor();
    expect(await page.getByLabel("Anything the moderators should know").inputValue()).toBe(
      "Who says so?",
    );
    await page.setViewportSize(phone);
    await press(page, "Tell the moderators");
    await page.getByRole("dialog").getByText("Thank you.").waitFor();
    await open("/knowledge/review");
    await page.getByRole("tab", { name: "Reported (1)" }).click();
    await page.getByText("Who says so?").waitFor();
    await expectAccessible();
  },
  minuteMs,
);

let written = "";

test(
  "without the box one writes, edits and asks, and it says so",
  async () => {
    await open("/knowledge");
    await page.getByRole("link", { name: /Water pump/ }).waitFor();
    await open(`/ask/${conversation}`);
    await page.getByText("Nobody has taught this yet").waitFor();
    await box.kill();
    await open("/knowledge/new");
    await write("Spare fuses", "Spare fuses lie in a tin.");
    written = await share("Share");
    await page.getByText("On this phone only").first().waitFor();
    await expectAccessible();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("What others should know").fill("Spare fuses lie in the blue tin.");
    await share("Share the new version");
    await page.getByText("Spare fuses lie in the blue tin.").waitFor();
    await open("/knowledge");
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor();
    await page.getByRole("searchbox").fill("blue tin");
    await page.getByText("only what this phone has seen is searched").waitFor();
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor();
    await expectAccessible();
    await open(`/ask/${conversation}`);
    await page.getByText("Nobody has taught this yet").waitFor();
    await ask("Where are the spare fuses?");
    await page.getByText("Waits on this phone.").waitFor();
    await expectAccessible();
    await page.reload();
    await page.getByText("Waits on this phone.").waitFor();
  },
  2 * minuteMs,
);

test(
  "with the box back, all of it arrives once",
  async () => {
    await box.startAgain();
    await neighbour.openSession();
    // The phone tries by itself, ever more rarely; a member who knows better does not wait for it.
    await press(page, "Out of reach");
    await press(page, "Try now");
    await page.getByText("Answer from 1 passage").waitFor();
    await page.getByText("Spare fuses lie in the blue tin.").first().waitFor();
    const detail = await detailOf(written);
    expect([detail.versions, detail.body]).toEqual([2, "Spare fuses lie in the blue tin."]);
    const all = await neighbour.get<{ items: { title: string }[] }>("/api/items?limit=100");
    expect(all.items.filter(({ title }) => title === "Spare fuses")).toHaveLength(1);
    await page.reload();
    await page.getByText("Where are the spare fuses?").first().waitFor();
    expect(await page.locator(".turn", { hasText: "Where are the spare fuses?" }).count()).toBe(1);
  },
  2 * minuteMs,
);

test(
  "a conversation is found, taken along, and deleted for good",
  async () => {
    await open("/ask/earlier");
    await page.getByLabel("Search your conversations").fill("traghetto");
    await page.getByText("1 place found").waitFor();
    await expectAccessible();
    await page.locator("main .list a").first().click();
    await page.getByRole("button", { name: "Export or delete" }).click();
    const saving = page.waitForEvent("download");
    await press(page, "To read (Markdown)");
    const saved = await (await saving).createReadStream();
    const text = (await Array.fromAsync(saved as AsyncIterable<Buffer>)).join("");
    expect(text).toContain("Quando parte il traghetto?");
    await expectAccessible();
    await press(page, "Delete this conversation");
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL(/\/ask$/);
    await open("/ask/earlier");
    await page.getByText("When does the river rise?").waitFor();
    expect(await page.getByText("Quando parte il traghetto?").count()).toBe(0);
    const left = await page.evaluate(async () => {
      const opening = indexedDB.open("folkmoot");
      const db = await new Promise<IDBDatabase>((done) => {
        opening.onsuccess = () => done(opening.result);
      });
      const rows = db.transaction("cache").objectStore("cache").getAll();
      const all = await new Promise<unknown[]>((done) => {
        rows.onsuccess = () => done(rows.result);
      });
      db.close();
      return all.filter((row) => JSON.stringify(row).includes("fuses?")).length;
    });
    expect(left).toBe(0);
  },
  minuteMs,
);

test(
  "an author erases a text, and it is gone here and on the box",
  async () => {
    await open(`/knowledge/${written}`);
    await press(page, "Erase");
    await page.getByRole("dialog").getByText("Nobody can bring it back").waitFor();
    await expectAccessible();
    await press(page, "Erase for good");
    await page.waitForURL(/\/knowledge$/);
    await until(async () => (await detailOf(written).catch(() => null)) === null);
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor({ state: "detached" });
    await open(`/knowledge/${written}`);
    await page.getByText("Nothing to see here").waitFor();
    await expectAccessible();
  },
  minuteMs,
);

test("no page complained", () => {
  expect(complaints).toEqual([]);
});
