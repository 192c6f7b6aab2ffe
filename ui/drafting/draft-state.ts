/** A draft while it is being written: what has arrived so far. Pure. */

export type DraftTask = "summarise" | "plain" | "translate" | "proposal" | "notice";

/** One event of the stream of POST /api/draft; what is there depends on `type`. */
export interface DraftEvent {
  type: string;
  text?: string;
  place?: number;
  expectedMs?: number | null;
  model?: { name: string };
  draft?: { text: string; isWhole: boolean; model: { name: string } };
  error?: { code: string };
}

export interface DraftState {
  stage: "none" | "waiting" | "writing" | "there" | "failed";
  text: string;
  model: string;
  isWhole: boolean;
  /** Its place before the model: 1 is next. Null until the box says. */
  place: number | null;
  /** Null while the box cannot say. */
  expectedMs: number | null;
  /** Why there is none. */
  problem: string | null;
}

/** A finished draft, for the page that asked for it. */
export interface Drafted {
  text: string;
  language: string;
  task: DraftTask;
}

export const noDraft: DraftState = {
  stage: "none",
  text: "",
  model: "",
  isWhole: true,
  place: null,
  expectedMs: null,
  problem: null,
};

/**
 * A draft that begins with a title of its own, in two. The title is empty when the first line is
 * too long for one, or all there is.
 */
export function titledParts(draft: string, titleCharsMax: number): { title: string; body: string } {
  const [first = "", ...rest] = draft.trim().split("\n");
  const title = first.replace(/^[#*\s]+|[*\s]+$/g, "");
  const body = rest.join("\n").trim();
  if (body === "" || title.length > titleCharsMax) return { title: "", body: draft.trim() };
  return { title, body };
}

/** The draft after one event; one that nobody knows changes nothing. */
export function afterEvent(state: DraftState, event: DraftEvent): DraftState {
  switch (event.type) {
    case "queued":
      return {
        ...state,
        stage: "waiting",
        place: event.place ?? null,
        expectedMs: event.expectedMs ?? null,
      };
    case "writing":
      return { ...state, stage: "writing", model: event.model?.name ?? "" };
    case "text":
      return { ...state, text: state.text + (event.text ?? "") };
    case "done":
      return event.draft === undefined
        ? state
        : { ...state, stage: "there", ...event.draft, model: event.draft.model.name };
    case "failed":
      return failed(state, event.error?.code ?? "");
    default:
      return state;
  }
}

export function failed(state: DraftState, code: string): DraftState {
  return { ...state, stage: "failed", problem: code };
}
