/** The assistant: questions in, cited answers out, and the members' own conversations. */
export type { AnswerRecord, AskedQuestion } from "./answer-record.ts";
export { type Assistant, createAssistant } from "./assistant.ts";
export { migrations } from "./conversation-table.ts";
export { basePolicy } from "./policy.ts";
export { retrieve } from "./retrieve.ts";
export { assistantRoutes } from "./routes.ts";
