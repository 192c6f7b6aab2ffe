/** The sample community's knowledge: items with their histories, signed by who wrote them. */
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { type CorpusItem, corpusItems, morningOf } from "./corpus.ts";
import { type DemoMember, memberNamed } from "./founding.ts";
import { eldersGroup, people, speakerFor } from "./people.ts";

export interface DemoItem {
  readonly corpus: CorpusItem;
  readonly item: OpId;
  /** The newest version. */
  readonly version: OpId;
  readonly body: BodyOf<typeof kinds.item>;
  readonly author: DemoMember;
}

/** The newest few still wait for a moderator, as they would on any day. */
const awaitingReview = 4;

/** By the ids of the corpus. */
export async function shelve(
  members: ReadonlyMap<string, DemoMember>,
  now: number,
): Promise<Map<string, DemoItem>> {
  const shelf = new Map<string, DemoItem>();
  const all = corpusItems();
  const moderators = people.filter((person) => person.isModerator);
  for (const [index, corpus] of all.entries()) {
    const item = await write(corpus, members, shelf, now);
    shelf.set(corpus.id, item);
    if (index >= all.length - awaitingReview) continue;
    const moderator = moderators[index % moderators.length]?.name ?? "";
    await memberNamed(members, moderator).author.say(
      kinds.itemReview,
      { version: item.version, verdict: "accept", reasonCode: "fine" },
      Math.min(now, morningOf(corpus.created) + 7_200),
    );
  }
  return shelf;
}

async function write(
  corpus: CorpusItem,
  members: ReadonlyMap<string, DemoMember>,
  shelf: ReadonlyMap<string, DemoItem>,
  now: number,
): Promise<DemoItem> {
  const speaker = speakerFor[corpus.author] ?? corpus.author;
  const author = memberNamed(members, speaker);
  const supersedes = corpus.supersedes === null ? null : shelf.get(corpus.supersedes)?.item;
  const shared = {
    lang: corpus.lang,
    category: corpus.category,
    tags: [...corpus.tags],
    audience: audienceOf(corpus),
    consent: corpus.consent,
    attribution: speaker === corpus.author ? null : corpus.author,
    source: corpus.source,
    validUntil: corpus.valid_until === null ? null : morningOf(corpus.valid_until) + 15 * 3_600,
    supersedes: supersedes ?? null,
    series: null,
  };
  let first: OpId | null = null;
  let parents: OpId[] = [];
  const say = async (text: string, date: string) => {
    const body = { item: first, parents, ...shared, ...formOf(corpus, text) };
    const version = await author.author.say(kinds.item, body, Math.min(now, morningOf(date)));
    first ??= version;
    parents = [version];
    return { corpus, item: first, version, body, author };
  };
  for (const { body, date } of corpus.history) await say(body, date);
  return say(corpus.body, corpus.created);
}

function audienceOf({ audience }: CorpusItem): string {
  if (audience === "stewards") return "role:steward";
  return audience === "elders-council" ? `group:${eldersGroup}` : "members";
}

type Form = Pick<BodyOf<typeof kinds.item>, "form" | "title" | "body" | "context" | "example">;

/** A vocabulary entry's parts as the app keeps them; whatever is none is an article. */
function formOf(corpus: CorpusItem, text: string): Form {
  const article = { form: "article", title: corpus.title, body: text } as const;
  const plain = { ...article, context: null, example: null };
  if (corpus.category !== "language-vocabulary") return plain;
  const parts = text.split(/\n\s*\n/).map((part) => labelPattern.exec(part.trim()));
  const part = (...labels: string[]) =>
    parts.find((found) => found !== null && labels.includes(found[1]?.toLowerCase() ?? ""))?.[2];
  const term = part("term", "término", "词语");
  const definition = part("definition", "definición", "解释");
  if (term === undefined || definition === undefined) return plain;
  return {
    form: "term",
    title: corpus.title.replace(/^(?:vocabulary|vocabulario|词语)\s*[:\uff1a]\s*/iu, ""),
    // The term's own line says how it is spoken, and what others call it.
    body: `${term}\n\n${definition}`,
    context: part("context", "contexto", "用法") ?? null,
    example: part("example", "ejemplo", "例句") ?? null,
  };
}

const labelPattern = /^[^\p{L}]*(\p{L}+)\s*[:\uff1a]\**\s*(.*)$/su;
