/** A community that decides, with one of its members in a real Chromium. */
import type { Page } from "playwright-core";
import { effects } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url, toOpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "./box.ts";
import { launchBrowser } from "./browser.ts";
import { decide } from "./decide.ts";
import { TestMember } from "./member.ts";
import { joinByLink } from "./walkthrough.ts";

export interface DecidingPage {
  readonly box: TestBox;
  /** Ana Ruiz's; she came last, and her phone may still be installing the app. */
  readonly page: Page;
  /** Founder and steward. */
  readonly rosa: TestMember;
  readonly teo: TestMember;
  /** `M 2`, `M 3` and so on. */
  readonly others: readonly TestMember[];
  /** What went wrong in the page without anybody seeing it. */
  readonly complaints: readonly string[];
  open(path: string): Promise<void>;
  /** The box is started again, and everybody's phones find it where it was. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `people`: beside Rosa and Ana. Votes last two days, and nothing has to be discussed before.
 * `decideAlone`: what Rosa decides while nobody else is there.
 */
export async function decidingPage(
  people: number,
  decideAlone: (rosa: TestMember) => Promise<void> = () => Promise.resolve(),
): Promise<DecidingPage> {
  let box = await startBox();
  const rosa = await TestMember.found(box);
  const days = { discussionHours: 0, votingHours: 48, graceHours: 24 };
  const shares = { quorumPermille: 500, approvalPermille: 750, veto: true };
  await decide(rosa, effects.communityRules, { ...days, ...shares });
  await decideAlone(rosa);
  const { seed } = await rosa.invite({ uses: people + 1 });
  const teo = await TestMember.join(box, seed, { name: "Teo" });
  const others: TestMember[] = [];
  for (let number = 2; number <= people; number++) {
    others.push(await TestMember.join(box, seed, { name: `M ${number}` }));
  }
  // axe is injected as a script, which the app's own policy rightly refuses.
  const browser = await launchBrowser({ context: { bypassCSP: true, reducedMotion: "reduce" } });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await joinByLink(page, `${box.plainUrl}/join#${toBase64Url(seed)}`, "Ana Ruiz");
  return {
    get box() {
      return box;
    },
    page,
    rosa,
    teo,
    others,
    complaints,
    async open(path) {
      await page.goto(box.plainUrl + path);
      await page.locator("h1").waitFor();
      await page.locator(".loading").first().waitFor({ state: "detached" });
    },
    async comeBack() {
      box = await box.restart();
      for (const member of [rosa, teo, ...others]) {
        member.box = box;
        member.token = null;
      }
      await page.evaluate(() => dispatchEvent(new Event("online")));
    },
    async close() {
      await browser.close();
      await box.close();
    },
  };
}

/** Of the proposal whose page is on screen. */
export function threadInAddress(page: Page): OpId {
  return toOpId(new URL(page.url()).pathname.split("/")[2] ?? "");
}
