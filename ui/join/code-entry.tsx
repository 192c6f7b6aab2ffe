import { QrCode } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { normaliseShortCode } from "../../mesh/rules/index.ts";
import { Button, TextField } from "../design/index.ts";
import { redeemCode } from "./joining.ts";
import { text } from "./strings.ts";

interface EntryProps {
  onSeed: (seed: Uint8Array) => void;
}

/** Typing a short code, for phones whose camera does not see. */
export function CodeEntry({ onSeed }: EntryProps) {
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const normal = normaliseShortCode(code);
    if (normal === null) {
      setError(text.t("code.incomplete"));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      onSeed(await redeemCode(normal));
    } catch (cause) {
      const known = cause instanceof FolkmootError ? cause.code : "";
      if (known === "code-unknown") setError(text.t("code.unknown"));
      else if (known === "too-many-tries") setError(text.t("code.tooMany"));
      else setError(text.t("join.unreachable"));
    }
    setBusy(false);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label={text.t("code.label")}
        hint={text.t("code.hint")}
        value={code}
        onInput={setCode}
        error={error}
        attributes={{
          autoCapitalize: "characters",
          autoComplete: "off",
          enterKeyHint: "go",
          maxLength: 20,
          placeholder: "7QK4-M2XD",
          spellcheck: false,
        }}
      />
      <Button kind="primary" type="submit" busy={busy && text.t("join.looking")}>
        {text.t("code.go")}
      </Button>
      <Button kind="quiet" icon={QrCode} href="/join?by=scan">
        {text.t("code.scanInstead")}
      </Button>
    </form>
  );
}
