import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import { Button, Card, Dialog, List, ListItem, Notice } from "../design/index.ts";
import { nameOf } from "../design/people.ts";
import { membership } from "../offline/index.ts";
import { ClockNotice } from "./clock-notice.tsx";
import { needsRecoveryWords, needsStewardKey, requestChange, requestSameStewards } from "./gate.ts";
import { LostStewardDialog } from "./lost-steward-dialog.tsx";
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
 * What stewards look after by themselves, because it cannot wait for a vote: a lost phone, somebody
 * who must go.
 */
export function StewardActions({ member, gate }: StewardActionsProps) {
  const [chosen, setChosen] = useState<Action | null>(null);
  const [recovering, setRecovering] = useState(false);
  const [signed, setSigned] = useState(false);
  const [lost, setLost] = useState(false);
  return (
    <Card title={text.t("steward.title")}>
      <p class="soft">{text.t(gate.approvalsNeeded > 1 ? "steward.two" : "steward.alone")}</p>
      {signed && (
        <Notice tone="ok" live>
          {text.t("steward.sent")}
        </Notice>
      )}
      <List>
        {needsStewardKey(member) && (
          <RenewItem
            member={member}
            gate={gate}
            onSign={() => setChosen(renewAction(member))}
            onWords={() => setLost(true)}
          />
        )}
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
      {lost && <LostStewardDialog onClose={() => setLost(false)} />}
      <RecoverDialog open={recovering} member={member} onClose={() => setRecovering(false)} />
    </Card>
  );
}

interface RenewItemProps extends StewardActionsProps {
  onSign: () => void;
  onWords: () => void;
}

/** Of two who both have to sign, one cannot: without the words no request would ever come through. */
function RenewItem({ member, gate, onSign, onWords }: RenewItemProps) {
  const title = text.t("steward.renew");
  if (!needsRecoveryWords(gate)) return <ListItem title={title} onClick={onSign} />;
  if (member.id !== membership.value?.member) {
    return <ListItem title={title} detail={text.t("steward.renewWords")} onClick={onWords} />;
  }
  return gate.stewards.length === 1 ? (
    <ListItem title={title} detail={text.t("steward.renewAlone")} href="/recover" />
  ) : (
    <ListItem title={title} detail={text.t("steward.renewOther")} />
  );
}

/** A steward whose phone is lost or broken goes on with another one. */
function renewAction(member: MemberDetail): Action {
  const consequence = text.t("steward.renewText", { name: nameOf(member) });
  return { label: text.t("steward.renew"), consequence, sign: requestSameStewards };
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
      {action !== null && <ClockNotice />}
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
