import { useEffect, useState } from "preact/hooks";
import { FolkmootError, fromBase64Url, toBase64Url } from "../../mesh/op/index.ts";
import { parseCodeSeed, parseLink } from "../../mesh/rules/index.ts";
import { Button, ErrorState, Loading, Page, QrScanner } from "../design/index.ts";
import { InstallFirst, inSafariTab } from "../join/index.ts";
import { membership, sendJson } from "../offline/index.ts";
import { AlreadyMember } from "./already-member.tsx";
import type { FoundingOffer } from "./founding.ts";
import { text } from "./strings.ts";
import { FoundingWizard } from "./wizard.tsx";

type Offer =
  | { state: "no-code" }
  | { state: "asking" }
  | { state: "refused"; error: FolkmootError }
  | { state: "ready"; code: string; offer: FoundingOffer };

/** From the box's code to a community: asks the box what it brings, then leads through. */
export function FoundPage() {
  const [code, setCode] = useState(codeInAddress);
  const [offer, setOffer] = useState<Offer>({ state: code === null ? "no-code" : "asking" });

  const ask = async (wanted: string) => {
    setOffer({ state: "asking" });
    try {
      const answer = await sendJson<FoundingOffer>(`/api/found?code=${wanted}`);
      setOffer({ state: "ready", code: wanted, offer: answer });
    } catch (error) {
      const known = error instanceof FolkmootError;
      setOffer({ state: "refused", error: known ? error : new FolkmootError("failed", "") });
    }
  };
  useEffect(() => {
    if (code !== null) ask(code);
  }, [code]);

  // The wizard itself makes us a member: who was one before it began founds nothing.
  if (membership.value !== null && offer.state !== "ready") return <AlreadyMember />;
  if (inSafariTab()) return <InstallFirst />;
  if (offer.state === "ready") return <FoundingWizard code={offer.code} offer={offer.offer} />;
  return (
    <Page title={text.t("title")} back="/">
      {offer.state === "asking" && <Loading>{text.t("asking")}</Loading>}
      {offer.state === "no-code" && <ScanFoundingCode onCode={setCode} />}
      {offer.state === "refused" && (
        <Refused error={offer.error} onRetry={() => code !== null && ask(code)} />
      )}
    </Page>
  );
}

/** What stands behind the `#`; it never reaches a server or a log. */
function codeInAddress(): string | null {
  const code = location.hash.slice(1);
  return fromBase64Url(code)?.length === 16 ? code : null;
}

function ScanFoundingCode({ onCode }: { onCode: (code: string) => void }) {
  const accept = (scanned: string): boolean => {
    try {
      const link = parseLink(scanned);
      if (link.purpose !== "founding") return false;
      onCode(toBase64Url(parseCodeSeed(toBase64Url(link.seed))));
      return true;
    } catch {
      return false;
    }
  };
  return (
    <div class="stack">
      <p>{text.t("scan")}</p>
      <QrScanner onCode={accept} />
    </div>
  );
}

function Refused({ error, onRetry }: { error: FolkmootError; onRetry: () => void }) {
  if (error.code === "already-founded") {
    return (
      <ErrorState title={text.t("founded.title")}>
        {text.t("founded.text")} <Button href="/">{text.t("founded.join")}</Button>
      </ErrorState>
    );
  }
  if (error.code === "founding-code-wrong") {
    return <ErrorState title={text.t("wrong.title")}>{text.t("wrong.text")}</ErrorState>;
  }
  return <ErrorState onRetry={onRetry}>{text.t("unreachable")}</ErrorState>;
}
