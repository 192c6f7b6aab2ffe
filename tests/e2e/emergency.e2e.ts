/** An emergency on a real box, called in a real Chromium: everybody sees it, and a review follows. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { axeFindings } from "../support/axe.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { effectOf, propose, vote } from "../support/decide.ts";
import { TestMember } from "../support/member.ts";
import { joinByLink, openAddress, press, until, untilInstalled } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

interface View {
  policy: object | null;
  emergencies: { id: OpId; level: string; reason: string; state: string }[];
}

let box: TestBox;
let browser: TestBrowser;
let page: Page;
let rosa: TestMember;
const complaints: string[] = [];

beforeAll(async () => {
  box = await startBox();
  rosa = await TestMember.found(box);
  const { seed } = await rosa.invite();
  // axe is injected as a script, which the app's own policy rightly refuses.
  browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.on("pageerror", (error) => complaints.push(error.message));
  await joinByLink(page, `${box.plainUrl}/join#${toBase64Url(seed)}`, "Ana Ruiz");
  await untilInstalled(page);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

async function open(path: string): Promise<void> {
  await openAddress(page, box.plainUrl + path);
}

test("nobody may call one before the community has said who", async () => {
  await open("/emergency");
  await page.getByText("There is no emergency").waitFor();
  expect(await page.getByText("Call an emergency").count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
});

test("whoever was named calls it, everybody is told, and a review is opened", async () => {
  const members = await rosa.get<{ members: { id: string; profile: { name: string } | null }[] }>(
    "/api/members",
  );
  const ana = members.members.find(({ profile }) => profile?.name === "Ana Ruiz");
  const people = [ana?.id as typeof rosa.member, rosa.member];
  const policy = { people, two: true, hours: 12, powers: ["alert_all" as const] };
  const thread = await propose(rosa, { effects: [effectOf(effects.emergencyPolicy, policy)] });
  await vote(rosa, thread);
  // Ana says yes as well: then everybody has, and it is decided at once.
  await open(`/decide/${thread}`);
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByRole("button", { name: "Vote: Yes" }).click();
  await until(async () => (await rosa.get<View>("/api/emergency")).policy !== null);
  await open("/emergency");
  await page.getByText("Call an emergency").waitFor();
  const words = () => page.getByLabel("What is happening, and what should people do?");
  await words().fill("The river rises.");
  // A phone that falls, or a thumb that slips, does not lose them.
  await page.waitForTimeout(500);
  await open("/emergency");
  await until(async () => (await words().inputValue()) === "The river rises.");
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Call it");
  await press(page, "Yes, call it");
  await page
    .getByText(/Emergency called, waiting for a second person/)
    .first()
    .waitFor();
  // Nobody calls the same one twice by mistake; another can be called.
  await words().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Call another emergency" }).press("Enter");
  await words().waitFor();
  await page.locator("input[type=radio]:checked:focus").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Call another emergency" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const { emergencies } = await rosa.get<View>("/api/emergency");
  expect(emergencies).toMatchObject([{ reason: "The river rises.", state: "waiting" }]);
  const [called] = emergencies;
  const confirm = { emergency: called?.id as OpId, act: "confirm" as const, words: "" };
  await rosa.speak(kinds.emergencyAct, confirm);
  await open("/emergency");
  await page.getByLabel("What should everybody know now?").fill("Come to the school.");
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Tell everybody");
  await page.getByText("Emergency: Come to the school.").first().waitFor();
  await open("/decide");
  await page.getByText("Review of an emergency").first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await open("/emergency");
  await press(page, "End it now");
  await page.getByText("It ends for everybody").waitFor();
  expect((await rosa.get<View>("/api/emergency")).emergencies[0]?.state).toBe("in-force");
  await press(page, "Yes, end it");
  await page.getByText("There is no emergency").waitFor();
  expect(await page.getByRole("alert").filter({ hasText: "Emergency:" }).count()).toBe(0);
  expect(complaints).toEqual([]);
});
