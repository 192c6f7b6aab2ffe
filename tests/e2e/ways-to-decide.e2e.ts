/**
 * Other ways to decide than yes and no, and what lies between decisions: drafts, meetings, offices.
 * On a real box, in a real Chromium.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { effects, kinds, optionChoice } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { effectOf, propose, vote } from "../support/decide.ts";
import { type DecidingPage, decidingPage, threadInAddress } from "../support/deciding-page.ts";
import type { TestMember } from "../support/member.ts";
import { troubles } from "../support/troubles.ts";
import { press } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

let there: DecidingPage;
let page: Page;
/** Founder and steward; everybody but her came later. */
let rosa: TestMember;
let teo: TestMember;
let others: readonly TestMember[];

beforeAll(async () => {
  there = await decidingPage(3);
  ({ page, rosa, teo, others } = there);
});

afterAll(() => there?.close());

describe("other ways to decide", () => {
  test("a ranked choice, ordered with the keyboard, with results hidden until the close", async () => {
    const words = ["Saturday", "Sunday", "Friday evening"];
    const thread = await propose(rosa, {
      model: "ranked",
      options: 3,
      hidden: true,
      text: { title: "When do we mend the roof?", options: words },
    });
    await vote(rosa, thread, optionChoice);
    await there.open("/decide");
    await page.getByText("Your vote is missing").waitFor();
    await page.getByText("When do we mend the roof?").click();
    await page.getByText("Results are hidden until the close").waitFor();
    await page.getByRole("button", { name: "Vote", exact: true }).click();
    await page.getByRole("button", { name: "Saturday", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Sunday", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Sunday: one up" }).press("Enter");
    expect(await troubles(page)).toEqual([]);
    await page.getByRole("button", { name: "Vote: Sunday" }).press("Enter");
    await page.getByText("Heard by the box").waitFor();
    for (const member of [teo, ...others]) await vote(member, thread, optionChoice + 1);
    await page.getByText("Most wanted: Sunday").waitFor();
  });

  test("votes on paper count once two others have seen them", async () => {
    const thread = await propose(rosa, { text: { title: "A bench by the well" } });
    await there.open(`/decide/${thread}`);
    await press(page, "Tell how others voted");
    await page.getByLabel("M 3").selectOption("Yes");
    expect(await troubles(page)).toEqual([]);
    await press(page, "Sign it with my name");
    await page.getByText("2 more must confirm").waitFor();
    const { attestations } = await rosa.get<{ attestations: { id: OpId }[] }>(
      `/api/decisions/${thread}`,
    );
    const attestation = attestations[0]?.id as OpId;
    await rosa.speak(kinds.witness, { attestation });
    await teo.speak(kinds.witness, { attestation });
    await page.getByText("1 of them on paper").waitFor();
  });

  test("a vote is handed on, and taken back", async () => {
    await there.open("/decide/delegations");
    await page.getByLabel("To whom").selectOption({ label: "Teo" });
    await page.getByLabel("Only about this topic").fill("garden");
    await press(page, "Hand it on");
    await page.getByRole("button", { name: "Take it back" }).waitFor();
    expect(await troubles(page)).toEqual([]);
    await press(page, "Take it back");
    await page.getByText("Nobody. Your voice counts only when you vote.").waitFor();
  });

  test("who leads the talk sees who was not heard, and not what anybody chose", async () => {
    const thread = await propose(rosa, { text: { title: "A new path" } });
    await teo.speak(kinds.comment, { thread, parent: null, text: "Where to?" });
    const heard = await rosa.get<{ silent: string[]; spoke: string[] }>(
      `/api/decisions/${thread}/heard`,
    );
    expect(heard.spoke).toEqual([teo.member]);
    expect(heard.silent).toContain(others[0]?.member as string);
  });
});

describe("between decisions", () => {
  test("a draft is its author's until it is proposed", async () => {
    await there.open("/decide/new");
    await page.getByLabel("What do you propose?").fill("A bench in the shade");
    await press(page, "Keep it as a draft");
    await page.waitForURL(/\/decide\/[0-9a-f]{32}$/);
    const thread = threadInAddress(page);
    await page.getByText("Only you see it, until you propose it.").waitFor();
    expect((await rosa.fetch(`/api/decisions/${thread}`)).status).toBe(404);
    await press(page, "Go on writing");
    await page.getByLabel("What is at stake").fill("It is hot at noon.");
    await press(page, "Propose it");
    await page.getByText("1 of 5 took part, 3 needed").waitFor();
    await press(page, "Take it back");
    await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
    await page.getByText("Withdrawn", { exact: true }).waitFor();
  });

  test("people meet: the agenda ahead, the minutes after, and who does what", async () => {
    await there.open("/meetings");
    await press(page, "Plan a meeting");
    await page.getByLabel("What is it about?").fill("The roof");
    await page.getByLabel("Day", { exact: true }).fill("2031-05-04");
    await page.getByLabel("Agenda").fill("Who has nails\nWho cooks");
    await press(page, "Add a task");
    await page.getByLabel("Task 1", { exact: true }).fill("Buy nails");
    await page.getByLabel("Who does it").selectOption({ label: "Teo" });
    expect(await troubles(page)).toEqual([]);
    await press(page, "Sign it");
    await page.getByRole("link", { name: /The roof/ }).click();
    await page.getByText("Who cooks").waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.getByText("Buy nails").click();
    await press(page, "Change or write minutes");
    await page.getByLabel("Minutes").fill("Teo has bought them.");
    await press(page, "Sign it");
    await page.getByText("Teo has bought them.").waitFor();
    expect(await page.getByRole("checkbox").isChecked()).toBe(true);
  });

  test("an office is given for a term by deciding, and shown with its end", async () => {
    const until = Math.floor(Date.now() / 1000) + 10 * 86_400;
    const office = { member: teo.member, role: "mediator", until } as const;
    const thread = await propose(rosa, { effects: [effectOf(effects.roleAppoint, office)] });
    for (const member of [rosa, teo, ...others]) await vote(member, thread);
    await there.open(`/decide/${thread}`);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("button", { name: "Vote: Yes" }).click();
    await page.getByText("Passed and done").waitFor();
    await there.open("/decide/offices");
    await page.getByText("Teo: Mediator").waitFor();
    await page.getByText("Ends soon: who comes next?").waitFor();
    await page.getByText("Mediator: 1 person, and you want 2.").waitFor();
    expect(await troubles(page)).toEqual([]);
  });
});

test("no page complained", () => {
  expect(there.complaints).toEqual([]);
});
