import { SendHorizontal } from "lucide-preact";
import { useId, useRef, useState } from "preact/hooks";
import { questionCharsMax } from "../../mesh/kinds/index.ts";
import { Button } from "../design/index.ts";
import { useDraft } from "../offline/index.ts";
import { text } from "./strings.ts";

interface ComposerProps {
  /** Resolves once the question is safe on this phone. */
  onAsk: (question: string) => Promise<void>;
}

/** The question box. Enter asks, Shift and Enter makes a new line. */
export function Composer({ onAsk }: ComposerProps) {
  const id = useId();
  const draft = useDraft("ask:question", "");
  const [busy, setBusy] = useState(false);
  const [isNotKept, setNotKept] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const over = draft.value.trim().length - questionCharsMax;
  const send = async () => {
    const question = draft.value.trim();
    if (busy) return;
    if (question === "" || over > 0) return box.current?.focus();
    setBusy(true);
    setNotKept(false);
    try {
      await onAsk(question);
      await draft.discard();
    } catch {
      setNotKept(true);
    }
    setBusy(false);
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr-only" for={id}>
        {text.t("question.label")}
      </label>
      {over > 0 && (
        <p class="error" id={`${id}-error`} role="alert">
          {text.t("question.long", { count: over })}
        </p>
      )}
      {isNotKept && (
        <p class="error" role="alert">
          {text.t("question.notKept")}
        </p>
      )}
      <div class="composer-row">
        <textarea
          ref={box}
          id={id}
          rows={1}
          dir="auto"
          enterkeyhint="send"
          value={draft.value}
          placeholder={text.t("question.placeholder")}
          aria-invalid={over > 0 ? "true" : undefined}
          aria-describedby={over > 0 ? `${id}-error` : undefined}
          onInput={(event) => draft.set(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button kind="primary" type="submit" icon={SendHorizontal}>
          {text.t("question.send")}
        </Button>
      </div>
    </form>
  );
}
