import { Download, RefreshCw } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import {
  decodeInclusion,
  encodeInclusionFile,
  type Inclusion,
  type KnownLog,
  parseCheckpoint,
} from "../../mesh/log/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { Button, Card, Facts, Loading, Mark, Moment, Page, words } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { formatNumber } from "../i18n/index.ts";
import { describeOperation } from "../me/index.ts";
import { database } from "../offline/database.ts";
import { membership, type OwnOperation, requireDevice } from "../offline/index.ts";
import { readProof, readRecord } from "../offline/record.ts";
import { aboutBox, checkRecord, prove } from "./check-record.ts";
import { text } from "./strings.ts";
import { useRecord } from "./use-record.ts";

interface Proof {
  op: OwnOperation | null;
  inclusion: Inclusion | null;
}

/** That one thing this member signed is in the record, as a file for anybody. */
export function ProofPage() {
  const id = useRoute().params["operation"] as OpId;
  const record = useRecord();
  const [proof, setProof] = useState<Proof>();
  const logs = record?.logs;
  useEffect(() => {
    if (logs !== undefined || record === null) loadProof(id, logs ?? []).then(setProof);
  }, [id, logs, record]);
  const ask = async () => {
    await checkRecord();
    setProof(await loadProof(id, await askProof(id)));
  };
  const { op, inclusion } = proof ?? {};
  return (
    <Page
      title={text.t("proof.title")}
      lead={text.t("proof.lead")}
      back="/box/record"
      action={op && inclusion && <SaveProof op={op} inclusion={inclusion} />}
    >
      {proof === undefined ? (
        <Loading>{words.t("loading")}</Loading>
      ) : (
        <Shown {...proof} onAsk={ask} />
      )}
    </Page>
  );
}

function Shown({ op, inclusion, onAsk }: Proof & { onAsk: () => Promise<void> }) {
  const state = stateOf(op, inclusion);
  const tone = state === "yes" ? "ok" : state === "refused" ? "warn" : "wait";
  return (
    <>
      <Card>
        <h2>
          <Mark tone={tone}>{text.t(`proof.${state}`)}</Mark>
        </h2>
        <p>{text.t(`proof.${state}Text`)}</p>
        {op && <ProofFacts op={op} inclusion={inclusion} />}
        {state === "later" && (
          <div>
            <Button icon={RefreshCw} onClick={onAsk}>
              {text.t("proof.ask")}
            </Button>
          </div>
        )}
      </Card>
      {inclusion && <p class="soft">{text.t("proof.check")}</p>}
    </>
  );
}

function ProofFacts({ op, inclusion }: { op: OwnOperation; inclusion: Inclusion | null }) {
  const { title, detail } = describeOperation(op);
  const checkpoint = inclusion && parseCheckpoint(inclusion.checkpoint);
  const facts: [string, ComponentChildren][] = [
    [text.t("proof.what"), detail === null ? title : `${title}: ${detail}`],
    [text.t("proof.signed"), <Moment key="at" at={op.time} exact />],
  ];
  if (inclusion && checkpoint) {
    facts.push(
      [text.t("proof.place"), placeOf(inclusion.index, checkpoint.size)],
      [text.t("proof.log"), <code key="log">{checkpoint.origin}</code>],
    );
  }
  facts.push([text.t("proof.id"), <code key="id">{op.id}</code>]);
  return <Facts facts={facts} />;
}

function SaveProof({ op, inclusion }: { op: OwnOperation; inclusion: Inclusion }) {
  const save = async () => {
    const self = membership.value;
    if (self === null) return;
    const { publicKey } = await requireDevice();
    const { communityId: community, boxKey } = self;
    const subject = { community, boxKey, authorKey: publicKey, wire: op.wire };
    const file = new Blob([encodeInclusionFile(inclusion, subject)], { type: "text/plain" });
    saveFile(file, `${op.id}.tlog-proof`);
  };
  return (
    <Button kind="primary" icon={Download} onClick={save}>
      {text.t("proof.save")}
    </Button>
  );
}

function placeOf(index: number, size: number): string {
  return text.t("proof.placeText", { place: formatNumber(index + 1), size: formatNumber(size) });
}

function stateOf(op: OwnOperation | null, inclusion: Inclusion | null) {
  if (op === null) return "unknown";
  if (inclusion !== null) return "yes";
  if (op.state === "queued") return "waiting";
  return op.state === "badsig" || op.state === "fork" ? "refused" : "later";
}

/** From the newest log that holds a proof of it. */
async function loadProof(id: OpId, logs: readonly KnownLog[]): Promise<Proof> {
  const op = (await (await database()).get("operations", id)) ?? null;
  for (const { origin } of logs.toReversed()) {
    const bytes = await readProof(origin, id);
    if (bytes !== null) return { op, inclusion: decodeInclusion(bytes) };
  }
  return { op, inclusion: null };
}

/** For what is older than the background looks back. */
async function askProof(id: OpId): Promise<readonly KnownLog[]> {
  const logs = (await readRecord())?.logs ?? [];
  const [self, log] = [membership.value, logs.at(-1)];
  if (self !== null && log !== undefined) await prove(id, log, await aboutBox(self));
  return logs;
}
