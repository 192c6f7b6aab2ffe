import { effects } from "../../mesh/kinds/index.ts";
import { fromHex } from "../../mesh/op/index.ts";
import { Dialog } from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import type { ModelFile } from "./shapes.ts";
import { text } from "./strings.ts";

/** What a decision has room for. */
const sourceCharsMax = 200;

/** `onClose`: with the proposal's id once it is signed. */
export function DeployDialog({
  file,
  scale,
  onClose,
}: {
  file: ModelFile;
  /** How strongly an adapter is to work. */
  scale: number;
  onClose: (thread: string | null) => void;
}) {
  const { name, bytes, source } = file;
  const sha256 = fromHex(file.sha256) ?? new Uint8Array();
  const strengthPermille = Math.round(scale * 1_000);
  return (
    <Dialog title={text.t("propose.title", { name })} open onClose={() => onClose(null)}>
      <p>{text.t("propose.text")}</p>
      <ProposeChange
        effect={effects.modelDeploy}
        params={{ name, bytes, source: source.slice(0, sourceCharsMax), sha256, strengthPermille }}
        onDone={onClose}
      />
    </Dialog>
  );
}
