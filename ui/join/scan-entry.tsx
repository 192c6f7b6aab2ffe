import { Keyboard } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { linkPaths, parseLink } from "../../mesh/rules/index.ts";
import { Button, Notice, QrScanner } from "../design/index.ts";
import { text } from "./strings.ts";

interface EntryProps {
  onSeed: (seed: Uint8Array) => void;
}

/** Scanning inside the app: an invitation, a device code, or another code of ours. */
export function ScanEntry({ onSeed }: EntryProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  const accept = (scanned: string): boolean => {
    try {
      const link = parseLink(scanned);
      if (link.purpose === "founding" || link.purpose === "recovery") {
        // Another page's business: go there with the code.
        location.assign(`${linkPaths[link.purpose]}${new URL(scanned).hash}`);
        return true;
      }
      if (link.origin !== location.origin) {
        setWrong(text.t("scan.otherBox"));
        return false;
      }
      onSeed(link.seed);
      return true;
    } catch (error) {
      const damaged = error instanceof FolkmootError && error.code === "link-damaged";
      setWrong(text.t(damaged ? "scan.damaged" : "scan.foreign"));
      return false;
    }
  };
  return (
    <>
      <p>{text.t("scan.lead")}</p>
      <QrScanner onCode={accept} />
      {wrong && (
        <Notice tone="warn" live>
          {wrong}
        </Notice>
      )}
      <Button kind="quiet" icon={Keyboard} href="/join?by=code">
        {text.t("scan.typeInstead")}
      </Button>
    </>
  );
}
