/** Verbs about the keys of other programs: list, revoke. */
import { keyList, revokeNamed } from "../gateway/index.ts";
import { askBox } from "./control.ts";
import { withClosedBox } from "./inspect-verbs.ts";
import { columns, type Verb } from "./verb.ts";

const list: Verb = {
  name: "key list",
  usage: "",
  summary: "The keys of other programs: what each opens, until when",
  details: `
Keys are given by stewards, in the app, under Box, Programs: whoever has an account on the machine
is no steward. The keys themselves are kept nowhere, only fingerprints of them.`,
  operands: 0,
  async run(call) {
    const { data } = (await call.config()).box;
    const view = ((await askBox(data, "/api/local/keys")) ??
      (await withClosedBox(call, ({ gateway }) => keyList(gateway)))) as ReturnType<typeof keyList>;
    const rows = view.keys.map(({ id, name, scopes, audience, expires, state }) => [
      id,
      state,
      scopes.join(", "),
      audience,
      expires === null ? "" : `until ${new Date(expires * 1_000).toISOString().slice(0, 10)}`,
      name,
    ]);
    call.out.result(view, rows.length === 0 ? ["No program has a key."] : columns(rows));
  },
};

const revoke: Verb = {
  name: "key revoke",
  usage: "ID",
  summary: "Shut a program out at once",
  details: "\nID is what moot key list shows first.",
  operands: 1,
  async run(call) {
    const id = call.operands[0] as string;
    const { data } = (await call.config()).box;
    const init = { method: "POST", json: { id } };
    (await askBox(data, "/api/local/keys/revoke", init)) ??
      (await withClosedBox(call, ({ gateway }) => revokeNamed(gateway, id)));
    call.out.result({ revoked: id }, [`${id} opens nothing any more.`]);
  },
};

export const keyVerbs: readonly Verb[] = [list, revoke];
