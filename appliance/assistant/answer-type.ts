/** What kind of answer a question waits for, and whether a sentence holds one. */

export type AnswerType =
  | "count"
  | "clock"
  | "time"
  | "often"
  | "duration"
  | "price"
  | "place"
  | "person"
  | "reason"
  | "way";

/** The first that fits decides: "how much does it cost" asks a price, not just a number. */
export function answerTypesOf(question: string): AnswerType[] {
  const types = (Object.keys(asks) as AnswerType[]).filter((type) => asks[type].test(question));
  // "How long" and "how much" are also counts: the narrower kind says more.
  const isNarrow = types.some((type) => type !== "count" && numeric.has(type));
  return isNarrow ? types.filter((type) => type !== "count") : types;
}

export function holdsAnswer(
  type: AnswerType,
  sentence: { readonly text: string; readonly isStep: boolean },
): boolean {
  // How something is done stands in steps, whatever their words are.
  if (type === "way") return sentence.isStep;
  return holds[type].every((pattern) => pattern.test(sentence.text));
}

/** Kinds of answers that are a number, or nearly always have one. */
export function isNumeric(type: AnswerType): boolean {
  return numeric.has(type);
}

const numeric: ReadonlySet<AnswerType> = new Set([
  "count",
  "clock",
  "time",
  "often",
  "duration",
  "price",
]);

const asksTime =
  /\bwhen\b|\b(?:what|which) (?:day|date|days|evenings?|mornings?|afternoons?|nights?|month|year|week)s?\b|\b(?:until|by|since) (?:what|when)\b|\bcu[aá]ndo\b|\b(?:qu[eé]|ke) (?:d[ií]as?|noches?|tardes?|mes|a[nñ]o|fecha)\b|什么时候|哪天|星期几|周几|何时|几号|哪(?:个|几个)?(?:晚上|月|年)/iu;
const asks: Record<AnswerType, RegExp> = {
  price:
    /\bhow much (?:does|do|is|are|did|will|would)\b.{0,40}\b(?:cost|pay|charge|price)|\b(?:cost|price|fee|rent)s?\b|\bcu[aá]nto (?:cuesta|vale|cobra|se paga|hay que pagar|pago)|\bprecio\b|多少钱|价格|要付|收费/iu,
  often:
    /\bhow (?:often|regularly|frequently)\b|\bcada cu[aá]nto\b|\bcu[aá]ntas veces\b|\bcon qu[eé] frecuencia\b|多久一次|每隔多久|几次|多少次/iu,
  duration:
    /\bhow long\b|\bfor what (?:time|stretch)|\bcu[aá]nt(?:o tiempo|[oa]s (?:d[ií]as|horas|minutos|semanas|meses|a[nñ]os|noches))|\bhow many (?:days|hours|minutes|weeks|months|years|nights)\b|多久|多长时间|几(?:天|次|个?小时|分钟|周|个?星期|个?月|年|晚)|多少(?:天|次|个?小时|分钟|周|年)/iu,
  clock:
    /\b(?:what|which) (?:time|hours?)\b|\bwhat o.clock\b|\b(?:a|desde|hasta) (?:qu[eé]|ke) h?oras?\b|\bqu[eé] horas?\b|\bhorario\b|几点|什么时间/iu,
  time: asksTime,
  count:
    /\bhow (?:many|much|far|deep|high|heavy|old|fast|soon|big|wide|tall|thick|hot|cold|warm|strong)\b|\b(?:what|which) (?:\w+ )?(?:level|age|temperature|size|angle|number|share|percentage|ratio|height|weight|amount|limit|distance|extension|vote|result|dose|score|speed)\b|\bcu[aá]nt[oa]s?\b|\bku?[aá]nt[oa]s?\b|\bqu[eé] (?:nivel|edad|temperatura|altura|tama[nñ]o|n[uú]mero|distancia|peso|cantidad|extensi[oó]n|porcentaje)|几|多少|多(?:大|高|深|远|长|重|宽|厚)/iu,
  place:
    /\bwhere\b|\b(?:what|which) (?:room|place|street|house|building|shelf|cupboard|cabinet|floor)\b|\bd[oó]nde\b|\bdnde?\b|\ben qu[eé] (?:sala|sitio|lugar|calle|casa|cuarto|parte)|哪里|哪儿|什么地方|在哪/iu,
  person: /\bwho(?:m|se)?\b|\bqui[eé]n(?:es)?\b|\bkien(?:es)?\b|谁|哪位/iu,
  reason: /\bwhy\b|\bwhat for\b|\b(?:por|para) qu[eé](?!\p{L})|为什么|为何/iu,
  way: /\bhow (?:do|does|can|should|to)\b|\bwhat (?:do|should) (?:i|we) do|\bc[oó]mo\b|怎么|如何/iu,
};

const numberWords =
  "\\p{N}|\\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|" +
  "eighteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|dozen|once|twice|" +
  "medi[oa]|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|" +
  "treinta|cuarenta|cincuenta|sesenta|cien|mil)\\b|[半一二两三四五六七八九十百千]";
const number = new RegExp(numberWords, "iu");

const holds: Record<Exclude<AnswerType, "way">, readonly RegExp[]> = {
  count: [number],
  price: [
    number,
    /credit|cr[eé]dito|euro|dollar|d[oó]lar|peso|\bfree\b|gratis|[€$£¥]|元|块|免费|积分|\bcosts?\b|cuesta|\bpa(?:y|id|ga)/iu,
  ],
  often: [
    /\b(?:every|daily|weekly|monthly|yearly|once|twice|times? a|cada|vez|veces|diari|semanal|mensual|anual|todos los|todas las)|每|次/iu,
  ],
  duration: [
    number,
    /\b(?:second|minute|hour|day|night|week|month|year|evening|morning|season|met(?:re|er)|foot|feet|segundo|minuto|hora|d[ií]a|noche|semana|mes|a[nñ]o|metro|vez|veces)(?:s|es)?\b|\d ?(?:h|m|cm|km|min)\b|分钟|小时|天|周|星期|月|年|次|秒|夜|米/iu,
  ],
  clock: [
    /\d[:.h]\d\d|\b\d{1,2} ?(?:am|pm|h)\b|\b(?:noon|midnight|mediod[ií]a|medianoche|sunrise|sunset|dawn|dusk)\b|点|早上|中午|晚上/iu,
  ],
  time: [
    /\d[:.h]\d\d|\b\d{1,2} ?(?:am|pm|h)\b|\b(?:19|20)\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b|\b(?:noon|midnight|daily|mediod[ií]a|medianoche|every|cada)\b|星期|周[一二三四五六日末]|礼拜|点|月|年|每/iu,
  ],
  place: [
    /\b(?:in|at|on|under|behind|beside|near|inside|above|below|between|opposite|outside|upstairs|next to|en|bajo|detr[aá]s|junto|al lado|encima|debajo|dentro|entre|frente|arriba|abajo)\b|在|里|旁|后面|上面|下面|楼|边/iu,
  ],
  person: [
    /(?<=[\p{L}\p{N},;:] )(?:\*\*)?\p{Lu}\p{Ll}+|\bext(?:\.|ensi[oó]n)|^\p{Lu}\p{Ll}+ \p{Lu}|·|分机/u,
  ],
  reason: [
    /\b(?:because|since|so that|so nobody|reason|otherwise|porque|para que|ya que|pues|raz[oó]n)\b|因为|所以|为了|以免/iu,
  ],
};
