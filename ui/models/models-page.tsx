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
import { Machines } from "./machines.tsx";
import { ModelCard } from "./model-card.tsx";
import { type EngineView, type ModelFile, type ModelsView, modelsPath } from "./shapes.ts";
import { text } from "./strings.ts";
import { knownWhy } from "./why.ts";

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
                {text.t(isSteward ? "none.steward" : "none.text")}
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
      {isSteward && <AddModel onEnd={models.refresh} />}
    </Page>
  );
}

function Running({ view: { files, running, missing, sandbox } }: { view: ModelsView }) {
  const isReady = [running.answer, running.embed].some((one) => one?.state.is === "ready");
  const nameOf = (sha256: string) => files.find((file) => file.sha256 === sha256)?.name ?? "";
  return (
    <>
      {running.answer && (
        <EngineState
          task="writes"
          name={nameOf(running.answer.sha256)}
          state={running.answer.state}
        />
      )}
      {running.embed && (
        <EngineState task="finds" name={nameOf(running.embed.sha256)} state={running.embed.state} />
      )}
      {isReady && <Confined sandbox={sandbox} />}
      <Machines machines={running.machines} />
      {missing.map(({ name, sha256 }) => (
        <Notice key={sha256} tone="warn">
          <p>{text.t("missing", { name })}</p>
          <p class="small">{sha256}</p>
        </Notice>
      ))}
    </>
  );
}

const tones = { ready: "ok", starting: "wait", down: "warn" } as const;

interface EngineStateProps {
  task: "writes" | "finds";
  name: string;
  state: EngineView;
}

/** Whether it does what it is there for; where not, why, and what is done without it meanwhile. */
function EngineState({ task, name, state: { is, code = "" } }: EngineStateProps) {
  return (
    <Notice tone={tones[is]}>
      <p>
        {text.t(`state.${task}.${is}`, { name })} {is === "down" && knownWhy(code)}
      </p>
      {is === "down" && <p>{text.t(`state.${task}.meanwhile`)}</p>}
    </Notice>
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
        <div>
          <Button kind="quiet" icon={Undo2} onClick={() => setGoingBack(true)}>
            {text.t("rollback")}
          </Button>
        </div>
      )}
      <Dialog title={text.t("rollback.title")} open={isGoingBack} onClose={() => close(null)}>
        <p>{text.t("propose.text")}</p>
        <ProposeChange effect={effects.modelRollback} params={{}} onDone={close} />
      </Dialog>
      {deploying !== null && <DeployDialog file={deploying} scale={1} onClose={close} />}
    </>
  );
}
