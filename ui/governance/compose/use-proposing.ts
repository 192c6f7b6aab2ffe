import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Attachment, DecisionModel } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import { queueFiles, sendAttachments } from "../../attachments/index.ts";
import { announce } from "../../design/index.ts";
import { propose } from "../propose.ts";
import type { ProposalDetail } from "../shapes.ts";
import {
  attachmentsOf,
  type DraftFault,
  type ProposalDraft,
  proposingOf,
} from "./proposal-draft.ts";
import { text } from "./strings.ts";

interface Written {
  value: ProposalDraft;
  model: DecisionModel;
  faults: readonly DraftFault[];
  amends: ProposalDetail | null;
  revisits: OpId | null;
  /** Empties the form: what it held is signed now. */
  discard: () => Promise<void>;
}

/** Signs what was written, and leads to it. */
export function useProposing({ value, model, faults, amends, revisits, discard }: Written) {
  const { route } = useLocation();
  const [tried, setTried] = useState(false);
  const [lost, setLost] = useState<Attachment[]>([]);
  const sign = async (publish: boolean) => {
    setTried(true);
    if (faults.length > 0) return;
    // Before it is signed: then nothing that is signed lacks its files.
    const missing = await queueFiles(attachmentsOf(value), amends?.text?.attachments ?? []);
    setLost(missing);
    if (missing.length > 0) return;
    const id = await propose(proposingOf(value, { model, amends, revisits, publish }));
    await discard();
    sendAttachments();
    announce(text.t(publish ? "done" : "doneDraft"));
    route(`/decide/${amends?.thread ?? id}`);
  };
  return { sign, tried, lost };
}
