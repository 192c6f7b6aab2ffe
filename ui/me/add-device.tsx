import { useEffect, useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { inviteSeedBytes, inviteSigner } from "../../mesh/rules/index.ts";
import { InvitationCode } from "../community/index.ts";
import { Button, Card, Loading } from "../design/index.ts";
import { append, boxNow, membership } from "../offline/index.ts";
import { text } from "./strings.ts";

// Long enough to fetch the other device from the next room.
const codeSeconds = 15 * 60;

interface DeviceCode {
  invite: OpId;
  seed: Uint8Array;
  expires: number;
}

/** A code that lets one more device speak for this member. Good once, for a quarter of an hour. */
export function AddDevice({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState<DeviceCode | null>(null);
  useEffect(() => {
    makeDeviceCode().then(setCode);
  }, []);
  return (
    <Card title={text.t("add.title")}>
      <p>{text.t("add.lead")}</p>
      {code === null ? <Loading /> : <InvitationCode {...code} purpose="device" />}
      <Button onClick={onDone}>{text.t("add.done")}</Button>
    </Card>
  );
}

async function makeDeviceCode(): Promise<DeviceCode> {
  const seed = crypto.getRandomValues(new Uint8Array(inviteSeedBytes));
  const { publicKey } = await inviteSigner(seed);
  const known = membership.value;
  const expires = (await boxNow()) + codeSeconds;
  const { id } = await append(kinds.invite, {
    inviteKey: publicKey,
    purpose: "device",
    role: known?.roles.includes("member") ? "member" : "guest",
    member: known?.member ?? null,
    expires,
    uses: 1,
  });
  return { invite: id, seed, expires };
}
