/** Verbs about the keys of other programs: list, revoke. */
import { keyList, revokeNamed } from "../gateway/index.ts";
import { inBox } from "./in-box.ts";
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
    const asked = inBox(call, "/api/local/keys", {}, ({ gateway }) => keyList(gateway));
    const view = (await asked) as ReturnType<typeof keyList>;
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
    const ask = { method: "POST", json: { id } } as const;
    await inBox(call, "/api/local/keys/revoke", ask, ({ gateway }) => revokeNamed(gateway, id));
    call.out.result({ revoked: id }, [`${id} opens nothing any more.`]);
  },
};

export const keyVerbs: readonly Verb[] = [list, revoke];
