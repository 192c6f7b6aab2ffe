/** What makes the sample community lived-in: labels, thanks, questions, a report, a conflict. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { type DemoMember, memberNamed } from "./founding.ts";
import type { DemoItem } from "./library.ts";

const day = 24 * 3_600;
const hour = 3_600;

type Members = ReadonlyMap<string, DemoMember>;
type Shelf = ReadonlyMap<string, DemoItem>;

export async function liveOn(members: Members, shelf: Shelf, now: number): Promise<void> {
  await putLabels(members, shelf, now);
  await giveThanks(members, shelf, now);
  await askAround(members, now);
  await report(members, shelf, now);
  await editApart(members, shelf, now);
}

const labels: readonly (readonly [item: string, label: string, by: string])[] = [
  ["k022", "crisis", "Noor Haddad"],
  ["k023", "crisis", "Noor Haddad"],
  ["k024", "crisis", "Imelda Ruiz"],
  ["k025", "crisis", "Imelda Ruiz"],
  ["k131", "crisis", "Imelda Ruiz"],
  ["k147", "crisis", "Lin Meihua"],
  ["k001", "for newcomers", "Noor Haddad"],
  ["k034", "for newcomers", "Imelda Ruiz"],
  ["k070", "for newcomers", "Noor Haddad"],
  ["k099", "for newcomers", "Noor Haddad"],
  ["k105", "for newcomers", "Lin Meihua"],
  ["k148", "for newcomers", "Lin Meihua"],
];

async function putLabels(members: Members, shelf: Shelf, now: number): Promise<void> {
  for (const [id, label, by] of labels) {
    const item = shelf.get(id)?.item;
    if (item === undefined) continue;
    const { author } = memberNamed(members, by);
    await author.say(kinds.itemLabel, { item, label, on: true }, now - 40 * day);
  }
}

/** Whoever an answer helped says so; one sheet did not help. */
async function giveThanks(members: Members, shelf: Shelf, now: number): Promise<void> {
  const liked = ["k001", "k012", "k022", "k035", "k049", "k064", "k070", "k078", "k125", "k143"];
  const everybody = [...members.values()];
  for (const [at, id] of liked.entries()) {
    const target = shelf.get(id)?.version;
    for (let voice = 0; target !== undefined && voice <= at % 4; voice += 1) {
      const author = everybody[(at * 3 + voice * 5) % everybody.length]?.author;
      const said = { target, verdict: "up", passage: 0 } as const;
      await author?.say(kinds.feedback, said, now - (at * 4 + voice) * day);
    }
  }
  const old = shelf.get("k096")?.version;
  if (old === undefined) return;
  const { author } = memberNamed(members, "Sunniva Dahl");
  await author.say(kinds.feedback, { target: old, verdict: "down", passage: 0 }, now - 3 * day);
}

interface OpenQuestion {
  readonly by: string;
  readonly lang: string;
  readonly text: string;
  readonly daysAgo: number;
  readonly answers: readonly { readonly by: string; readonly text: string }[];
  /** Closed with its first answer. */
  readonly isSettled: boolean;
}

const questions: readonly OpenQuestion[] = [
  {
    by: "Anya Okafor",
    lang: "en",
    text: "Does anybody have a pressure canner that I could borrow for the last tomatoes?",
    daysAgo: 2,
    answers: [
      {
        by: "Davit Sargsyan",
        text: "Mine leaks at the seal. I can bring a new seal to the repair café on Saturday.",
      },
    ],
    isSettled: false,
  },
  {
    by: "Tomás Ybarra",
    lang: "es",
    text: "¿Quién guarda las fotos de la reconstrucción del puente?",
    daysAgo: 6,
    answers: [],
    isSettled: false,
  },
  {
    by: "Zhou Guilan",
    lang: "zh",
    text: "林街的路灯什么时候修好?",
    daysAgo: 1,
    answers: [],
    isSettled: false,
  },
  {
    by: "Sunniva Dahl",
    lang: "en",
    text: "Where may the antenna mast for the second repeater be leaned while it is painted?",
    daysAgo: 21,
    answers: [
      {
        by: "Teo Marchetti",
        text:
          "Along the east fence of the tank, on the two trestles. Not on the hatches, and not on " +
          "Thursdays, when we read the meters there.",
      },
    ],
    isSettled: true,
  },
];

async function askAround(members: Members, now: number): Promise<void> {
  for (const { by, lang, text, daysAgo, answers, isSettled } of questions) {
    const asker = memberNamed(members, by).author;
    const asked = now - daysAgo * day;
    const question = await asker.say(kinds.question, { text, lang, audience: "members" }, asked);
    let accepted: OpId | null = null;
    for (const [index, answer] of answers.entries()) {
      const { author } = memberNamed(members, answer.by);
      const body = { question, text: answer.text, item: null };
      const id = await author.say(kinds.answer, body, asked + (index + 5) * hour);
      accepted ??= id;
    }
    if (isSettled) await asker.say(kinds.questionClose, { question, accepted }, asked + day);
  }
}

/** Somebody has noticed what an unknown hand typed under a notice. */
async function report(members: Members, shelf: Shelf, now: number): Promise<void> {
  const item = shelf.get("k124")?.item;
  if (item === undefined) return;
  const text =
    "Somebody typed an odd note at the bottom of this sheet. It was not there in October.";
  const { author } = memberNamed(members, "Anya Okafor");
  await author.say(kinds.itemReport, { item, reason: "wrong", text }, now - 2 * day);
}

/** Two people changed the same page while they were apart: a person has to bring them together. */
async function editApart(members: Members, shelf: Shelf, now: number): Promise<void> {
  const apart = shelf.get("k087");
  if (apart === undefined) return;
  const edits = [
    ["Tomás Ybarra", "The next basket day is in February, when the willow sleeps."],
    ["Noor Haddad", "Children from ten years on are welcome with an adult."],
  ] as const;
  for (const [index, [by, line]] of edits.entries()) {
    const { author } = memberNamed(members, by);
    await author.say(
      kinds.item,
      {
        ...apart.body,
        item: apart.item,
        parents: [apart.version],
        body: `${apart.body.body}\n\n${line}`,
      },
      now - (index + 4) * day,
    );
  }
}
