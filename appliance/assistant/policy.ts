/**
 * The rules an answer was made under. Version 1 is the box as it comes: answer from what the asker
 * may see, cite every sentence, say when it is not known. Later versions follow from decisions.
 */
export interface Policy {
  readonly version: number;
}

export const basePolicy: Policy = { version: 1 };
