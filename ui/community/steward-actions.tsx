import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import { Button, Card, Dialog, List, ListItem, Notice } from "../design/index.ts";
import { nameOf } from "../design/people.ts";
import { liveKeys, requestChange, requestStewardChange, stewardKeysOf } from "./gate.ts";
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

/**
 * What stewards look after by themselves, because it cannot wait for a vote or needs their keys:
 * a lost phone, somebody who must go, who the stewards are.
 */
export function StewardActions({ member, gate }: StewardActionsProps) {
  const [chosen, setChosen] = useState<Action | null>(null);
  const [recovering, setRecovering] = useState(false);
  const [signed, setSigned] = useState(false);
  return (
    <Card title={text.t("steward.title")}>
      <p class="soft">{text.t(gate.approvalsNeeded > 1 ? "steward.two" : "steward.alone")}</p>
      {signed && (
        <Notice tone="ok" live>
          {text.t("steward.sent")}
        </Notice>
      )}
      <List>
        {stewardAction(member, gate).map((action) => (
          <ListItem key={action.label} title={action.label} onClick={() => setChosen(action)} />
        ))}
        <ListItem title={text.t("steward.recover")} onClick={() => setRecovering(true)} />
        <ListItem
          title={text.t("steward.revoke")}
          onClick={() => setChosen(revokeAction(member))}
        />
      </List>
      <ConfirmDialog
        action={chosen}
        onClose={() => setChosen(null)}
        onDone={() => {
          setChosen(null);
          setSigned(true);
        }}
      />
      <RecoverDialog open={recovering} member={member} onClose={() => setRecovering(false)} />
    </Card>
  );
}

/** Beginning or ending to be a steward, where that is possible. */
function stewardAction(member: MemberDetail, gate: Gate): Action[] {
  const name = nameOf(member);
  const action = (key: "makeSteward" | "endSteward", sign: () => Promise<unknown>): Action[] => [
    { label: text.t(`steward.${key}`), consequence: text.t(`steward.${key}Text`, { name }), sign },
  ];
  if (member.roles.includes("steward")) {
    return action("endSteward", () =>
      requestStewardChange(gate, { remove: stewardKeysOf(member) }),
    );
  }
  const [key] = liveKeys(member);
  if (!member.roles.includes("member") || key === undefined) return [];
  return action("makeSteward", () => requestStewardChange(gate, { add: key }));
}

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
