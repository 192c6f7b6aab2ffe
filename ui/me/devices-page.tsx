import { MonitorSmartphone, Smartphone } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds, type RevokeBody } from "../../mesh/kinds/index.ts";
import {
  Button,
  Choices,
  Dialog,
  List,
  ListItem,
  Mark,
  Notice,
  Page,
  ResourceView,
  StateMark,
  words,
} from "../design/index.ts";
import { dateTime } from "../i18n/index.ts";
import { append, usePending } from "../offline/index.ts";
import { type Account, type AccountDevice, lacksStewardKey, useAccount } from "./account.ts";
import { AddDevice } from "./add-device.tsx";
import { text } from "./strings.ts";

/** The devices that speak for the member: add one, shut one out. */
export function DevicesPage() {
  const account = useAccount();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={text.t("devices.title")}
      lead={text.t("devices.lead")}
      back="/me"
      action={
        !adding && (
          <Button kind="primary" icon={MonitorSmartphone} onClick={() => setAdding(true)}>
            {text.t("devices.add")}
          </Button>
        )
      }
    >
      {adding && <AddDevice onDone={() => setAdding(false)} />}
      <ResourceView of={account}>{(data) => <Devices account={data} />}</ResourceView>
    </Page>
  );
}

function Devices({ account }: { account: Account }) {
  const [lost, setLost] = useState<AccountDevice | null>(null);
  const pending = usePending(kinds.revoke);
  return (
    <>
      <List label={text.t("devices.title")}>
        {account.devices.map((device) => {
          const revocation = pending.find((op) => op.body?.device === device.id);
          return (
            <ListItem
              key={device.id}
              icon={Smartphone}
              title={text.t(device.id === account.device ? "devices.this" : "devices.other")}
              detail={
                <>
                  {text.t("devices.since", { date: dateTime(device.enrolled, "date") })}
                  {" · "}
                  <code>{device.id.slice(0, 4)}</code>
                </>
              }
              after={
                <>
                  {revocation && !device.revoked && <StateMark op={revocation} />}
                  {device.revoked && <Mark tone="warn">{text.t("devices.revoked")}</Mark>}
                  {!device.revoked && !revocation && device.id !== account.device && (
                    <Button kind="danger" onClick={() => setLost(device)}>
                      {text.t("devices.revoke")}
                    </Button>
                  )}
                </>
              }
            />
          );
        })}
      </List>
      {account.devices.some((device) => device.isStewardKey && !device.revoked) && (
        <Notice>{text.t("devices.stewardKey")}</Notice>
      )}
      {lacksStewardKey(account) && (
        <Notice tone="warn">
          <p>{text.t("devices.noStewardKey")}</p>
          <Button href="/recover">{text.t("devices.recover")}</Button>
        </Notice>
      )}
      <RevokeDialog device={lost} onClose={() => setLost(null)} />
    </>
  );
}

type Reason = RevokeBody["reason"];
const offeredReasons = ["lost", "stolen", "replaced"] as const satisfies readonly Reason[];

function RevokeDialog({ device, onClose }: { device: AccountDevice | null; onClose: () => void }) {
  const [reason, setReason] = useState<(typeof offeredReasons)[number]>("lost");
  const revoke = async () => {
    if (device) await append(kinds.revoke, { device: device.id, member: null, reason });
    onClose();
  };
  return (
    <Dialog title={text.t("revoke.title")} open={device !== null} onClose={onClose}>
      <p>{text.t("revoke.text")}</p>
      <Choices
        label={text.t("revoke.reason")}
        value={reason}
        onChange={setReason}
        options={offeredReasons.map((value) => ({ value, title: text.t(`revoke.${value}`) }))}
      />
      <Button kind="danger filled" onClick={revoke}>
        {text.t("revoke.do")}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {words.t("cancel")}
      </Button>
    </Dialog>
  );
}
