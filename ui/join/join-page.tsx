import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FolkmootError, fromBase64Url } from "../../mesh/op/index.ts";
import { Button, ErrorState, Loading, Page } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import { CodeEntry } from "./code-entry.tsx";
import { InstallFirst } from "./install-first.tsx";
import { JoinForm } from "./join-form.tsx";
import { InviteClosed, lookUpInvite, type OpenInvite } from "./joining.ts";
import { inSafariTab } from "./platform.ts";
import { ScanEntry } from "./scan-entry.tsx";
import { SignedIn } from "./signed-in.tsx";
import { text } from "./strings.ts";

type Entry =
  | { state: "waiting" }
  | { state: "looking" }
  | { state: "refused"; error: unknown; seed: Uint8Array }
  | { state: "open"; open: OpenInvite };

/** Joining: by the link of a scanned code, by scanning here, or by typing a short code. */
export function JoinPage() {
  const { query } = useLocation();
  const [entry, setEntry] = useState<Entry>({ state: "waiting" });
  // Somebody who is a member when the page opens; joining here makes one of them a moment later.
  const [wasMember] = useState(() => membership.value !== null);

  const take = async (seed: Uint8Array) => {
    setEntry({ state: "looking" });
    try {
      setEntry({ state: "open", open: await lookUpInvite(seed) });
    } catch (error) {
      setEntry({ state: "refused", error, seed });
    }
  };
  // The address is read once.
  useEffect(() => {
    const seed = fromBase64Url(location.hash.slice(1));
    if (seed?.length === 16 && !wasMember && !inSafariTab()) take(seed);
  }, []);

  if (wasMember) return <SignedIn />;
  if (inSafariTab()) return <InstallFirst />;
  if (entry.state === "open") {
    const { open } = entry;
    const refuse = (error: unknown) => setEntry({ state: "refused", error, seed: open.seed });
    return <JoinForm open={open} onClosed={refuse} />;
  }
  return (
    <Page title={text.t("join.title")} back="/">
      {entry.state === "looking" && <Loading>{text.t("join.looking")}</Loading>}
      {entry.state === "refused" && (
        <Refused
          error={entry.error}
          onRetry={() => take(entry.seed)}
          onAnother={() => setEntry({ state: "waiting" })}
        />
      )}
      {entry.state === "waiting" &&
        (query["by"] === "code" ? <CodeEntry onSeed={take} /> : <ScanEntry onSeed={take} />)}
    </Page>
  );
}

interface RefusedProps {
  error: unknown;
  onRetry: () => void;
  onAnother: () => void;
}

const knownRefusals = [
  "invite-expired",
  "invite-used-up",
  "invite-cancelled",
  "unknown-invite",
] as const;

function Refused({ error, onRetry, onAnother }: RefusedProps) {
  const code = error instanceof FolkmootError ? error.code : "failed";
  const known = knownRefusals.find((name) => name === code);
  if (known === undefined) {
    return <ErrorState onRetry={onRetry}>{text.t("join.unreachable")}</ErrorState>;
  }
  const purpose = error instanceof InviteClosed ? error.purpose : "member";
  return (
    <>
      <ErrorState title={text.t(`refused.${known}`)}>{text.t(`refused.do.${purpose}`)}</ErrorState>
      <Button onClick={onAnother}>{text.t("refused.another")}</Button>
    </>
  );
}
