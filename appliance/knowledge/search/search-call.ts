/** Questions to the index as values that pass between threads. */
import type { FromThread } from "../called-thread.ts";
import type {
  FoundPassage,
  Frequencies,
  SearchHit,
  SearchRequest,
  SearchWord,
  SpellingGuess,
  WantedWord,
} from "./hit.ts";
import type { IndexReader } from "./index-reader.ts";

/** What can be asked, and what comes back. */
export interface Calls {
  search: { ask: [SearchRequest]; answer: SearchHit[] };
  candidates: {
    ask: [audiences: readonly string[], words: readonly WantedWord[], limit: number];
    answer: FoundPassage[];
  };
  frequencies: {
    ask: [audiences: readonly string[], words: readonly SearchWord[]];
    answer: Frequencies;
  };
  spelling: {
    ask: [audiences: readonly string[], words: readonly string[]];
    answer: (readonly SpellingGuess[])[];
  };
}
export type CallName = keyof Calls;
export type CallOf<Name extends CallName> = { id: number; name: Name; ask: Calls[Name]["ask"] };
export type Call = { [Name in CallName]: CallOf<Name> }[CallName];
export type Reply = Exclude<FromThread, { opened: boolean }>;

export function answerCall(reader: IndexReader, call: Call): Reply {
  try {
    return { id: call.id, answer: answerOf(reader, call) };
  } catch (error) {
    // The message may quote the question: only the kind of error leaves this place.
    return { id: call.id, failed: error instanceof Error ? error.name : "unknown" };
  }
}

function answerOf(reader: IndexReader, call: Call): unknown {
  switch (call.name) {
    case "search":
      return reader.search(...call.ask);
    case "candidates":
      return reader.candidates(...call.ask);
    case "frequencies":
      return reader.frequencies(...call.ask);
    case "spelling":
      return reader.spelling(...call.ask);
  }
}
