import type { PartReport } from "../health/index.ts";
import type { Models } from "./models.ts";

const well: PartReport = { state: "ok", issue: null, hint: null };

/** How the engine is, for the box's health: without it the box quotes, so nothing fails. */
export function modelsPart(models: Models): PartReport {
  const {
    missing: [missing],
    unfit: [unfit],
  } = models.deployment();
  if (missing !== undefined) {
    return {
      state: "warning",
      issue: "A model that was decided on is not on the box.",
      hint: `Add the file with SHA-256 ${missing.sha256}: moot model add FILE`,
    };
  }
  if (unfit !== undefined) {
    return {
      state: "warning",
      issue: `The adapter ${unfit.name} was decided on and is not made for the model in use.`,
      hint: "It changes nothing. Decide on the model that it was trained on, then on it again.",
    };
  }
  const { answer, embed, machines } = models.status();
  for (const running of [answer, embed]) {
    if (running?.state.is !== "down") continue;
    const issue = `A language model does not run (${running.state.code}).`;
    return { state: "warning", issue, hint: running.state.hint };
  }
  const away = machines.find(({ state }) => state.is === "down");
  if (away?.state.is === "down") {
    const issue = `${away.model} on ${away.host} does not answer (${away.state.code}).`;
    return { state: "warning", issue, hint: away.state.hint };
  }
  return well;
}
