import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import { inviteSeedBytes, inviteSigner } from "../../mesh/rules/index.ts";
import { Button, Dialog, Qr } from "../design/index.ts";
import { nameOf } from "../design/people.ts";
import { ClockNotice } from "./clock-notice.tsx";
import { requestChange } from "./gate.ts";
import { invitationLink, useOrigin } from "./invitation-link.ts";
import type { MemberDetail } from "./shapes.ts";
import { text } from "./strings.ts";

interface RecoverDialogProps {
  open: boolean;
  member: MemberDetail;
  onClose: () => void;
}

/** For somebody who lost every device: a code for a new one, once the stewards have agreed. */
export function RecoverDialog({ open, member, onClose }: RecoverDialogProps) {
  const [seed, setSeed] = useState<Uint8Array | null>(null);
  const origin = useOrigin();
  const name = nameOf(member);
  const sign = async () => {
    const fresh = crypto.getRandomValues(new Uint8Array(inviteSeedBytes));
    const { publicKey } = await inviteSigner(fresh);
    await requestChange(effects.memberRecover, { member: member.id, inviteKey: publicKey });
    setSeed(fresh);
  };
  const close = () => {
    setSeed(null);
    onClose();
  };
  return (
    <Dialog title={text.t("steward.recover")} open={open} onClose={close}>
      {seed === null ? (
        <>
          <p>{text.t("steward.recoverText", { name })}</p>
          {open && <ClockNotice />}
          <Button kind="danger filled" onClick={sign}>
            {text.t("steward.confirm")}
          </Button>
        </>
      ) : (
        <>
          <Qr text={invitationLink(origin, seed)} label={text.t("steward.recoverCode", { name })} />
          <p>{text.t("steward.recoverKeep", { name })}</p>
        </>
      )}
    </Dialog>
  );
}
