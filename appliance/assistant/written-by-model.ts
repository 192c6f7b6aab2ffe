/** The answer that a model writes in place of the quotes: from what its asker may read meanwhile. */
import type { MemberId } from "../../mesh/op/index.ts";
import type { ModelPool, Place } from "../engine/index.ts";
import {
  type PassageReference,
  type Shelf,
  type ShownSentence,
  type StoredAnswer,
  showPassage,
  showSentence,
} from "./answer-record.ts";
import type { AnswerSentence, EngineRequest, ModelInfo } from "./engine.ts";
import { type FoundTerm, houseTermsRead } from "./house-terms.ts";
import { passagesRead } from "./prompt.ts";
import { supportMin } from "./quoting.ts";
import type { Retrieved } from "./retrieve.ts";
import { secrecyOf } from "./secrecy.ts";
import { type Written, writeWithModel } from "./writing.ts";

export interface AnswerHearing {
  /** Throws everything away: the box closes. */
  readonly signal: AbortSignal;
  /** The member has enough: what is there by then is the answer. */
  readonly stop: AbortSignal;
  onSentence(sentence: ShownSentence): void;
  /** The quotes are complete, and a model will be asked. */
  onQuoted(outcome: StoredAnswer["outcome"]): void;
  onPlace(place: Place): void;
  /** From here on sentences are the model's, in place of the quotes. */
  onWriting(model: ModelInfo): void;
}

export interface ToWrite {
  readonly owner: MemberId;
  readonly found: Retrieved;
  /** Of the passages of the request, in order. */
  readonly references: readonly PassageReference[];
  readonly pool: ModelPool;
  /** Whether the community's vocabulary explains words to the model. */
  readonly houseTerms: boolean;
  /** What the asker may read at this moment. */
  readonly shelf: () => Shelf;
  readonly hearing: AnswerHearing;
}

/** Null when there is no model, or nothing for it to go by. */
export async function writeAnswer(
  request: EngineRequest,
  quoted: StoredAnswer["outcome"],
  { owner, found, references, pool, houseTerms, shelf, hearing }: ToWrite,
): Promise<Written | null> {
  // Where the question's words lead nowhere, what is near in meaning may still hold the answer.
  const support = Math.max(request.support, found.nearness);
  if (pool.state() === null) return null;
  if (quoted === "unknown" && support < supportMin) return null;
  hearing.onQuoted(quoted);
  const terms = houseTerms ? termsFor(request, found) : [];
  const secrecy = secrecyOf([...found.passages.map(({ passage }) => passage), ...terms]);
  // It may have waited for minutes: what was erased or is for others since is not read any more.
  const requestNow = (): EngineRequest => {
    const { passage } = shelf();
    const isThere = ({ version, part }: Pick<PassageReference, "version" | "part">) =>
      passage(version, part) !== null;
    const stillThere = new Set(references.filter(isThere).map(({ n }) => n));
    return {
      ...request,
      support,
      passages: request.passages.filter(({ n }) => stillThere.has(n)),
      terms: terms.filter(isThere),
    };
  };
  const say = (sentence: AnswerSentence) => {
    const now = shelf();
    const cited = references.filter(({ n }) => sentence.citations.includes(n));
    hearing.onSentence(
      showSentence(
        sentence,
        cited.map((each) => showPassage(each, now)),
      ),
    );
  };
  return writeWithModel(
    requestNow,
    pool,
    { owner, secrecy },
    {
      signal: hearing.signal,
      stop: hearing.stop,
      onPlace: (place) => hearing.onPlace(place),
      onWriting: (model) => hearing.onWriting(model),
      onSentence: say,
    },
  );
}

/** Words of the community that stand in the question, or in what the model reads about it. */
function termsFor(request: EngineRequest, { terms, passages, vocabulary }: Retrieved): FoundTerm[] {
  const read = new Set(passagesRead(request).map(({ n }) => n));
  const texts = passages.filter((_, at) => read.has(at + 1)).map(({ passage }) => passage);
  return houseTermsRead(terms, texts, vocabulary);
}
