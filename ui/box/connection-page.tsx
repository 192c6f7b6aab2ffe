import {
  CloudOff,
  Download,
  ExternalLink,
  RefreshCw,
  ShieldAlert,
  UserX,
  Wifi,
} from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Button, Card, EmptyState, Notice, Page } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import {
  connection,
  exportOutbox,
  lastContact,
  membership,
  sendSoon,
  useOutbox,
} from "../offline/index.ts";
import { text } from "./strings.ts";

const pictures = {
  online: Wifi,
  connecting: Wifi,
  offline: CloudOff,
  unreachable: CloudOff,
  certificate: ShieldAlert,
  closed: UserX,
};

/** What is between this phone and the box, and each way out. */
export function ConnectionPage() {
  const state = membership.value?.standing === "closed" ? "closed" : connection.value.reach;
  const { waiting } = useOutbox();
  return (
    <Page
      title={text.t("connection.title")}
      back={membership.value === null ? "/" : "/more"}
      action={
        <Button kind="primary" icon={RefreshCw} onClick={() => sendSoon()}>
          {text.t("connection.try")}
        </Button>
      }
    >
      <EmptyState icon={pictures[state]} title={text.t(`state.${state}`)}>
        {text.t(`state.${state}Text`)}
      </EmptyState>
      {state !== "online" && state !== "closed" && <Steps />}
      {(state === "unreachable" || state === "certificate") && <CertificateCheck />}
      {waiting.length > 0 && <SaveWaiting count={waiting.length} />}
      <Notice>{text.t("connection.safe")}</Notice>
    </Page>
  );
}

function Steps() {
  return (
    <Card title={text.t("steps.title")}>
      <ol>
        <li>{text.t("steps.wifi")}</li>
        <li>{text.t("steps.near")}</li>
        <li>{text.t("steps.power")}</li>
      </ol>
    </Card>
  );
}

/**
 * A page cannot see why a connection failed. The box's plain page can be opened without a trusted
 * certificate: if it answers, the certificate is the trouble, and the page says how to mend it.
 */
function CertificateCheck() {
  const [page, setPage] = useState<string | null>(null);
  useEffect(() => {
    lastContact().then((contact) => setPage(contact?.plainPage ?? `http://${location.hostname}/`));
  }, []);
  if (page === null) return null;
  return (
    <Card title={text.t("check.title")} icon={ShieldAlert}>
      <p>{text.t("check.text")}</p>
      <Button icon={ExternalLink} href={page}>
        {text.t("check.open")}
      </Button>
      <p class="soft small">{page}</p>
    </Card>
  );
}

function SaveWaiting({ count }: { count: number }) {
  const save = async () => {
    const day = new Date().toISOString().slice(0, 10);
    saveFile(await exportOutbox(), `folkmoot-outbox-${day}.cbor`);
  };
  return (
    <Card title={text.t("save.title", { count })}>
      <p>{text.t("save.text")}</p>
      <Button icon={Download} onClick={save}>
        {text.t("save.do")}
      </Button>
    </Card>
  );
}
