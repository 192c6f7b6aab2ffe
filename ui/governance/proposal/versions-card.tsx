import { FilePen, GitCompare, Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Card,
  Dialog,
  deferred,
  List,
  ListItem,
  Moment,
  StateMark,
} from "../../design/index.ts";
import { append, membership, usePending } from "../../offline/index.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text as governance } from "../strings.ts";
import { text } from "./strings.ts";

const CompareVersions = deferred(() =>
  import("./compare-versions.tsx").then((file) => file.CompareVersions),
);

/** Earlier versions, what changed, and what the author can still do. */
export function VersionsCard({ detail }: { detail: ProposalDetail }) {
  const [compared, setCompared] = useState<OpId | null>(null);
  const isAuthor = membership.value?.member === detail.author;
  const mayChange = isAuthor && canChange(detail);
  const { versions } = detail;
  if (versions.length < 2 && !mayChange) return null;
  return (
    <Card title={text.t("versions.title")} icon={GitCompare}>
      {versions.length > 1 && (
        <List label={text.t("versions.title")}>
          {[...versions].reverse().map(({ version, at, title, ballotsVoided }) => (
            <ListItem
              key={version}
              title={<span dir="auto">{title || governance.t("untitled")}</span>}
              detail={
                <>
                  <Moment at={at} />
                  {version === detail.version && ` · ${text.t("versions.current")}`}
                  {ballotsVoided > 0 && ` · ${text.t("versions.voided", { count: ballotsVoided })}`}
                </>
              }
              {...(version === detail.version ? {} : { onClick: () => setCompared(version) })}
            />
          ))}
        </List>
      )}
      {mayChange && <AuthorActions detail={detail} />}
      <Dialog
        title={text.t("versions.compare")}
        open={compared !== null}
        onClose={() => setCompared(null)}
      >
        {compared !== null && <CompareVersions detail={detail} version={compared} />}
      </Dialog>
    </Card>
  );
}

function canChange({ status }: ProposalDetail): boolean {
  return ["draft", "discussion", "voting", "blocked", "contested"].includes(status);
}

function AuthorActions({ detail }: { detail: ProposalDetail }) {
  const [asked, setAsked] = useState(false);
  const pending = usePending(kinds.mark).find((op) => op.body?.thread === detail.thread);
  const withdraw = async () => {
    await append(kinds.mark, { thread: detail.thread, mark: "withdrawn" });
    announce(text.t("versions.withdrawn"));
    setAsked(false);
  };
  return (
    <>
      <div class="row">
        <Button icon={FilePen} href={`/decide/${detail.thread}/amend`}>
          {text.t(detail.status === "draft" ? "versions.edit" : "versions.amend")}
        </Button>
        <Button kind="quiet" icon={Undo2} onClick={() => setAsked(true)}>
          {text.t("versions.withdraw")}
        </Button>
        {pending && <StateMark op={pending} />}
      </div>
      <p class="soft small">{text.t("versions.amendText")}</p>
      <Dialog title={text.t("versions.withdraw")} open={asked} onClose={() => setAsked(false)}>
        <p>{text.t("versions.withdrawText")}</p>
        <Button kind="danger filled" onClick={withdraw}>
          {text.t("versions.withdraw")}
        </Button>
      </Dialog>
    </>
  );
}
