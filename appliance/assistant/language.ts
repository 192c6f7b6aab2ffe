import { stem } from "./stem.ts";
import { isHan, type Word } from "./words.ts";

/** The languages in which the assistant knows stopwords, stems and sentence ends. */
export type Language = "en" | "es" | "zh";
export const languages: readonly Language[] = ["en", "es", "zh"];

/**
 * The language a text is most likely written in; `fallback` when nothing speaks for any.
 * Function words decide, because they are what a short question has most of.
 */
export function languageOf(text: string, found: readonly Word[], fallback: Language): Language {
  const han = found.filter((word) => isHan(word.text)).length;
  if (han > 0 && han * 2 >= found.length - han) return "zh";
  let english = 0;
  let spanish = /[¿¡ñ]/iu.test(text) ? 2 : 0;
  if (/[áéíóú]/iu.test(text)) spanish += 1;
  for (const word of found) {
    if (stopwords.en.has(word.text)) english += 1;
    if (stopwords.es.has(word.text)) spanish += 1;
  }
  if (english === spanish) return fallback;
  return english > spanish ? "en" : "es";
}

export function isLanguage(value: string): value is Language {
  return languages.some((language) => language === value);
}

/** In English, for models: "Spanish"; null when nobody calls any language so (BCP 47). */
export function languageName(code: string): string | null {
  try {
    return new Intl.DisplayNames(["en"], { type: "language", fallback: "none" }).of(code) ?? null;
  } catch {
    return null;
  }
}

/** What Chinese questions are put with; the longest first. It asks, and is not asked about. */
export const hanQuestionPhrases: readonly string[] = `
  是什么意思 什么意思 有什么区别 什么时候 是什么样 在什么地方 什么地方 怎么回事 这个词 一样吗
  是什么 为什么 怎么办 怎么样 怎么做 多少钱 有多少 有没有 是不是 能不能 可不可以 要不要 在哪里
  在哪儿 从哪里 请问 什么 怎么 多少 哪里 哪儿 哪些 哪个 几点 几个 几天 几次 多久 可以 应该 需要
  一下 这个 那个 我们 你们 他们 如果 或者 以及 因为 所以`
  .trim()
  .split(/\s+/)
  .sort((one, other) => other.length - one.length);

function set(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Folded function words, question words and the small talk around a question. */
export const stopwords: Record<Language, ReadonlySet<string>> = {
  en: set(`
    a about across after again all also am an and any anyone anybody anything are arent as at away
    be because been before being both but by can cannot cant could did didnt do does doesnt doing
    done dont down each either else ever every for from get gets getting give go goes going gone
    got had has hasnt have havent he her here hers him his how i id if ill im in into is isnt it
    its itself ive just let lets like made make many may me mean might mine more most much
    must my myself no nor not of off ok okay on one ones only onto or other our ours out over
    own please put really same shall she should so some somebody someone something still such take
    tell than thank thanks that thats the their theirs them then there theres these they theyre
    thing things think this those though through to too under until up upon us very want was wasnt
    way we well were what whats when where wheres whether which while who whom whos whose why will
    with within without wont would yes yet you your yours
  `),
  es: set(`
    a al algo alguien algun alguna algunas alguno algunos alla alli ante antes aqui asi aun
    aunque cada como con cual cuales cualquier cuando cuanta cuantas cuanto cuantos da dar de
    del desde despues donde durante e el ella ellas ellos en entre era eran eres es esa esas ese
    eso esos esta estaba estan estar estas este esto estos estoy fue fueron gracias ha haber
    hace hacer hacia hago han hasta hay he hola ir la las le les lo los mas me mi mis mismo
    mucha mucho muy nada ni no nos nosotros nuestra nuestro o os otra otras otro otros para pero
    poco por porque pues pueda puede pueden puedo que quien quienes quiero se sea segun ser si
    sido sin sobre solo son soy su sus tal tambien tan tanto te tengo tener ti tiene tienen toca
    todas todo todos tras todavia sigue siguen siendo tu tus un una unas uno unos usted ustedes
    va vamos van ver vez voy y ya yo
  `),
  zh: set(`
    的 了 吗 呢 吧 啊 是 在 有 和 与 也 都 就 要 会 能 可 以 我 你 他 她 它 们 这 那 个 什 么 怎 样
    哪 里 几 多 少 谁 请 问 为 从 到 把 被 给 对 于 上 下 中 一 不 没 还 很 而 或 及 其 之 去 来
  `),
};

export function isSmallWord(folded: string): boolean {
  return languages.some((language) => stopwords[language].has(folded));
}

/** Stems of content words that are asked about everywhere and say little about anything. */
export const quietWords: Record<Language, ReadonlySet<string>> = {
  en: stems(
    "en",
    `people person say says saying said look looking find found use using used know happen happens
    call called check come comes exactly currently number many long often right kind place add
    answer mean word meaning`,
  ),
  es: stems(
    "es",
    `gente persona decir dicen busco buscar encuentro usar uso saber sabe pasa llama llaman lleva
    llevar viene exactamente numero veces tipo lugar significa palabra sirve dejan`,
  ),
  zh: new Set(),
};

/** How people in a hurry write function words, and what they stand for. */
export const shorthand: Record<Exclude<Language, "zh">, ReadonlyMap<string, readonly string[]>> = {
  en: pairs(`
    u=you ur=your r=are n=and nd=and b=be c=see d=the da=the teh=the de=the dis=this dat=that
    wat=what wot=what wut=what wen=when wer=where hw=how hwo=how y=why thru=through w=with wit=with
    pls=please plz=please thx=thanks gonna=going+to gota=got+to gotta=got+to wanna=want+to
    dont=not cant=can dose=does doo=do yr=year yrs=years hrs=hours hr=hour mins=minutes min=minute
    tmrw=tomorrow tmw=tomorrow mon=monday tue=tuesday tues=tuesday wed=wednesday thu=thursday
    thurs=thursday fri=friday sat=saturday`),
  es: pairs(`
    k=que q=que ke=que qe=que x=por xq=por+que pq=por+que porke=por+que pa=para pal=para+el
    d=de dl=del sta=esta stan=estan stoy=estoy toy=estoy ta=esta tas=estas aki=aqui ai=hay ay=hay
    ola=hola kien=quien kienes=quienes kual=cual kuando=cuando qando=cuando kuanto=cuanto
    kuantos=cuantos kuanta=cuanta kuantas=cuantas komo=como dnd=donde dond=donde tb=tambien
    tmb=tambien bn=bien ora=hora oras=horas asta=hasta ba=va ban=van ase=hace aser=hacer
    pue=puede pueo=puedo ti=tiene hrs=horas min=minutos`),
};

function stems(language: Language, list: string): ReadonlySet<string> {
  return new Set([...set(list)].map((word) => stem(word, language)));
}

function pairs(list: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...set(list)].map((pair) => {
      const [from = "", to = ""] = pair.split("=");
      return [from, to.split("+")] as const;
    }),
  );
}
