import { FlaskConical, Send, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Card, Dialog, Facts, Mark, Notice, SelectField } from "../design/index.ts";
import { formatBytes, formatRounded, formatShare, languageName, listOf } from "../i18n/index.ts";
import { requestJson } from "../offline/index.ts";
import { DeployDialog } from "./deploy-dialog.tsx";
import { type ModelFile, modelsPath, type Trial } from "./shapes.ts";
import { text } from "./strings.ts";
import { reasonOf } from "./why.ts";

interface CardProps {
  file: ModelFile;
  isSteward: boolean;
  onChange: () => void;
}

/** One model: what it is, whose, and what can be done with it. */
export function ModelCard({ file, isSteward, onChange }: CardProps) {
  const [thread, setThread] = useState<string | null>(null);
  const [isProposing, setProposing] = useState(false);
  const [scale, setScale] = useState(file.scale ?? 1);
  const isAdapter = file.role === "adapter";
  return (
    <Card title={file.name}>
      <p class="row">
        {text.t(`role.${file.role}`)}{" "}
        {file.deployed && (
          <Mark tone="ok">
            {text.t("deployed")} {file.scale !== null && percent(file.scale)}
          </Mark>
        )}
      </p>
      <About file={file} />
      {thread !== null && (
        <Notice tone="ok" live>
          <p>{text.t("proposed")}</p>
          <a href={`/decide/${thread}`}>{text.t("proposed.open")}</a>
        </Notice>
      )}
      {isAdapter && (
        <SelectField
          label={text.t("strength")}
          hint={text.t("strength.hint")}
          value={String(scale)}
          options={strengthsWith(scale).map((value) => ({
            value: String(value),
            label: percent(value),
          }))}
          onChange={(value) => setScale(Number(value))}
        />
      )}
      <div class="row">
        {(!file.deployed || (isAdapter && scale !== file.scale)) && (
          <Button icon={Send} onClick={() => setProposing(true)}>
            {text.t("propose")}
          </Button>
        )}
        {isSteward && <Try file={file} scale={scale} />}
        {isSteward && !file.deployed && <Remove file={file} onGone={onChange} />}
      </div>
      {isProposing && (
        <DeployDialog
          file={file}
          scale={scale}
          onClose={(made) => {
            setProposing(false);
            if (made !== null) setThread(made);
          }}
        />
      )}
    </Card>
  );
}

function About({ file }: { file: ModelFile }) {
  const unknown = text.t("field.unknown");
  return (
    <>
      <Facts
        facts={[
          [text.t("field.size"), formatBytes(file.bytes)],
          [
            text.t("field.languages"),
            listOf(file.languages.map((code) => languageName(code))) || unknown,
          ],
          [text.t("field.licence"), file.licence || unknown],
          [text.t("field.source"), file.source || unknown],
        ]}
      />
      <details>
        <summary>{text.t("more")}</summary>
        <div class="stack tight">
          <Facts
            facts={[
              [text.t("field.parameters"), formatRounded(file.parameters)],
              [text.t("field.hash"), <code key="hash">{file.sha256}</code>],
            ]}
          />
          <p class="soft small">{text.t("more.text")}</p>
        </div>
      </details>
    </>
  );
}

/** An adapter may work less or more than its author meant. */
const strengths = [0.25, 0.5, 0.75, 1, 1.5, 2];

/** What was decided in finer steps is offered, too. */
function strengthsWith(scale: number): number[] {
  return [...new Set([...strengths, scale])].sort((a, b) => a - b);
}

function percent(scale: number): string {
  return formatShare(scale * 1_000);
}

/** Loads it beside what runs and shows what it says. */
function Try({ file, scale }: { file: ModelFile; scale: number }) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isTrying, setTrying] = useState(false);
  const run = async () => {
    setProblem(null);
    setTrial(null);
    setTrying(true);
    try {
      const path = `${modelsPath}/${file.sha256}/try`;
      setTrial(
        await requestJson<Trial>(path, { method: "POST", json: { scale }, timeoutMs: tryWithinMs }),
      );
    } catch (error) {
      setProblem(reasonOf(error));
    }
    setTrying(false);
  };
  return (
    <>
      <Button kind="quiet" icon={FlaskConical} onClick={run} busy={isTrying && text.t("try.busy")}>
        {text.t("try")}
      </Button>
      {isTrying && (
        <p class="soft small" role="status">
          {text.t("try.wait")}
        </p>
      )}
      {trial !== null && (
        <Notice tone="info" live>
          <p>
            {text.t(file.role === "embed" ? "try.likeness" : "try.result", { text: trial.text })}
          </p>
          {file.role !== "embed" && (
            <p class="soft small">
              {text.t("try.speed", { count: Math.round(trial.tokensPerSecond) })}
            </p>
          )}
        </Notice>
      )}
      {problem !== null && (
        <Notice tone="warn" live>
          {text.t("try.failed", { why: problem })}
        </Notice>
      )}
    </>
  );
}

/** The box itself gives up after two minutes. */
const tryWithinMs = 150_000;

function Remove({ file, onGone }: { file: ModelFile; onGone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setOpen(false);
    setProblem(null);
  };
  const remove = async () => {
    try {
      await requestJson(`${modelsPath}/${file.sha256}`, { method: "DELETE" });
      close();
      onGone();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  return (
    <>
      <Button kind="quiet" icon={Trash2} onClick={() => setOpen(true)}>
        {text.t("remove")}
      </Button>
      <Dialog title={text.t("remove")} open={isOpen} onClose={close}>
        <p>{text.t("remove.text", { name: file.name })}</p>
        {problem !== null && (
          <Notice tone="warn" live>
            {text.t("remove.failed", { why: problem })}
          </Notice>
        )}
        <Button kind="danger filled" icon={Trash2} onClick={remove}>
          {text.t("remove.do")}
        </Button>
        <Button kind="quiet" onClick={close}>
          {text.t("remove.keep")}
        </Button>
      </Dialog>
    </>
  );
}
