import { expect, test } from "bun:test";
import { corpusItems } from "../demo/index.ts";
import { checkSupport } from "./check-support.ts";
import { sentencesOf } from "./sentences.ts";

const pantry = {
  title: "The pantry",
  heading: null,
  lang: "en",
  text:
    "The pantry is open on Mondays from 6 to 9. It is not open on Sundays. Sunniva keeps the key; " +
    "call her at ext. 120. Take 2 jars or five loaves, 20 litres of water at most. Dogs stay " +
    "outside, and bread is never sold. Bring bags before noon. Never store wet seeds: they rot. " +
    "Boil the milk for at least 3 minutes.",
};
const despensa = {
  title: "La despensa",
  heading: null,
  lang: "es",
  text:
    "La despensa abre los lunes de 6 a 9. No abre los domingos. La llave la tiene Sunniva. " +
    "Se pueden llevar dos tarros y 20 litros de agua. El pan no se vende. Los menores de 12 " +
    "años no entran.",
};

test.each([
  "The pantry is open on Mondays from 6 to 9.",
  "On Mondays the pantry is open until 9.",
  "It is not open on Sundays.",
  "The pantry isn't open on Sunday.",
  "Sunniva has the key of the pantry.",
  "Call Sunniva at ext. 120.",
  "You can take two jars or 5 loaves.",
  "Take at most 20 litres of water and 2 jars.",
  "Bread is not sold, and dogs stay outside.",
  "The pantry is closed on Sundays.",
  "Wet seeds rot.",
  "Boil the milk at least 3 min.",
])("what the passage says is supported: %s", (sentence) => {
  expect(checkSupport(sentence, [pantry])).toBe("yes");
});

test.each([
  ["another number", "The pantry is open on Mondays from 6 to 10."],
  ["a number of something else", "Take 20 jars of water."],
  ["a number in words", "You can take three jars."],
  ["numbers that changed places", "Take 5 jars or 2 loaves."],
  ["another name", "Marta keeps the key of the pantry."],
  ["another name inside", "The key of the pantry is kept by Marta."],
  ["another day", "The pantry is open on Tuesdays from 6 to 9."],
  ["a denial left out", "The pantry is open on Sundays."],
  ["a denial put in", "The pantry is not open on Mondays from 6 to 9."],
  ["a denial of its second half", "Dogs stay outside, and bread is sold."],
  ["its opposite", "The pantry is closed on Mondays from 6 to 9."],
  ["before for after", "Bring bags after noon."],
  ["another measure", "Boil the milk for 3 hours."],
  ["most for least", "Boil the milk for at most 3 minutes."],
  ["other words", "Ducks own the western towers."],
  ["nothing at all", "Yes, you can."],
])("%s is marked", (_, sentence) => {
  expect(checkSupport(sentence, [pantry])).toBe("no");
});

test.each([
  ["La despensa abre los lunes de 6 a 9.", "yes"],
  ["Abre lunes.", "yes"],
  ["Se pueden llevar 2 tarros.", "yes"],
  ["El pan no se vende.", "yes"],
  ["La despensa abre los martes de 6 a 9.", "no"],
  ["La despensa abre los domingos.", "no"],
  ["La llave la tiene Marta.", "no"],
  ["Se pueden llevar tres tarros.", "no"],
  ["El pan se vende.", "no"],
  ["Los mayores de 12 años no entran.", "no"],
  ["You can take 20 l of water.", "unchecked"],
  ["You can take 20 kilos of water.", "no"],
  ["The pantry opens on Mondays.", "unchecked"],
  ["You can take two jars.", "unchecked"],
  ["You can take three jars.", "no"],
] as const)("in Spanish, and of a Spanish passage: %s %s", (sentence, support) => {
  expect(checkSupport(sentence, [despensa])).toBe(support);
});

const chinese = {
  title: "面包房",
  heading: null,
  lang: "zh",
  text: "面包房每天六点半开门，周日不开门。一个面包要二十五个积分。",
};
const arabic = {
  title: "المخزن",
  heading: null,
  lang: "ar",
  text: "يفتح المخزن يوم الاثنين الساعة ٦. لا تجلبوا الكلاب.",
};
const hindi = { title: "भंडार", heading: null, lang: "hi", text: "भंडार सोमवार को ६ बजे खुलता है।" };

test.each([
  [chinese, "面包房六点半开门。", "yes"],
  [chinese, "面包要25个积分。", "yes"],
  [chinese, "面包要三十五个积分。", "no"],
  [chinese, "面包房每天不开门。", "no"],
  [arabic, "يفتح المخزن الساعة 6.", "yes"],
  [arabic, "يفتح المخزن الساعة 8.", "no"],
  [hindi, "भंडार सोमवार को 6 बजे खुलता है।", "yes"],
  [hindi, "भंडार सोमवार को 7 बजे खुलता है।", "no"],
  [hindi, "The store opens on Mondays.", "unchecked"],
] as const)("in other scripts: %#", (passage, sentence, support) => {
  expect(checkSupport(sentence, [passage])).toBe(support);
});

test("separators of thousands and leading zeros say nothing, another price does", () => {
  const roof = { ...pantry, text: "The roof costs 1,500 credits. Work begins at 06:30." };
  expect(checkSupport("The roof costs 1.500 credits.", [roof])).toBe("yes");
  expect(checkSupport("Work begins at 6:30.", [roof])).toBe("yes");
  expect(checkSupport("The roof costs twenty-five credits.", [roof])).toBe("no");
  const more = { ...roof, text: "The roof costs 25 credits, the wall two hundred." };
  expect(checkSupport("The roof costs twenty-five credits.", [more])).toBe("yes");
  expect(checkSupport("The wall costs 200.", [more])).toBe("yes");
});

test("of the sample community nearly every sentence is its own item's, and with another number none is", () => {
  const marks = { own: 0, ownMarked: 0, changed: 0, changedUnmarked: 0 };
  for (const { title, body, lang } of corpusItems().filter((_, at) => at % 5 === 0)) {
    const item = { title, heading: null, text: body, lang };
    for (const { text } of sentencesOf(body, lang)) {
      marks.own += 1;
      if (checkSupport(text, [item]) !== "yes") marks.ownMarked += 1;
      const other = text.replace(/\d+/, (digits) => String(Number(digits) + 7));
      if (other === text) continue;
      marks.changed += 1;
      if (checkSupport(other, [item]) === "yes") marks.changedUnmarked += 1;
    }
  }
  expect(marks.own).toBeGreaterThan(300);
  expect(marks.changed).toBeGreaterThan(100);
  // "How it goes." says nothing that could be compared.
  expect(marks.ownMarked / marks.own).toBeLessThan(0.01);
  // Where an item says both numbers of the same thing, words cannot tell.
  expect(marks.changedUnmarked / marks.changed).toBeLessThan(0.02);
});
