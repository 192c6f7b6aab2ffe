import { expect, test } from "bun:test";
import { guessLanguage } from "./language.ts";

test.each([
  ["The pump is behind the mill and it is open for all of us.", "en"],
  ["La bomba está detrás del molino y se abre los lunes por la tarde.", "es"],
  ["La pompe est derrière le moulin et elle ouvre dans la matinée pour les voisins.", "fr"],
  ["A bomba fica atrás do moinho e não abre na segunda para os vizinhos.", "pt"],
  ["Die Pumpe steht hinter der Mühle und ist für den Garten mit einem Schlauch.", "de"],
  ["水泵在磨坊后面,每周一开放。", "zh"],
  ["ポンプは水車小屋の裏にあります。", "ja"],
  ["المضخة خلف الطاحونة", "ar"],
  ["1911 · 12 m", null],
  ["Wxyz qrst", null],
])("%s", (text, lang) => {
  expect(guessLanguage(text)).toBe(lang);
});
