/** What a community knows: items, their versions, search, imports, questions. */
export {
  createKnowledge,
  type Knowledge,
  type KnowledgeOptions,
  type SearchQuestion,
} from "./knowledge.ts";
export { guessLanguage } from "./language.ts";
export { projection } from "./projection.ts";
export { knowledgeRoutes } from "./routes.ts";
export type {
  FoundPassage,
  Frequencies,
  SearchHit,
  SearchWord,
  SpellingGuess,
} from "./search/hit.ts";
export { fold, type Word, wordsOf } from "./search/words.ts";
export { audiencesOf, type Viewer } from "./viewer.ts";
