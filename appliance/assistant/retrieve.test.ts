import { describe, expect, test } from "bun:test";
import {
  fewPassages,
  type PassageText,
  passagesFrom,
  someViewer,
} from "../../tests/support/few-passages.ts";
import type { FoundPassage } from "./passage-source.ts";
import { analyse } from "./question.ts";
import { retrieve } from "./retrieve.ts";
import { supportOf } from "./support.ts";

const now = 1_795_000_000;
const day = 24 * 3_600;

async function found(question: string, texts: readonly PassageText[], limit = 8) {
  const options = { limit, now, language: "en" } as const;
  return retrieve(question, someViewer, fewPassages(texts), options);
}

/** Titles of what is found, best first. */
async function titles(question: string, texts: readonly PassageText[]): Promise<string[]> {
  return (await found(question, texts)).passages.map(({ passage }) => passage.title);
}

const filler: readonly PassageText[] = [
  { title: "Choir", text: "We sing on Sundays in the chapel. Bring a friend." },
  { title: "Chess", text: "The club plays under the lime tree when it is warm." },
  { title: "Cine", text: "El viernes hay película en el patio.", lang: "es" },
];

describe("other words for the same thing find it", () => {
  const tap = { title: "The tap in the yard", text: "The tap drips. Turn it firmly." };
  const hens = { title: "Gallinas", text: "Las gallinas comen por la mañana.", lang: "es" };
  const bridge = { title: "The bridge", text: "Vehicles stop crossing when the river is high." };
  const all = [...filler, tap, hens, bridge];

  test.each([
    ["What is wrong with the faucet?", "The tap in the yard"],
    ["¿Quién cierra el grifo?", "The tap in the yard"],
    ["When do the hens eat?", "Gallinas"],
    ["水龙头为什么漏水?", "The tap in the yard"],
    ["Were the taps dripping?", "The tap in the yard"],
  ])("%s", async (question, title) => {
    expect((await titles(question, all))[0]).toBe(title);
  });

  test("but the word itself comes before its likes", async () => {
    const faucet = { title: "Faucets for sale", text: "A brass faucet, hardly used." };
    expect((await titles("Where is there a faucet?", [...all, faucet]))[0]).toBe(faucet.title);
  });
});

describe("what is no longer right", () => {
  const old = {
    title: "Opening hours of the library (2024)",
    text: "The library is open on Mondays at nine. The library hours are short.",
    validUntil: now - 100 * day,
  };
  const [, current] = passagesFrom([old, { title: "New hours", text: "" }]);
  const replaced = { ...old, supersededBy: current?.item ?? null };
  const fresh = { title: "New hours", text: "From January we open on Tuesdays." };

  test("comes after what replaced it, though it holds more of the words", async () => {
    const question = "At what hours is the library open on Mondays?";
    const [first, second] = (await found(question, [replaced, fresh, ...filler])).passages;
    expect(first?.passage.title).toBe("New hours");
    expect(second).toMatchObject({ passage: { title: old.title }, state: "superseded" });
  });

  test("brings what replaced it along, though that holds none of the words", async () => {
    const silent = { title: "Lesesaal", text: "Dienstags." };
    const found = await titles("When is the library open?", [replaced, silent, ...filler]);
    expect(found.slice(0, 2)).toEqual(["Lesesaal", old.title]);
  });

  test("is demoted when its date has passed, but not hidden", async () => {
    const twin = { ...old, title: "Library hours", validUntil: null };
    const hours = (await found("When is the library open?", [old, twin, ...filler])).passages;
    expect(hours.slice(0, 2).map(({ state }) => state)).toEqual(["current", "expired"]);
  });
});

