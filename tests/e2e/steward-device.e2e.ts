/** A steward's phone is stolen: the others sign that they go on by another device, in the app. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type MemberId, type OpId } from "../../mesh/op/index.ts";
import { rootSignedBytes } from "../../mesh/rules/index.ts";
import { axeFindings } from "../support/axe.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { effectOf, propose, vote } from "../support/decide.ts";
import { TestMember } from "../support/member.ts";
import { foundRibera, makeInvitation, openAddress, press, until } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

interface Gate {
  stewards: MemberId[];
  requests: { id: OpId; state: string; document: string | null }[];
}

interface Person {
  devices: { id: string; revoked: boolean; isStewardKey: boolean }[];
}

let box: TestBox;
let browser: TestBrowser;
let page: Page;
let ana: TestMember;
let bo: TestMember;
let anasTablet: TestMember;
/** Of the founding, on paper. */
let words: string[] = [];

beforeAll(async () => {
  box = await startBox();
  // axe is injected as a script, which the app's own policy rightly refuses.
  browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  words = await foundRibera(page, box, { founder: "Rosa" });
  ana = await join("Ana");
  bo = await join("Bo");
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

async function join(name: string): Promise<TestMember> {
  const { hash } = new URL(await makeInvitation(page, box.plainUrl));
  return TestMember.join(box, fromBase64Url(hash.slice(1)) ?? new Uint8Array(), { name });
}

/** The open request at the gate, agreed to by this device as soon as the phone has sent it. */
async function agree(steward: TestMember): Promise<void> {
  const openRequest = async () =>
    (await steward.get<Gate>("/api/gate")).requests.find(({ state }) => state === "open");
  await until(async () => (await openRequest()) !== undefined);
  const open = await openRequest();
  if (open === undefined || open.document === null) throw new Error("nothing to agree to");
  const document = fromBase64Url(open.document) ?? new Uint8Array();
  const rootSignature = await steward.signer.sign(rootSignedBytes(document));
  await steward.speak(kinds.gateApprove, { request: open.id, rootSignature });
}

const gate = () => bo.get<Gate>("/api/gate");
/** The signature of the phone that asked follows its request. */
const settled = () =>
  until(async () => (await gate()).requests.every(({ state }) => state !== "open"));
const open = (path: string) => openAddress(page, box.plainUrl + path);

test("three become stewards, and two of them are enough", async () => {
  const [rosa] = (await gate()).stewards as [MemberId];
  const mandate = { stewards: [rosa, ana.member, bo.member].sort(), threshold: 2 };
  const thread = await propose(ana, { effects: [effectOf(effects.stewardMandate, mandate)] });
  for (const member of [ana, bo]) await vote(member, thread);
  await open(`/decide/${thread}`);
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByRole("button", { name: "Vote: Yes" }).click();
  await page.getByText("Passed", { exact: false }).first().waitFor();
  await open("/community/settings");
  await page.getByText("Decided: these are the stewards").waitFor();
  await press(page, "Sign it");
  await page.getByText("Decided: these are the stewards").waitFor({ state: "hidden" });
  for (const member of [ana, bo]) await agree(member);
  await settled();
  expect((await gate()).stewards).toHaveLength(3);
});

test("whose phone is stolen stays one, by the device that is left", async () => {
  const tablet = await TestMember.join(box, (await ana.invite({ purpose: "device" })).seed);
  anasTablet = tablet;
  // She shuts the stolen phone out from her tablet.
  const stolen = { device: ana.device, member: null, reason: "stolen" } as const;
  await tablet.speak(kinds.revoke, stolen);
  await open(`/community/members/${ana.member}`);
  await press(page, "Go on with their other device");
  await page.getByText("stays a steward, by a device that is not shut out").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Yes, go on");
  await until(async () => (await gate()).requests.some(({ state }) => state === "open"));
  for (const member of [bo, tablet]) await agree(member);
  await settled();
  const { devices } = await bo.get<Person>(`/api/members/${ana.member}`);
  expect(devices).toMatchObject([
    { id: ana.device, revoked: true, isStewardKey: false },
    { id: tablet.device, revoked: false, isStewardKey: true },
  ]);
  expect((await gate()).stewards).toHaveLength(3);
  await open(`/community/members/${ana.member}`);
  await page.getByText("Go on with their other device").waitFor({ state: "hidden" });
});

test("of two stewards who both sign, the button says that it takes the twelve words", async () => {
  const { stewards } = await gate();
  const rosa = stewards.find((id) => id !== ana.member && id !== bo.member) as MemberId;
  const tablet = await TestMember.join(box, (await bo.invite({ purpose: "device" })).seed);
  // Everybody decides that Rosa and Bo go on as two, and their keys sign it.
  const mandate = { stewards: [rosa, bo.member].sort(), threshold: 2 };
  const thread = await propose(bo, { effects: [effectOf(effects.stewardMandate, mandate)] });
  await vote(bo, thread);
  await vote(anasTablet, thread);
  await open(`/decide/${thread}`);
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByRole("button", { name: "Vote: Yes" }).click();
  await page.getByText("Passed", { exact: false }).first().waitFor();
  await open("/community/settings");
  await press(page, "Sign it");
  await page.getByText("Decided: these are the stewards").waitFor({ state: "hidden" });
  await agree(bo);
  await settled();
  expect((await gate()).stewards).toHaveLength(2);
  const stolen = { device: bo.device, member: null, reason: "stolen" } as const;
  await tablet.speak(kinds.revoke, stolen);
  await open(`/community/members/${bo.member}`);
  const renew = page.getByRole("button", { name: /Go on with their other device/ });
  await renew.getByText("Needs the twelve words from the founding").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await renew.click();
  await page.getByLabel("The twelve words").fill(words.join(" "));
  await press(page, "Become the only steward");
  await page.getByText("Signed. It takes effect").waitFor();
  await until(async () => (await tablet.get<Gate>("/api/gate")).stewards.length === 1);
  expect((await tablet.get<Gate>("/api/gate")).stewards).toEqual([rosa]);
});
