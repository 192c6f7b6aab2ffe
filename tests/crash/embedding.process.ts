/** Embeds what a box knows, slowly, and says how far it is: to be killed in the middle. */
import { join } from "node:path";
import { Vectors } from "../../appliance/knowledge/vectors/vectors.ts";
import { hashingEmbedder } from "../support/hashing-embedder.ts";

const [dir = "", modelSha = ""] = process.argv.slice(2);
const fast = hashingEmbedder(384, modelSha);
const vectors = new Vectors({ path: join(dir, "vectors.db"), boxPath: join(dir, "folkmoot.db") });
await vectors.use({
  ...fast,
  embed: async (...asked) => {
    await Bun.sleep(30);
    return fast.embed(...asked);
  },
});
for (let said = -1; ; await Bun.sleep(5)) {
  const { done, total, state } = vectors.status();
  if (done === said) continue;
  said = done;
  console.log(JSON.stringify({ done, total, state }));
}
