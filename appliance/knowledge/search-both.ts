/** Search by words and, where a model understands the community's texts, by nearness in meaning. */
import type { SearchQuestion } from "./knowledge.ts";
import { fuse, nearWeightOf, type Placed } from "./search/fusion.ts";
import type { FoundPassage, SearchHit } from "./search/hit.ts";
import type { Searcher } from "./search/searcher.ts";
import type { Vectors } from "./vectors/vectors.ts";
import { audiencesOf } from "./viewer.ts";

/** More would be guesses behind what the words have found. */
const nearMax = 10;

/**
 * Both orders as one, by reciprocal rank: a trusted model's nearness counts the more, the less of
 * the question the words have found. Without such a model words alone decide.
 */
export async function searchBoth(
  { searcher, vectors }: { readonly searcher: Searcher; readonly vectors: Vectors },
  question: SearchQuestion,
): Promise<SearchHit[]> {
  const { viewer, perItem = 1, lang, category, tag, ...rest } = question;
  const audiences = audiencesOf(viewer);
  // Asked for first: the model reads the question while the words are looked up.
  const nearest =
    vectors.status().trust > 0 ? vectors.nearest(rest.query, audiences, nearMax) : null;
  const found = await searcher.ask("search", {
    ...rest,
    audiences,
    perItem,
    lang: lang ?? null,
    category: category ?? null,
    tag: tag ?? null,
  });
  const { trust, passages } = (await nearest) ?? { trust: 0, passages: [] };
  const weight = nearWeightOf(trust, Math.max(0, ...found.map(({ matched }) => matched)));
  if (weight === 0) return found;
  const near = passages
    .flatMap(({ passage }) => withReplacement(passage, audiences, searcher))
    .filter(({ passage }) => fits(passage, question));
  const hits = fuse(found.map(placed), near, weight).map((each) =>
    "hit" in each ? each.hit : hitOf(each.passage, rest.now),
  );
  return fewOfEach(hits, perItem).slice(0, rest.limit);
}

function placed(hit: SearchHit): Placed & { readonly hit: SearchHit } {
  return { passage: hit, hit };
}

/** Whoever is near to an old sheet is after what replaced it. */
function withReplacement(
  passage: FoundPassage,
  audiences: readonly string[],
  { reader }: Searcher,
): Placed[] {
  const { supersededBy } = passage;
  const newer = supersededBy === null ? [] : reader.passagesOf(audiences, supersededBy).slice(0, 1);
  return [...newer, passage].map((each) => ({ passage: each }));
}

function fits(passage: FoundPassage, { lang, category, tag }: SearchQuestion): boolean {
  return (
    (lang === undefined || passage.lang === lang) &&
    (category === undefined || passage.category === category) &&
    (tag === undefined || passage.tags.includes(tag))
  );
}

/** Found without any of its words: there is nothing to mark. */
function hitOf(passage: FoundPassage, now: number): SearchHit {
  const expired = passage.validUntil !== null && passage.validUntil < now;
  return { ...passage, score: 0, matched: 0, expired, highlights: [], titleHighlights: [] };
}

function fewOfEach(hits: readonly SearchHit[], perItem: number): SearchHit[] {
  const counts = new Map<string, number>();
  return hits.filter(({ item }) => {
    const count = (counts.get(item) ?? 0) + 1;
    counts.set(item, count);
    return count <= perItem;
  });
}
