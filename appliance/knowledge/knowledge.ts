/** The knowledge room, put together from what it is given. */
import { join } from "node:path";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import { formerPassage } from "./former-passage.ts";
import type { Uploads } from "./import/admit-import.ts";
import { Imports } from "./import/imports.ts";
import { sweepSpentImports } from "./import/spent-imports.ts";
import type {
  FoundPassage,
  Frequencies,
  SearchHit,
  SearchWord,
  SpellingGuess,
  WantedWord,
} from "./search/hit.ts";
import { Searcher } from "./search/searcher.ts";
import { searchBoth } from "./search-both.ts";
import { type Near, Vectors } from "./vectors/vectors.ts";
import { audiencesOf, type Viewer } from "./viewer.ts";

export interface KnowledgeOptions {
  readonly store: Store;
  /** The data directory: the store's own, where imports wait beside it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The box's own limits on files; those of `import/limits.ts` unless given. */
  readonly uploads?: Uploads;
  /** Above this many passages search runs in a thread of its own. */
  readonly besidePassagesMax?: number;
}

export interface SearchQuestion {
  readonly query: string;
  readonly viewer: Viewer;
  readonly limit: number;
  /** Seconds since 1970: what counts as expired. */
  readonly now: number;
  readonly lang?: string | undefined;
  readonly category?: string | undefined;
  readonly tag?: string | undefined;
  /** Passages of one item at most; 1 unless given. */
  readonly perItem?: number | undefined;
}

/** Everything asked of it is filtered by what the viewer may see, inside the query. */
export interface Knowledge {
  readonly store: Store;
  readonly imports: Imports;
  /** Seconds since 1970. */
  now(): number;
  /**
   * Ranked; forgives typing; what is out of date stands behind what replaced it. By nearness in
   * meaning, too, where an embedding model understands what the community writes.
   */
  search(question: SearchQuestion): Promise<SearchHit[]>;
  /** For a ranker of its own: passages that hold any of the words, the most promising first. */
  candidates(
    viewer: Viewer,
    words: readonly WantedWord[],
    limit: number,
  ): Promise<readonly FoundPassage[]>;
  /**
   * Every passage, where there are so few that comparing with each costs less than looking words
   * up; null otherwise. The same objects each time, for as long as they are to be seen.
   */
  everyPassage(viewer: Viewer): readonly FoundPassage[] | null;
  /** What words are counted by: the same object until counts change. Null for a large index. */
  lexicon(viewer: Viewer): object | null;
  frequencies(viewer: Viewer, words: readonly SearchWord[]): Promise<Frequencies>;
  /** For each word what it may have been meant to be; none for a word that stands somewhere. */
  spelling(
    viewer: Viewer,
    words: readonly string[],
  ): Promise<readonly (readonly SpellingGuess[])[]>;
  /** What means something near to a text. Empty without an embedding model. */
  nearest(viewer: Viewer, text: string, limit: number): Promise<Near>;
  readonly vectors: Pick<Vectors, "use" | "status">;
  /** Every passage of the shown versions of an item. */
  passagesOf(viewer: Viewer, item: OpId): readonly FoundPassage[];
  /**
   * Also of a version that an edit replaced. Null once erased, hidden, or not for this viewer.
   * `supersededBy` may be missing: for whoever looks up what they know already.
   */
  passage(viewer: Viewer, version: OpId, part: number): FoundPassage | null;
  /** What the room keeps about a member outside the log. */
  readonly account: {
    readonly name: "imports";
    export(member: MemberId): unknown;
    forget(member: MemberId): Promise<void>;
  };
  close(): Promise<void>;
}

const sweepMs = 3_600_000;

export function createKnowledge(options: KnowledgeOptions): Knowledge {
  const { store, dir, clock, random, besidePassagesMax, uploads } = options;
  const imports = new Imports({
    dir: join(dir, "imports"),
    clock,
    random,
    ...(uploads === undefined ? {} : { uploads }),
  });
  const searcher = new Searcher({
    db: store.db,
    path: join(dir, "folkmoot.db"),
    clock,
    ...(besidePassagesMax === undefined ? {} : { besidePassagesMax }),
  });
  const vectors = new Vectors({
    path: join(dir, "vectors.db"),
    boxPath: join(dir, "folkmoot.db"),
  });
  const notice = () => {
    searcher.notice();
    vectors.notice();
  };
  const stopListening = [store.on(notice), sweepSpentImports(store, imports)];
  const sweep = setInterval(() => imports.sweep().catch(() => {}), sweepMs);
  sweep.unref();
  return {
    store,
    imports,
    now: () => nowSeconds(clock),
    search: (question) => searchBoth({ searcher, vectors }, question),
    candidates: (viewer, words, limit) =>
      searcher.ask("candidates", audiencesOf(viewer), words, limit),
    everyPassage: (viewer) => searcher.everyPassage(audiencesOf(viewer)),
    lexicon: (viewer) => searcher.lexicon(audiencesOf(viewer)),
    frequencies: (viewer, words) => searcher.ask("frequencies", audiencesOf(viewer), words),
    spelling: (viewer, words) => searcher.ask("spelling", audiencesOf(viewer), words),
    nearest: (viewer, text, limit) => vectors.nearest(text, audiencesOf(viewer), limit),
    vectors,
    passagesOf: (viewer, item) => searcher.reader.passagesOf(audiencesOf(viewer), item),
    passage: (viewer, version, part) =>
      searcher.passage(audiencesOf(viewer), version, part) ??
      formerPassage(store, viewer, version, part),
    account: {
      name: "imports",
      export: (member) => imports.namesOf(member),
      forget: (member) => imports.removeMember(member),
    },
    async close() {
      clearInterval(sweep);
      for (const stop of stopListening) stop();
      await Promise.all([searcher.close(), vectors.close(), imports.close()]);
    },
  };
}
