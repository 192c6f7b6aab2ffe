/** The box that opened a vote is gone: a steward counts on the phone and signs, in a real Chromium. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { systemClock } from "../../appliance/clock.ts";
import { effects } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import { axeFindings } from "../support/axe.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { effectOf, propose, vote } from "../support/decide.ts";
import type { Detail } from "../support/deciding-box.ts";
import { type FakeClock, fakeClock } from "../support/fake-clock.ts";
import { TestMember } from "../support/member.ts";
import { foundRibera, makeInvitation, openAddress, press, until } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

const day = 86_400;
// Three days of talk, two of voting, one of grace; twelve hours in which a box might take over.
const longAfter = 7 * day;

let clock: FakeClock;
let box: TestBox;
let browser: TestBrowser;
let page: Page;
let bo: TestMember;
let thread: OpId;

beforeAll(async () => {
  clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  box = await startBox({ clock });
  // axe is injected as a script, which the app's own policy rightly refuses.
  browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(page, box);
  bo = await join("Bo");
  const cai = await join("Cai");
  thread = await propose(bo, { effects: [effectOf(effects.groupCreate, { name: "elders" })] });
  for (const member of [bo, cai]) await vote(member, thread);
  await box.box.governance.look();
  // From now on the box signs nothing any more.
  await box.box.governance.close();
});

async function join(name: string): Promise<TestMember> {
  const { hash } = new URL(await makeInvitation(page, box.plainUrl));
  const member = await TestMember.join(box, fromBase64Url(hash.slice(1)) ?? new Uint8Array(), {
    name,
  });
  member.now = () => Math.floor(clock.nowMs() / 1_000);
  return member;
}

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

const seen = () => {
  bo.token = null;
  return bo.get<Detail>(`/api/decisions/${thread}`);
};

test("while a box may still close it, nobody is asked to", async () => {
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  expect(await page.getByText("No box has closed it").count()).toBe(0);
  await openAddress(page, `${box.plainUrl}/decide/${thread}/close`);
  await press(page, "Count on this phone");
  await page.getByText("A box may still close it.").waitFor();
  expect(await page.getByRole("button", { name: "Sign this result" }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
});

test("afterwards a steward counts, signs, and what was decided happens", async () => {
  clock.pass(longAfter);
  await page.addInitScript((ms) => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + ms;
  }, longAfter * 1_000);
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  await page.getByText("No box has closed it").waitFor();
  await press(page, "Count and close it");
  await press(page, "Count on this phone");
  await page.getByText("It passes").waitFor();
  await page.getByText("2 of 3, 2 needed").first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Sign this result");
  await until(async () => (await seen()).outcome !== null);
  expect(await seen()).toMatchObject({
    status: "implemented",
    outcome: "passed",
    effects: [{ state: "applied" }],
  });
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  // What the phone has seen before shows until the box has answered.
  await page.getByText("No box has closed it").waitFor({ state: "detached" });
  await page.getByText("Done").or(page.getByText("Passed")).first().waitFor();
});
