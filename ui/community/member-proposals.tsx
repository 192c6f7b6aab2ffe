import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { effects, type GateEffect, termEnds, usualTermDays } from "../../mesh/kinds/index.ts";
import { Card, Choices, Dialog, List, ListItem } from "../design/index.ts";
import { nameOf } from "../design/people.ts";
import { ProposeChange } from "../governance/index.ts";
import { dateTime } from "../i18n/index.ts";
import type { Gate, MemberDetail } from "./shapes.ts";
import { text } from "./strings.ts";

interface MemberProposalsProps {
  member: MemberDetail;
  gate: Gate;
}

/** A change that a proposal makes, explained before it is proposed. */
interface Change {
  label: string;
  consequence: string;
  effect: GateEffect<unknown>;
  params: unknown;
}

/** What any member can propose about a person: roles and groups. */
export function MemberProposals({ member, gate }: MemberProposalsProps) {
  const [chosen, setChosen] = useState<Change | "group" | null>(null);
  const { route } = useLocation();
  const close = () => setChosen(null);
  return (
    <Card title={text.t("propose.title")}>
      <p class="soft">{text.t("propose.text")}</p>
      <List>
        {[...changesFor(member, gate), ...mandateFor(member, gate)].map((change) => (
          <ListItem key={change.label} title={change.label} onClick={() => setChosen(change)} />
        ))}
        <ListItem title={text.t("steward.group")} onClick={() => setChosen("group")} />
      </List>
      {chosen === "group" && <GroupDialog member={member} gate={gate} onClose={close} />}
      {chosen !== null && chosen !== "group" && (
        <Dialog title={chosen.label} open onClose={close}>
          <p>{chosen.consequence}</p>
          <ProposeChange
            effect={chosen.effect}
            params={chosen.params}
            onDone={(thread) => route(`/decide/${thread}`)}
          />
        </Dialog>
      )}
    </Card>
  );
}

function changesFor(member: MemberDetail, gate: Gate): Change[] {
  const name = nameOf(member);
  const { id } = member;
  const has = (role: MemberDetail["roles"][number]) => member.roles.includes(role);
  const changes: Change[] = [];
  const add = (key: ChangeKey, effect: GateEffect<unknown>, role: "member" | "moderator") =>
    changes.push({
      label: text.t(`steward.${key}`),
      consequence: text.t(`steward.${key}Text`, { name }),
      effect,
      params: { member: id, role },
    });
  if (!has("member")) add("makeMember", effects.roleGrant, "member");
  else if (has("moderator")) add("endModerator", effects.roleRevoke, "moderator");
  else changes.push(moderatorFor(member, gate));
  if (has("member") && !has("steward")) add("makeGuest", effects.roleRevoke, "member");
  for (const group of member.groups) {
    changes.push({
      label: text.t("steward.leaveGroup", { group }),
      consequence: text.t("propose.leaveGroup", { name, group }),
      effect: effects.groupRemove,
      params: { group, member: id },
    });
  }
  return changes;
}

/** An office for a term: it ends by itself, and somebody else may have a turn. */
function moderatorFor({ id, ...member }: MemberDetail, { settings }: Gate): Change {
  const until = termEnds(Math.floor(Date.now() / 1_000), settings?.governance ?? {});
  const consequence = text.t("steward.makeModeratorText", {
    name: nameOf(member),
    until: dateTime(until, "date"),
  });
  const params = { member: id, role: "moderator", until } as const;
  return {
    label: text.t("steward.makeModerator"),
    consequence,
    effect: effects.roleAppoint as GateEffect<unknown>,
    params,
  };
}

/** Begins or ends somebody's being a steward; the last one stays. */
function mandateFor(
  { id, roles, ...member }: MemberDetail,
  { stewards, settings }: Gate,
): Change[] {
  const isSteward = stewards.includes(id);
  if (isSteward ? stewards.length === 1 : !roles.includes("member")) return [];
  const next = isSteward ? stewards.filter((other) => other !== id) : [...stewards, id];
  const key = isSteward ? "endSteward" : "makeSteward";
  return [
    {
      label: text.t(`steward.${key}`),
      consequence: text.t(`steward.${key}Text`, { name: nameOf(member) }),
      effect: effects.stewardMandate,
      params: {
        stewards: next,
        threshold: Math.floor(next.length / 2) + 1,
        termDays: settings?.governance.termDays ?? usualTermDays,
      },
    },
  ];
}

type ChangeKey = "makeMember" | "makeGuest" | "endModerator";

function GroupDialog({ member, gate, onClose }: MemberProposalsProps & { onClose: () => void }) {
  const { route } = useLocation();
  const others = gate.groups.filter((group) => !member.groups.includes(group.name));
  const [group, setGroup] = useState("");
  const chosen = group || (others[0]?.name ?? "");
  return (
    <Dialog title={text.t("steward.group")} open onClose={onClose}>
      {others.length === 0 ? (
        <p>{text.t("steward.noGroups")}</p>
      ) : (
        <>
          <Choices
            label={text.t("steward.groupName")}
            options={others.map(({ name }) => ({ value: name, title: name }))}
            value={chosen}
            onChange={setGroup}
          />
          <ProposeChange
            effect={effects.groupAdd}
            params={{ group: chosen, member: member.id }}
            onDone={(thread) => route(`/decide/${thread}`)}
          />
        </>
      )}
    </Dialog>
  );
}
