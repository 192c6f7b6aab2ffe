import { audiencesOf } from "../knowledge/index.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";
import { type Retrieved, type RetrieveOptions, retrieve } from "./retrieve.ts";

/**
 * Looks passages up, once for all who ask the same at the same moment and may see the same: after
 * an alert, a whole community asks one question. Nothing is kept when it is answered.
 */
export class Retrievals {
  readonly #source: PassageSource;
  readonly #underWay = new Map<string, Promise<Retrieved>>();

  constructor(source: PassageSource) {
    this.#source = source;
  }

  retrieve(text: string, viewer: Viewer, options: RetrieveOptions): Promise<Retrieved> {
    const { limit, language } = options;
    const key = JSON.stringify([text, limit, language, audiencesOf(viewer).sort()]);
    const known = this.#underWay.get(key);
    if (known !== undefined) return known;
    const made = retrieve(text, viewer, this.#source, options).finally(() => {
      this.#underWay.delete(key);
    });
    this.#underWay.set(key, made);
    return made;
  }
}
