import { type Language, language, showLanguage } from "./language.ts";

/** A text, or one text per plural category of `count` (`other` always; see Intl.PluralRules). */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

/** Another language's texts for the same keys: a missing or superfluous key does not compile. */
export type Strings<Base> = { readonly [Key in keyof Base]: Message };

type Source<Base> = Strings<Base> | (() => Promise<{ default: Strings<Base> }>);
type Values = Record<string, string | number>;

export interface Catalog<Base> {
  /** The text of `key` in the language on screen, `{name}` filled from `values`. */
  t(key: keyof Base & string, values?: Values): string;
  /**
   * The same in pieces, for texts with an element inside: `{link}` is replaced by `nodes.link`.
   * Returns an array to be rendered as children.
   */
  pieces<Node>(key: keyof Base & string, nodes: Record<string, Node>): (string | Node)[];
}

const loaders: ((code: Language) => Promise<void>)[] = [];

/**
 * Declares the texts of a room. `strings.en.ts` is the base: its keys are the type. A language may
 * be given as an object (in the shell) or as a function that imports it (in rooms, so that only
 * one language is loaded; all are precached).
 */
export function defineStrings<Base extends Strings<Base>>(
  sources: Record<Language, Source<Base>>,
): Catalog<Base> {
  const loaded: Partial<Record<Language, Strings<Base>>> = {};
  for (const [code, source] of Object.entries(sources) as [Language, Source<Base>][]) {
    if (typeof source !== "function") loaded[code] = source;
  }
  loaders.push(async (code) => {
    const source = sources[code];
    if (loaded[code] === undefined && typeof source === "function") {
      loaded[code] = (await source()).default;
    }
  });
  const text = (key: keyof Base & string, values: Values): string => {
    const message = loaded[language.value]?.[key];
    if (message === undefined) return key;
    return typeof message === "string" ? message : plural(message, Number(values["count"] ?? 0));
  };
  return {
    t: (key, values = {}) =>
      text(key, values).replace(/\{(\w+)\}/g, (whole, name: string) =>
        typeof values[name] === "number"
          ? new Intl.NumberFormat(language.value).format(values[name])
          : (values[name] ?? whole),
      ),
    pieces: (key, nodes) =>
      text(key, {})
        .split(/\{(\w+)\}/)
        .map((piece, i) => (i % 2 === 1 ? (nodes[piece] ?? piece) : piece)),
  };
}

function plural(message: Exclude<Message, string>, count: number): string {
  return message[new Intl.PluralRules(language.value).select(count)] ?? message.other;
}

/** Loads what the language on screen still lacks, in every room loaded so far. */
export async function loadStrings(code: Language = language.value): Promise<void> {
  await Promise.all(loaders.map((load) => load(code)));
}

/** Shows the app in `next` from now on, on this device. */
export async function chooseLanguage(next: Language): Promise<void> {
  await loadStrings(next);
  showLanguage(next);
}
