import { Download, FileUp, Send, X } from "lucide-preact";
import { useState } from "preact/hooks";
import {
  Button,
  deferred,
  EmptyState,
  FileButton,
  IconButton,
  List,
  ListItem,
  Moment,
  Notice,
  Page,
  StateMark,
} from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { useProposalTitles } from "../governance/index.ts";
import { dateTime } from "../i18n/index.ts";
import {
  carriedCounts,
  dismiss,
  exportOutbox,
  importOutbox,
  isRefused,
  type OwnOperation,
  sendSoon,
  sendTrouble,
  useOutbox,
} from "../offline/index.ts";
import { describeOperation } from "./describe-operation.ts";
import { text } from "./strings.ts";

const WaitingFiles = deferred(() =>
  import("../attachments/index.ts").then((room) => room.WaitingFiles),
);

/** Everything this phone has said: what waits, what came to nothing and why, what was sent. */
export function OutboxPage() {
  const { waiting, refused, sent, heldUntilMs } = useOutbox();
  const titles = useProposalTitles();
  const isEmpty = waiting.length + refused.length + sent.length === 0;
  return (
    <Page
      title={text.t("outbox.title")}
      lead={text.t("outbox.lead")}
      back="/me"
      action={
        waiting.length > 0 && (
          <Button kind="primary" icon={Send} onClick={() => sendSoon()}>
            {text.t("outbox.send")}
          </Button>
        )
      }
    >
      <Trouble />
      {heldUntilMs !== null && (
        <Notice tone="wait">
          {text.t("outbox.held", { when: dateTime(heldUntilMs / 1000, "short") })}
        </Notice>
      )}
      <Section title={text.t("outbox.waiting")} operations={waiting} titles={titles} />
      <WaitingFiles waiting={null} />
      <Section title={text.t("outbox.refused")} operations={refused} titles={titles} />
      <Section
        title={text.t("outbox.sent")}
        operations={sent.slice(-30).reverse()}
        titles={titles}
      />
      {isEmpty && <EmptyState icon={Send} title={text.t("outbox.empty")} />}
      <OutboxFile canSave={waiting.length > 0} />
    </Page>
  );
}

/** Why sending goes no further, where it is more than being out of reach. */
function Trouble() {
  const code = sendTrouble.value;
  if (code === "disk-full") return <Notice tone="warn">{text.t("outbox.diskFull")}</Notice>;
  return null;
}

function Section({
  title,
  operations,
  titles,
}: {
  title: string;
  operations: OwnOperation[];
  titles: ReadonlyMap<string, string>;
}) {
  if (operations.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{title}</h2>
      <List label={title}>
        {operations.map((op) => {
          const { icon, title: what, detail } = describeOperation(op, titles);
          return (
            <ListItem
              key={op.id}
              icon={icon}
              title={what}
              detail={
                <>
                  {detail && <>{detail} · </>}
                  <Moment at={op.time} />
                  <span class="row">
                    <StateMark op={op} />
                  </span>
                </>
              }
              after={
                isRefused(op) && (
                  <IconButton
                    icon={X}
                    label={text.t("outbox.dismiss")}
                    onClick={() => dismiss(op)}
                  />
                )
              }
            />
          );
        })}
      </List>
    </section>
  );
}

/** The outbox as a file, for somebody else to carry; and somebody else's, to be carried by us. */
function OutboxFile({ canSave }: { canSave: boolean }) {
  const [imported, setImported] = useState<number | "failed" | null>(null);
  const save = async () => {
    const day = new Date().toISOString().slice(0, 10);
    saveFile(await exportOutbox(), `folkmoot-outbox-${day}.cbor`);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      setImported(await importOutbox(file));
      sendSoon();
    } catch {
      setImported("failed");
    }
  };
  const carried = carriedCounts.value;
  return (
    <section class="stack">
      <h2>{text.t("file.title")}</h2>
      <p class="soft">{text.t("file.text")}</p>
      <div class="row">
        {canSave && (
          <Button icon={Download} onClick={save}>
            {text.t("file.save")}
          </Button>
        )}
        <FileButton icon={FileUp} accept=".cbor,application/cbor" onFiles={([file]) => take(file)}>
          {text.t("file.take")}
        </FileButton>
      </div>
      {imported === "failed" && (
        <Notice tone="warn" live>
          {text.t("file.failed")}
        </Notice>
      )}
      {typeof imported === "number" && (
        <Notice tone="ok" live>
          {text.t("file.taken", { count: imported })}
        </Notice>
      )}
      {carried.queued > 0 && <p>{text.t("file.carrying", { count: carried.queued })}</p>}
      {carried.sent > 0 && <p>{text.t("file.delivered", { count: carried.sent })}</p>}
      {carried.refused > 0 && <p>{text.t("file.refused", { count: carried.refused })}</p>}
    </section>
  );
}
