/** Another steward: proposed in the app, decided by everybody, signed by those it takes. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { systemClock } from "../../appliance/clock.ts";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import { rootSignedBytes } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { vote } from "../support/decide.ts";
import { day } from "../support/deciding-box.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { TestMember } from "../support/member.ts";
import { foundRibera, makeInvitation, press, until } from "../support/walkthrough.ts";

// Two processors, shared by browsers and boxes: patience, not a measurement.
setDefaultTimeout(60_000);

const clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
let box: TestBox;
let browser: TestBrowser;
let founder: Page;
let ana: TestMember;

beforeAll(async () => {
  box = await startBox({ clock });
  browser = await launchBrowser();
  founder = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(founder, box, { founder: "Rosa" });
  const { hash } = new URL(await makeInvitation(founder, box.plainUrl));
  ana = await TestMember.join(box, fromBase64Url(hash.slice(1)) ?? new Uint8Array());
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

interface Gate {
  stewards: string[];
  requests: { id: OpId; state: string; document: string | null }[];
}

test("a member becomes a steward when it is decided, signed and agreed to", async () => {
  await founder.goto(`${box.plainUrl}/community/members/${ana.member}`);
  await press(founder, "Make a steward");
  await press(founder, "Propose it");
  await founder.waitForURL(/\/decide\/[0-9a-f]{32}$/);
  const thread = new URL(founder.url()).pathname.split("/").at(-1) as OpId;
  await vote(ana, thread, choices.yes);

  await founder.goto(`${box.plainUrl}/community/settings`);
  await founder.getByText("Decided: these are the stewards").waitFor();
  await press(founder, "Sign it");
  await founder.getByText("Decided: these are the stewards").waitFor({ state: "hidden" });
  await founder.getByRole("heading", { name: /Ana/ }).first().waitFor();

  const gate = await ana.get<Gate>("/api/gate");
  const open = gate.requests.find(({ state }) => state === "open");
  if (open === undefined || open.document === null) throw new Error("nothing to agree to");
  const document = fromBase64Url(open.document) ?? new Uint8Array();
  const rootSignature = await ana.signer.sign(rootSignedBytes(document));
  await ana.speak(kinds.gateApprove, { request: open.id, rootSignature });
  const { stewards } = await ana.get<Gate>("/api/gate");
  expect(stewards).toContain(ana.member);
  expect(stewards).toHaveLength(2);
});

test("a phone whose clock is a week behind says so before a steward signs", async () => {
  const warning = founder.getByText("This phone's clock and the box's do not agree");
  await founder.goto(`${box.plainUrl}/community/settings`);
  await founder.getByRole("heading", { name: "How you decide" }).first().waitFor();
  expect(await warning.count()).toBe(0);
  await founder.clock.setFixedTime(clock.nowMs() - 8 * day * 1_000);
  await founder.reload();
  await warning.waitFor();
  await founder.getByText("it would be over at once: nobody could agree to it").waitFor();
  await founder.goto(`${box.plainUrl}/community/members/${ana.member}`);
  await press(founder, "They lost their phone");
  await founder.getByRole("dialog").getByText("By this phone it is").waitFor();
  // Set right, it is gone with the next look.
  await founder.clock.setFixedTime(clock.nowMs());
  await founder.goto(`${box.plainUrl}/community/settings`);
  await founder.getByRole("heading", { name: "How you decide" }).first().waitFor();
  await warning.waitFor({ state: "hidden" });
});

test("what is asked of stewards says until when, is over after a week, and is asked again", async () => {
  await founder.goto(`${box.plainUrl}/community/members/${ana.member}`);
  await press(founder, "They lost their phone");
  await press(founder, "Yes, go on");
  const gate = () => ana.get<Gate>("/api/gate");
  await until(async () => (await gate()).requests.some(({ state }) => state === "open"));
  await founder.goto(`${box.plainUrl}/community/settings`);
  await founder.getByText(/Stewards can agree until .*, in 7 days/).waitFor();
  clock.pass(7 * day + 60);
  ana.token = null;
  // The phone's clock goes on as well.
  await founder.clock.setFixedTime(clock.nowMs());
  await founder.reload();
  await founder.getByText("Its seven days are over without enough stewards").waitFor();
  await press(founder, "Ask again");
  await founder.getByText("Signed. It shows here as soon as the box has it.").waitFor();
  await until(
    async () => (await gate()).requests.filter((one) => one.state === "open").length === 1,
  );
  expect((await gate()).requests.map(({ state }) => state).sort()).toEqual([
    "applied",
    "expired",
    "open",
  ]);
});
