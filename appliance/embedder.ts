/** Joins the model that finds with the room that keeps vectors: neither knows the other. */
import { FolkmootError } from "../mesh/op/index.ts";
import type { Embedder, Knowledge } from "./knowledge/index.ts";
import type { Models } from "./models/index.ts";

/**
 * Vectors follow what the community has deployed. While a model starts, or is down, they wait for
 * it; when none is deployed any more and no other machine finds, they go.
 */
export function followEmbedder(models: Models, { vectors }: Pick<Knowledge, "vectors">): void {
  const follow = () => {
    const ready = models.embedder();
    if (ready !== null) void vectors.use(embedderOf(models, ready.sha256, ready.dimensions));
    else if (!models.finds) void vectors.use(null);
  };
  models.onEmbedder(follow);
  follow();
}

function embedderOf(models: Models, modelSha: string, dims: number): Embedder {
  return {
    modelSha,
    dims,
    embed: (texts, as, signal) => {
      // Asked each time: the engine may have been started anew.
      const model = models.embedder();
      if (model?.sha256 !== modelSha) {
        throw new FolkmootError("engine-down", "The model that finds does not run.", {
          status: 503,
        });
      }
      const { beginning } = prefixes.find(({ of }) => of.test(model.info.name)) ?? noPrefix;
      return model.embed(
        texts.map((text) => beginning[as] + text),
        signal,
      );
    },
  };
}

/** What models were trained to see before a text, from their authors' model cards. */
const prefixes = [
  { of: /\be5\b/i, beginning: { question: "query: ", passage: "passage: " } },
  {
    of: /nomic[-_ ]embed/i,
    beginning: { question: "search_query: ", passage: "search_document: " },
  },
  {
    of: /bge[-_ ](?:small|base|large)[-_ ]en/i,
    beginning: {
      question: "Represent this sentence for searching relevant passages: ",
      passage: "",
    },
  },
] as const;
const noPrefix = { beginning: { question: "", passage: "" } } as const;
