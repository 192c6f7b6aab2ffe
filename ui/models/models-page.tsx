import { BrainCircuit, Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { effects } from "../../mesh/kinds/index.ts";
import { Button, Dialog, EmptyState, Notice, Page, ResourceView } from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import { membership, useResource } from "../offline/index.ts";
import { AddModel } from "./add-model.tsx";
import { DeployDialog } from "./deploy-dialog.tsx";
import { Finding } from "./finding.tsx";
import { ModelCard } from "./model-card.tsx";
import { type ModelFile, type ModelsView, modelsPath } from "./shapes.ts";
import { text } from "./strings.ts";

/** What is on the box and what runs, for everybody; adding and trying, for stewards. */
export function ModelsPage() {
  const models = useResource<ModelsView>(modelsPath);
  const isSteward = membership.value?.roles.includes("steward") ?? false;
  return (
    <Page title={text.t("title")} lead={text.t("lead")} back="/box">
      <ResourceView of={models}>
        {(view) => (
          <>
            <Running view={view} />
            {view.running.embed !== null && <Finding />}
            {view.files.length === 0 ? (
              <EmptyState icon={BrainCircuit} title={text.t("none.title")}>
                {text.t("none.text")}
              </EmptyState>
            ) : (
              view.files.map((file) => (
                <ModelCard
                  key={file.sha256}
                  file={file}
                  isSteward={isSteward}
                  onChange={models.refresh}
                />
              ))
            )}
            <Proposals view={view} />
          </>
        )}
      </ResourceView>
      {isSteward && <AddModel onAdded={models.refresh} />}
    </Page>
  );
}

function Running({ view: { files, running, missing, sandbox } }: { view: ModelsView }) {
  const isReady = [running.answer, running.embed].some((one) => one?.state.is === "ready");
  const nameOf = (sha256: string) => files.find((file) => file.sha256 === sha256)?.name ?? "";
  return (
    <>
      {[running.answer, running.embed].map(
        (one) =>
          one && (
            <Notice
              key={one.sha256}
              tone={one.state.is === "ready" ? "ok" : one.state.is === "down" ? "warn" : "wait"}
            >
              {text.t(`state.${one.state.is}`, { name: nameOf(one.sha256) })}
            </Notice>
          ),
      )}
      {isReady && <Confined sandbox={sandbox} />}
      {running.machines.map(({ model, host, privacy, embeds, state }) => (
        <p key={`${host} ${model}`} class="soft">
          {text.t(`machine.${embeds ? "finds." : ""}${state.is}`, { name: model })}{" "}
          {text.t(embeds ? "machine.finds.gets" : `machine.gets.${privacy}`)}{" "}
          <span class="small">({host})</span>
          {state.code === "machine-may-not-read" && text.t("machine.finds.mayNot")}
        </p>
      ))}
      {missing.map(({ name, sha256 }) => (
        <Notice key={sha256} tone="warn">
          <p>{text.t("missing", { name })}</p>
          <p class="small">{sha256}</p>
        </Notice>
      ))}
    </>
  );
}

/** What the process that opens strangers' files is kept from. */
function Confined({ sandbox }: Partial<Pick<ModelsView, "sandbox">>) {
  // A phone may remember what an older box said.
  const { user = "unknown", network = "unknown" } = sandbox ?? {};
  if (user === "unknown" || network === "unknown") return null;
  return <p class="soft">{text.t(`confined.${user}.${network}`)}</p>;
}

/** Going back, and what the command line leads to: `?deploy=<sha256>`, `?rollback`. */
function Proposals({ view: { files } }: { view: ModelsView }) {
  const { query } = useLocation();
  const wanted = files.find(({ sha256 }) => sha256 === query["deploy"]);
  const [deploying, setDeploying] = useState<ModelFile | null>(wanted ?? null);
  const [isGoingBack, setGoingBack] = useState("rollback" in query);
  const [done, setDone] = useState<string | null>(null);
  const close = (thread: string | null) => {
    setDeploying(null);
    setGoingBack(false);
    if (thread !== null) setDone(thread);
  };
  return (
    <>
      {done !== null && (
        <Notice tone="ok" live>
          <p>{text.t("proposed")}</p>
          <a href={`/decide/${done}`}>{text.t("proposed.open")}</a>
        </Notice>
      )}
      {files.some(({ deployed }) => deployed) && (
        <Button kind="quiet" icon={Undo2} onClick={() => setGoingBack(true)}>
          {text.t("rollback")}
        </Button>
      )}
      <Dialog title={text.t("rollback.title")} open={isGoingBack} onClose={() => close(null)}>
        <p>{text.t("propose.text")}</p>
        <ProposeChange effect={effects.modelRollback} params={{}} onDone={close} />
      </Dialog>
      {deploying !== null && <DeployDialog file={deploying} scale={1} onClose={close} />}
    </>
  );
}
