/** What a community knows: items, their versions, search, imports, questions. */
export { bodyReaders } from "./body-readers.ts";
export { createKnowledge, type Knowledge } from "./knowledge.ts";
export { type Cursor, type Page, pageOf, readCursor } from "./paging.ts";
export { projection } from "./projection.ts";
export { knowledgeRoutes } from "./routes.ts";
export { fuse, nearWeightOf, type Placed } from "./search/fusion.ts";
export type {
  FoundPassage,
  Frequencies,
  SearchWord,
  SpellingGuess,
  WantedWord,
} from "./search/hit.ts";
export {
  asciiWordIn,
  eachAsciiWord,
  isAscii,
  type Word,
  wordCharsMax,
  wordsOf,
} from "./search/words.ts";
export {
  type SharedCategory,
  type SharedItem,
  sharedIds,
  sharedItems,
  sharedItemsCount,
  titlesOf,
} from "./shared-items.ts";
export type { Embedder, VectorStatus } from "./vectors/embedder.ts";
export { audiencesOf, type Viewer } from "./viewer.ts";
