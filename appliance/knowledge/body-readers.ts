/** Who may have the bodies of knowledge operations, for whoever pulls the log. */
import { kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import type { LoggedOperation, Store } from "../store/index.ts";
import { visibleItem } from "./item-detail.ts";
import { versionById } from "./item-table.ts";
import { visibleQuestion } from "./question-list.ts";
import { idBytes } from "./row-values.ts";
import type { Viewer } from "./viewer.ts";

export type BodyReader = (op: Pick<LoggedOperation, "id">, viewer: Viewer) => boolean;

/** By kind number: whether a body may be shown. Authors have their own anyway. */
export function bodyReaders({ db }: Pick<Store, "db">): Map<number, BodyReader> {
  const seesVersion: BodyReader = ({ id }, viewer) => {
    const version = versionById(db, id);
    const item = version === null ? null : visibleItem(db, viewer, version.item);
    return item?.versions.some((known) => known.id === id) ?? false;
  };
  const seesReport: BodyReader = ({ id }, viewer) => {
    const item = named("SELECT item AS id FROM knowledge_report WHERE id = ?", id);
    const isModerator = viewer.roles.has("moderator");
    return isModerator && item !== null && visibleItem(db, viewer, item) !== null;
  };
  const seesAnswer: BodyReader = ({ id }, viewer) => {
    const question = named("SELECT question AS id FROM knowledge_answer WHERE id = ?", id);
    return question !== null && visibleQuestion(db, viewer, question) !== null;
  };
  const named = (sql: string, id: OpId): OpId | null => {
    const row = db.query<{ id: Uint8Array }, [Uint8Array]>(sql).get(idBytes(id));
    return row === null ? null : toOpId(row.id);
  };
  return new Map([
    [kinds.item.number, seesVersion],
    [kinds.itemReport.number, seesReport],
    [kinds.question.number, ({ id }, viewer) => visibleQuestion(db, viewer, id) !== null],
    [kinds.answer.number, seesAnswer],
  ]);
}
