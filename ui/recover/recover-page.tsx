import { QrCode } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FolkmootError, fromBase64Url } from "../../mesh/op/index.ts";
import { parseLink, parseRecoveryWords, unknownRecoveryWords } from "../../mesh/rules/index.ts";
import { becomeOnlySteward, type Gate, gatePath, needsRecoveryWords } from "../community/index.ts";
import { Button, Notice, Page, QrScanner, reasonText, TextArea } from "../design/index.ts";
import { InstallFirst, inSafariTab, SignedIn } from "../join/index.ts";
import { type Account, lacksStewardKey } from "../me/index.ts";
import { membership, submitEnrolment, useResource } from "../offline/index.ts";
import { signRecovery } from "./recovery.ts";
import { text } from "./strings.ts";

/** Twelve words, or the code beside them, and the founder is back on a new phone. */
export function RecoverPage() {
  const [wasMember] = useState(() => membership.value !== null);
  const gate = useResource<Gate>(wasMember ? gatePath : null);
  const unfinished = useUnfinished(wasMember);
  const [typed, setTyped] = useState("");
  const [scanning, setScanning] = useState(false);
  const { busy, error, recover } = useRecovery();
  if (wasMember && !unfinished) return <SignedIn />;
  if (inSafariTab()) return <InstallFirst />;
  if (gate.data && gate.data.stewards.length > 1) return <OtherSteward gate={gate.data} />;
  const fromAddress = seedInAddress();
  const unknown = unknownRecoveryWords(typed);
  const submit = () => recover(() => fromAddress ?? parseRecoveryWords(typed));
  const scanned = (code: string): boolean => {
    const seed = recoverySeedOf(code);
    if (seed !== null) recover(() => seed);
    return seed !== null;
  };
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back="/"
      action={
        <>
          {error && (
            <Notice tone="warn" live>
              {error}
            </Notice>
          )}
          <Button
            kind="primary"
            onClick={submit}
            disabled={fromAddress === null && typed.trim() === ""}
            busy={busy && text.t("busy")}
          >
            {text.t("recover")}
          </Button>
        </>
      }
    >
      {fromAddress === null && (
        <>
          <TextArea
            label={text.t("words")}
            hint={text.t("wordsHint")}
            value={typed}
            onInput={setTyped}
            error={
              unknown.length > 0
                ? text.t("unknown", { count: unknown.length, which: unknown.join(", ") })
                : null
            }
            attributes={{ rows: 4, spellcheck: false }}
          />
          {scanning ? (
            <QrScanner onCode={scanned} />
          ) : (
            <Button icon={QrCode} onClick={() => setScanning(true)}>
              {text.t("scan")}
            </Button>
          )}
        </>
      )}
      <Notice title={text.t("what")}>{text.t("whatText")}</Notice>
    </Page>
  );
}

/** One of several stewards: the recovery key stands in for one at most, and others have to sign. */
function OtherSteward({ gate }: { gate: Gate }) {
  return (
    <Page title={text.t("title")} back="/me/devices">
      <Notice tone="warn" title={text.t("other")}>
        {text.t(needsRecoveryWords(gate) ? "otherWords" : "otherSign")}
      </Notice>
    </Page>
  );
}

/**
 * Whether the member is a steward whose key is on no device of theirs: let in by the recovery key,
 * but interrupted before the new key took the place of the old one.
 */
function useUnfinished(wasMember: boolean): boolean {
  const { data } = useResource<Account>(wasMember ? "/api/me" : null);
  return data !== undefined && lacksStewardKey(data);
}

function useRecovery() {
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const recover = async (readSeed: () => Uint8Array) => {
    setBusy(true);
    setError(null);
    try {
      const seed = readSeed();
      if (membership.value === null) await submitEnrolment(await signRecovery(seed));
      await becomeOnlySteward(seed);
      route("/", true);
    } catch (cause) {
      setError(failureText(cause));
      setBusy(false);
    }
  };
  return { busy, error, recover };
}

function failureText(cause: unknown): string {
  const code = cause instanceof FolkmootError ? cause.code : "";
  if (code.startsWith("recovery-words-")) return text.t("mistyped");
  if (code === "other-steward-needed") return text.t("otherWords");
  if (cause instanceof FolkmootError && code === "not-enrolled") {
    return text.t("refused", { reason: reasonText(cause.hint) });
  }
  return text.t("unreachable");
}

function seedInAddress(): Uint8Array | null {
  const seed = fromBase64Url(location.hash.slice(1));
  return seed?.length === 16 ? seed : null;
}

function recoverySeedOf(code: string): Uint8Array | null {
  try {
    const link = parseLink(code);
    return link.purpose === "recovery" ? link.seed : null;
  } catch {
    return null;
  }
}
