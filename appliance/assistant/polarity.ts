/** Whether a sentence says yes where its source says no. Pure. */
import { sentencesOf } from "./sentences.ts";
import { words } from "./words.ts";

/** A part of a sentence, as it is compared: its telling words, and all of its words. */
interface Said {
  readonly content: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

/** Of a part of a sentence so many words must stand in one place for the two to be about the same. */
const sameShareMin = 0.6;
/** Places that hold nearly as many of its words as the best one: any of them may be meant. */
const bestWithin = 0.1;

/** Where a source says something: in parts of its sentences, and in these as a whole. */
export interface Places {
  readonly clauses: readonly Said[];
  readonly sentences: readonly Said[];
}

/** The telling words of a text. */
type ContentOf = (text: string) => ReadonlySet<string>;

/** `subject`: the words of what the whole source is about, which it need not name again. */
export function placesIn(
  { text, lang }: { readonly text: string; readonly lang: string },
  subject: ReadonlySet<string>,
  contentOf: ContentOf,
): Places {
  const placeOf = (place: string): Said => {
    const said = saidIn(place, contentOf);
    return { ...said, content: new Set([...said.content, ...subject]) };
  };
  const wholes = sentencesOf(text, lang).map((each) => withoutSayings(each.text));
  return { clauses: wholes.flatMap(clausesOf).map(placeOf), sentences: wholes.map(placeOf) };
}

/**
 * Whether each part of `sentence` is denied, or turned into its opposite, exactly as it is where
 * the source says it.
 */
export function agrees(
  sentence: string,
  { clauses, sentences }: Places,
  contentOf: ContentOf,
): boolean {
  return clausesOf(withoutSayings(sentence))
    .map((clause) => saidIn(clause, contentOf))
    .filter(({ content, words: all }) => content.size >= 2 || (content.size > 0 && turns(all)))
    .every((clause) => {
      const near = nearest(clause, clauses);
      const wide = nearest(clause, sentences);
      if (wide.share < sameShareMin) return true;
      if (near.share >= wide.share - bestWithin) {
        return near.places.some((place) => !isTurned(clause, place));
      }
      // Spread over a sentence that denies something: which part of it, words alone do not tell.
      return wide.places.some((place) => isDenied(place) || !isTurned(clause, place));
    });
}

function saidIn(text: string, contentOf: ContentOf): Said {
  const all = words(text).map((word) => word.text);
  const plain = all.filter((word) => !turning.has(word)).join(" ");
  return { content: contentOf(plain), words: new Set(all) };
}

function nearest({ content }: Said, places: readonly Said[]) {
  const shares = places.map((place) => {
    const held = [...content].filter((word) => place.content.has(word)).length;
    return held / content.size;
  });
  const share = Math.max(0, ...shares);
  return { share, places: places.filter((_, at) => (shares[at] ?? 0) >= share - bestWithin) };
}

/** "Not open" is "closed": what is turned twice is not turned. */
function isTurned(one: Said, other: Said): boolean {
  const isOpposite = opposites.some(
    ([first, second]) =>
      (holdsOnly(one, first, second) && holdsOnly(other, second, first)) ||
      (holdsOnly(one, second, first) && holdsOnly(other, first, second)),
  );
  return isOpposite !== (isDenied(one) !== isDenied(other));
}

function isDenied({ words: all }: Said): boolean {
  return [...all].some((word) => denials.has(word));
}

function holdsOnly({ words: all }: Said, some: readonly string[], none: readonly string[]) {
  return some.some((word) => all.has(word)) && !none.some((word) => all.has(word));
}

/** "No. 4" numbers something, and "not only" denies nothing. */
function withoutSayings(text: string): string {
  return text.replace(/\bno\.\s*(?=\d)|\bnot only\b|\bno s[oó]lo\b/giu, "");
}

function clausesOf(sentence: string): string[] {
  return sentence.split(clauseEnds).filter((clause) => clause.trim() !== "");
}

const clauseEnds =
  /[,;:()\u2013\u2014、，；：（）]|\s(?:but|and|while|unless|if|except|pero|sino|y|e|mientras|si|salvo|excepto)\s|但是|但|而且|如果|除了/iu;

const denials: ReadonlySet<string> = new Set(
  `no not never nobody none nothing neither nor without cannot cant dont doesnt didnt isnt arent
  wasnt werent wont shouldnt mustnt hasnt havent couldnt wouldnt forbidden prohibited banned
  nunca jamas nadie nada ningun ninguna ninguno tampoco sin ni prohibido prohibida prohibidos
  prohibidas 不 没 無 无 未 勿 禁`.split(/\s+/),
);

/** Words that turn a sentence around though all the rest of it stays; none of them denies. */
const opposites: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["before"], ["after"]],
  [["antes"], ["despues", "tras"]],
  [
    ["open", "opens", "opened", "abre", "abren", "abierto", "abierta", "abiertos", "开"],
    ["closed", "closes", "close", "cierra", "cierran", "cerrado", "cerrada", "cerrados", "关"],
  ],
  [
    ["above", "over", "encima"],
    ["below", "under", "debajo", "bajo"],
  ],
  [
    ["first", "primero", "primera"],
    ["last", "ultimo", "ultima"],
  ],
  [
    ["more", "mas"],
    ["less", "fewer", "menos"],
  ],
  [["free", "gratis"], ["paid"]],
  [
    ["least", "minimo"],
    ["most", "maximo"],
  ],
  [
    ["older", "mayor", "mayores"],
    ["younger", "menor", "menores"],
  ],
  [
    ["full", "lleno"],
    ["empty", "vacio"],
  ],
];
const turning: ReadonlySet<string> = new Set(opposites.flat(2));

function turns(all: ReadonlySet<string>): boolean {
  return [...all].some((word) => turning.has(word));
}
