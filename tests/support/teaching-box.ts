/** A community with one who teaches in a real Chromium, and a neighbour who answers from a phone. */
import type { Page } from "playwright-core";
import { effects } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type MemberId, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { axeFindings } from "./axe.ts";
import type { TestBox } from "./box.ts";
import { type BoxProcess, startBoxProcess } from "./box-process.ts";
import { launchBrowser } from "./browser.ts";
import { decideAll, effectOf } from "./decide.ts";
import { sendFounding, TestMember } from "./member.ts";
import { joinByLink, until, untilInstalled } from "./walkthrough.ts";

export interface Detail {
  readonly title: string;
  readonly body: string;
  readonly versions: number;
  readonly heads: readonly { readonly id: OpId; readonly body: string }[];
  readonly edit: { readonly parents: OpId[] };
}

export interface TeachingBox {
  readonly box: BoxProcess;
  /** Ana Ruiz's, a member and moderator. */
  readonly page: Page;
  /** Rosa, the founder, whose phone is only as much of one as the box can tell. */
  readonly neighbour: TestMember;
  open(path: string): Promise<unknown>;
  /** An item as the neighbour sees it. */
  detailOf(item: string): Promise<Detail>;
  /** axe on what is on screen, in both colour schemes; throws with what it finds. */
  expectAccessible(): Promise<void>;
  /** What went wrong in the page without anybody seeing it. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function teachingBox(): Promise<TeachingBox> {
  const box = await startBoxProcess();
  // axe is injected as a script, which the app's own policy rightly refuses.
  const browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const neighbour = await foundOverHttp(box);
  await joinAsModerator(page, { box, neighbour });
  return {
    box,
    page,
    neighbour,
    complaints,
    open: (path) => page.goto(box.plainOrigin + path),
    detailOf: (item) => neighbour.get<Detail>(`/api/items/${item}`),
    expectAccessible: () => expectAccessible(page),
    async close() {
      await browser.close();
      await box.close();
    },
  };
}

async function foundOverHttp(box: BoxProcess): Promise<TestMember> {
  const link = new URL(box.links[0] as string);
  const overHttp = await boxOverHttp(box.plainOrigin);
  const founding = await TestMember.prepareFounding(overHttp);
  await sendFounding(overHttp, founding, fromBase64Url(link.hash.slice(1)) as Uint8Array);
  return founding.founder;
}

/** The box in its own process, as far as a member needs it. */
async function boxOverHttp(origin: string): Promise<TestBox> {
  const ask = (path: string, init?: RequestInit) => fetch(origin + path, init);
  const { boxKey } = (await (await ask("/api/community")).json()) as { boxKey: string };
  const publicKey = fromBase64Url(boxKey);
  const box = { provisioned: { boxSigner: { publicKey } } };
  return { fetch: ask, box } as unknown as TestBox;
}

interface Person {
  id: MemberId;
  profile: { name: string } | null;
}

async function joinAsModerator(
  page: Page,
  { box, neighbour }: Pick<TeachingBox, "box" | "neighbour">,
): Promise<void> {
  // A guest until it is decided: so that the founder alone decides it.
  const { seed } = await neighbour.invite({ role: "guest" });
  await joinByLink(page, `${box.plainOrigin}/join#${toBase64Url(seed)}`, "Ana Ruiz");
  const ana = async () => {
    const { members } = await neighbour.get<{ members: Person[] }>("/api/members");
    return members.find(({ profile }) => profile?.name === "Ana Ruiz")?.id;
  };
  await until(async () => (await ana()) !== undefined);
  const member = (await ana()) as MemberId;
  await decideAll(neighbour, [
    effectOf(effects.roleGrant, { member, role: "member" }),
    effectOf(effects.roleGrant, { member, role: "moderator" }),
  ]);
  await untilInstalled(page);
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await axeFindings(page);
    if (found.length > 0) throw new Error(`${page.url()} ${colorScheme}\n${found.join("\n")}`);
  }
}

/** Fills the form of the page that teaches. */
export async function write(page: Page, title: string, body: string): Promise<void> {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("What others should know").fill(body);
}

/** Presses the button of this name, and waits for the item. Returns its id. */
export async function share(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForURL(/\/knowledge\/[0-9a-f]{32}$/);
  return itemInAddress(page);
}

export function itemInAddress(page: Page): string {
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

/** On the page where one asks. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}
