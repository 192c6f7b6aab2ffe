import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import { Button, Card, Choices, Dialog, List, ListItem, Notice } from "../design/index.ts";
import { liveKeys, requestChange, requestStewardChange, stewardKeysOf } from "./gate.ts";
import { nameOf } from "./naming.ts";
import { RecoverDialog } from "./recover-dialog.tsx";
import type { Gate, MemberDetail } from "./shapes.ts";
import { text } from "./strings.ts";

interface StewardActionsProps {
  member: MemberDetail;
  gate: Gate;
}

interface Action {
  label: string;
  /** What follows, in a sentence. */
  consequence: string;
  danger?: boolean;
  sign(): Promise<unknown>;
}

/** What a steward can ask for about a person. Each is explained before it is signed. */
export function StewardActions({ member, gate }: StewardActionsProps) {
  const [chosen, setChosen] = useState<Action | null>(null);
  const [dialog, setDialog] = useState<"recover" | "group" | null>(null);
  const [signed, setSigned] = useState(false);
  const done = () => {
    setChosen(null);
    setDialog(null);
    setSigned(true);
  };
  return (
    <Card title={text.t("steward.title")}>
      <p class="soft">{text.t(gate.approvalsNeeded > 1 ? "steward.two" : "steward.alone")}</p>
      {signed && (
        <Notice tone="ok" live>
          {text.t("steward.sent")}
        </Notice>
      )}
      <List>
        {actionsFor(member, gate).map((action) => (
          <ListItem key={action.label} title={action.label} onClick={() => setChosen(action)} />
        ))}
        <ListItem title={text.t("steward.group")} onClick={() => setDialog("group")} />
        <ListItem title={text.t("steward.recover")} onClick={() => setDialog("recover")} />
        <ListItem
          title={text.t("steward.revoke")}
          onClick={() => setChosen(revokeAction(member))}
        />
      </List>
      <ConfirmDialog action={chosen} onClose={() => setChosen(null)} onDone={done} />
      <GroupDialog
        open={dialog === "group"}
        member={member}
        gate={gate}
        onClose={() => setDialog(null)}
        onDone={done}
      />
      <RecoverDialog open={dialog === "recover"} member={member} onClose={() => setDialog(null)} />
    </Card>
  );
}

function actionsFor(member: MemberDetail, gate: Gate): Action[] {
  const name = nameOf(member);
  const { id } = member;
  const has = (role: MemberDetail["roles"][number]) => member.roles.includes(role);
  const actions: Action[] = [];
  const add = (key: ActionKey, sign: () => Promise<unknown>) =>
    actions.push({
      label: text.t(`steward.${key}`),
      consequence: text.t(`steward.${key}Text`, { name }),
      sign,
    });
  const grant = (role: "member" | "moderator") => () =>
    requestChange(effects.roleGrant, { member: id, role });
  const revoke = (role: "member" | "moderator") => () =>
    requestChange(effects.roleRevoke, { member: id, role });
  if (!has("member")) add("makeMember", grant("member"));
  else if (has("moderator")) add("endModerator", revoke("moderator"));
  else add("makeModerator", grant("moderator"));
  if (has("steward")) {
    add("endSteward", () => requestStewardChange(gate, { remove: stewardKeysOf(member) }));
  } else if (has("member")) {
    const [key] = liveKeys(member);
    if (key) add("makeSteward", () => requestStewardChange(gate, { add: key }));
  }
  if (has("member") && !has("steward")) add("makeGuest", revoke("member"));
  for (const group of member.groups) {
    actions.push({
      label: text.t("steward.leaveGroup", { group }),
      consequence: text.t("effect.group.remove", { name, group }),
      sign: () => requestChange(effects.groupRemove, { group, member: id }),
    });
  }
  return actions;
}

type ActionKey =
  | "makeMember"
  | "makeGuest"
  | "makeModerator"
  | "endModerator"
  | "makeSteward"
  | "endSteward";

function revokeAction(member: MemberDetail): Action {
  return {
    label: text.t("steward.revoke"),
    consequence: text.t("steward.revokeText", { name: nameOf(member) }),
    danger: true,
    sign: () =>
      requestChange(effects.memberRevoke, {
        device: null,
        member: member.id,
        reason: "decision",
      }),
  };
}

interface ConfirmDialogProps {
  action: Action | null;
  onClose: () => void;
  onDone: () => void;
}

function ConfirmDialog({ action, onClose, onDone }: ConfirmDialogProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const sign = async () => {
    try {
      await action?.sign();
      setFailed(null);
      onDone();
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title={action?.label ?? ""} open={action !== null} onClose={onClose}>
      <p>{action?.consequence}</p>
      {failed && (
        <Notice tone="warn" live>
          {failed}
        </Notice>
      )}
      <Button kind={action?.danger ? "danger filled" : "primary"} onClick={sign}>
        {text.t("steward.confirm")}
      </Button>
    </Dialog>
  );
}

interface GroupDialogProps extends StewardActionsProps {
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

function GroupDialog({ open, member, gate, onClose, onDone }: GroupDialogProps) {
  const others = gate.groups.filter((group) => !member.groups.includes(group.name));
  const [group, setGroup] = useState("");
  const chosen = group || (others[0]?.name ?? "");
  const sign = async () => {
    await requestChange(effects.groupAdd, { group: chosen, member: member.id });
    onDone();
  };
  return (
    <Dialog title={text.t("steward.group")} open={open} onClose={onClose}>
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
          <Button kind="primary" onClick={sign}>
            {text.t("steward.confirm")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
