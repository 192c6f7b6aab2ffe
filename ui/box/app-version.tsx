import { ScanSearch } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Facts, Notice } from "../design/index.ts";
import { sendJson } from "../offline/index.ts";
import { appHashHere } from "./app-hash.ts";
import { text } from "./strings.ts";

interface Compared {
  here: string | null;
  box: string | null;
}

/** The hash of the app's code on this phone and on the box, for whoever wants to compare. */
export function AppVersion() {
  const [compared, setCompared] = useState<Compared | null>(null);
  const compare = async () => {
    const [here, stamp] = await Promise.all([
      appHashHere(),
      sendJson<{ app: string }>("/stamp.json").catch(() => null),
    ]);
    setCompared({ here, box: stamp?.app ?? null });
  };
  return (
    <div class="stack">
      <p class="soft small">{text.t("hash.lead")}</p>
      {compared === null ? (
        <div>
          <Button icon={ScanSearch} onClick={compare}>
            {text.t("hash.compute")}
          </Button>
        </div>
      ) : (
        <>
          <Facts
            facts={[
              [text.t("hash.here"), <Hash key="here" hash={compared.here} />],
              [text.t("hash.box"), <Hash key="box" hash={compared.box} />],
            ]}
          />
          <Verdict {...compared} />
        </>
      )}
    </div>
  );
}

function Hash({ hash }: { hash: string | null }) {
  return hash === null ? text.t("hash.unknown") : <code>{hash}</code>;
}

function Verdict({ here, box }: Compared) {
  if (here === null || box === null) return null;
  return here === box ? (
    <Notice tone="ok" live>
      {text.t("hash.same")}
    </Notice>
  ) : (
    <Notice tone="warn" live>
      {text.t("hash.different")}
    </Notice>
  );
}