describe("a question is read closely", () => {
  const read = (text: string) => analyse(text, someViewer, fewPassages(filler), "en");
  const sources = async (text: string) =>
    (await read(text)).terms.filter(({ weight }) => weight >= 0.5).map(({ source }) => source);

  test("its language is told by its small words", async () => {
    expect((await read("When is the pump repaired?")).language).toBe("en");
    expect((await read("cuando abre la biblioteca")).language).toBe("es");
    expect((await read("水泵什么时候修好?")).language).toBe("zh");
    expect((await read("Tequio?")).language).toBe("en");
  });

  test("function words ask nothing, a single capital is a name", async () => {
    expect(await sources("Which needle is in machine A?")).toEqual(["needle", "machine", "a"]);
    expect(await sources("¿Cuál es la aguja de la máquina B?")).toEqual(["aguja", "maquina", "b"]);
  });

  test("shorthand is written out and marks a hasty question", async () => {
    const hasty = await read("wen is da library open 4 u");
    expect(hasty.isHasty).toBe(true);
    expect(hasty.terms.map(({ source }) => source)).toEqual(["library", "open", "4"]);
    expect((await read("When is the library open?")).isHasty).toBe(false);
  });

  test("what stands between quotation marks weighs more", async () => {
    const { terms } = await read("People keep saying 'tequio'. What is it?");
    const weight = (source: string) => terms.find((term) => term.source === source)?.weight ?? 0;
    expect(weight("tequio")).toBeGreaterThan(weight("people"));
    expect((await read("¿Qué es una minga?")).asksMeaning).toBe(true);
  });

  test("an endless question is read in bounds", async () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}x`).join(" ");
    const { passages } = await found(long.slice(0, 2_000), filler);
    expect(passages).toEqual([]);
  });
});

describe("support", () => {
  const pump = {
    title: "Pump kits",
    text:
      "There are two pump kits. Ring Teo on 120 for a pump when the gauge is over 2.1 metres.\n\n" +
      "Return them clean.",
  };
  const supportFor = async (question: string) => {
    const { question: read, passages } = await found(question, [...filler, pump]);
    return supportOf(read, passages);
  };

  test("is high for what a passage answers, low for what it only touches", async () => {
    const answered = await supportFor("Whom do I ring for a pump when the gauge is over 2.1?");
    const touched = await supportFor("Who invented the pump, and what did its patent cost?");
    expect(answered).toBeGreaterThan(0.8);
    expect(touched).toBeLessThan(0.5);
    expect(await supportFor("Wer spielt Klavier?")).toBe(0);
  });
});

describe("with vectors", () => {
  const tools = { title: "Tool shed", text: "Spades and rakes hang on the left wall." };
  const vet = { title: "Clinic", text: "Sick animals are seen on Tuesdays in the barn." };
  const texts = [...filler, tools, vet];
  const [near] = passagesFrom(texts).slice(-1) as [FoundPassage];

  async function titlesWith(question: string, trust: number, nearest: FoundPassage[]) {
    const passages = nearest.map((passage) => ({ passage, likeness: 0.9 }));
    const source = { ...fewPassages(texts), nearest: async () => ({ trust, passages }) };
    const options = { limit: 8, now, language: "en" } as const;
    const all = (await retrieve(question, someViewer, source, options)).passages;
    return all.map(({ passage }) => passage.title);
  }

  test("what no word leads to is found", async () => {
    const question = "Who heals a lame goat near the wall?";
    expect(await titlesWith(question, 0, [])).toEqual(["Tool shed"]);
    expect(await titlesWith(question, 1, [near])).toEqual(["Tool shed", "Clinic"]);
    expect(await titlesWith("Wer heilt Ziegen?", 1, [near])).toEqual(["Clinic"]);
  });

  test("a model that understands nothing orders nothing, unless words find nothing", async () => {
    expect(await titlesWith("Who heals a lame goat near the wall?", 0, [near])).toEqual([
      "Tool shed",
    ]);
    expect(await titlesWith("Wer heilt Ziegen?", 0, [near])).toEqual(["Clinic"]);
  });

  test("what replaced a sheet comes along, and before it", async () => {
    const [first] = passagesFrom(texts) as [FoundPassage];
    const old = { ...near, supersededBy: first.item };
    expect(await titlesWith("Wer heilt Ziegen?", 1, [old])).toEqual(["Choir", "Clinic"]);
  });
});
