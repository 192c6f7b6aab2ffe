import { KeyRound, Plug } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import {
  Button,
  Dialog,
  EmptyState,
  List,
  ListItem,
  Mark,
  Notice,
  Page,
  ResourceView,
  words,
} from "../design/index.ts";
import { nameOf, useDirectory } from "../design/people.ts";
import { dateTime } from "../i18n/index.ts";
import { membership, requestJson, useResource } from "../offline/index.ts";
import { GiveKey } from "./give-key.tsx";
import { groupOf, keysPath, type ProgramKey } from "./shapes.ts";
import { text } from "./strings.ts";

/** Which programs may use the box. Every member sees it; stewards give and take back. */
export function ProgramsPage() {
  const keys = useResource<{ keys: ProgramKey[] }>(keysPath);
  const [giving, setGiving] = useState(false);
  const isSteward = membership.value?.roles.includes("steward") ?? false;
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back="/box"
      action={
        isSteward && (
          <Button kind="primary" icon={KeyRound} onClick={() => setGiving(true)}>
            {text.t("give")}
          </Button>
        )
      }
    >
      <ResourceView of={keys}>
        {(data) => <Keys keys={data.keys} isSteward={isSteward} onChange={keys.refresh} />}
      </ResourceView>
      <Notice>{text.t("everybodySees")}</Notice>
      {giving && <GiveKey onClose={() => setGiving(false)} onGiven={keys.refresh} />}
    </Page>
  );
}

interface KeysProps {
  keys: ProgramKey[];
  isSteward: boolean;
  onChange: () => void;
}

function Keys({ keys, isSteward, onChange }: KeysProps) {
  const [taking, setTaking] = useState<ProgramKey | null>(null);
  const valid = keys.filter((key) => key.state === "valid");
  const former = keys.filter((key) => key.state !== "valid");
  return (
    <>
      {valid.length === 0 && (
        <EmptyState icon={Plug} title={text.t("none")}>
          {text.t("noneText")}
        </EmptyState>
      )}
      {valid.length > 0 && (
        <List label={text.t("list")}>
          {valid.map((key) => (
            <KeyRow key={key.id} of={key}>
              {isSteward && (
                <Button kind="danger" onClick={() => setTaking(key)}>
                  {text.t("revoke")}
                </Button>
              )}
            </KeyRow>
          ))}
        </List>
      )}
      {former.length > 0 && (
        <section class="stack tight">
          <h2>{text.t("former")}</h2>
          <p class="soft">{text.t("formerText")}</p>
          <List label={text.t("former")}>
            {former.map((key) => (
              <KeyRow key={key.id} of={key}>
                <Mark tone="wait">
                  {text.t(key.state === "revoked" ? "state.revoked" : "state.expired")}
                </Mark>
              </KeyRow>
            ))}
          </List>
        </section>
      )}
      <RevokeDialog of={taking} onClose={() => setTaking(null)} onDone={onChange} />
    </>
  );
}

function KeyRow({ of, children }: { of: ProgramKey; children: ComponentChildren }) {
  const directory = useDirectory();
  const group = groupOf(of.audience);
  const audience =
    group === null ? text.t("audience.members") : text.t("audience.group", { group });
  const until =
    of.expires === null
      ? text.t("detail.forever")
      : text.t("detail.until", { date: dateTime(of.expires, "date") });
  const by = { name: nameOf(directory(of.createdBy)), date: dateTime(of.created, "date") };
  return (
    <ListItem
      icon={Plug}
      title={of.name}
      detail={
        <span class="stack tight">
          {of.scopes.map((scope) => (
            <span key={scope}>{text.t(`scope.${scope}`)}</span>
          ))}
          {of.scopes.includes("ask") && <span>{text.t("detail.reads", { audience })}</span>}
          <span>
            {text.t("detail.given", by)} · {until} ·{" "}
            {text.t("detail.rate", { count: of.perMinute })}
          </span>
          <span class="row">{children}</span>
        </span>
      }
    />
  );
}

interface RevokeDialogProps {
  of: ProgramKey | null;
  onClose: () => void;
  onDone: () => void;
}

function RevokeDialog({ of, onClose, onDone }: RevokeDialogProps) {
  const [failed, setFailed] = useState(false);
  const close = () => {
    setFailed(false);
    onClose();
  };
  const revoke = async () => {
    try {
      await requestJson(`${keysPath}/${of?.id}`, { method: "DELETE" });
      onDone();
      close();
    } catch {
      setFailed(true);
    }
  };
  return (
    <Dialog
      title={text.t("revoke.title", { name: of?.name ?? "" })}
      open={of !== null}
      onClose={close}
    >
      <p>{text.t("revoke.text")}</p>
      {failed && (
        <Notice tone="danger" live>
          {text.t("revoke.failed")}
        </Notice>
      )}
      <Button kind="danger filled" onClick={revoke}>
        {text.t("revoke.do")}
      </Button>
      <Button kind="quiet" onClick={close}>
        {words.t("cancel")}
      </Button>
    </Dialog>
  );
}
