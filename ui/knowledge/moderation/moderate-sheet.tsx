import { Check, Eye, EyeOff, Plus, Undo2, X } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds, labelCharsMax, reportReasons, reviewReasons } from "../../../mesh/kinds/index.ts";
import { toOpId } from "../../../mesh/op/index.ts";
import { announce, Button, SelectField, Sheet, TextField } from "../../design/index.ts";
import { append } from "../../offline/index.ts";
import type { ItemDetail } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { text } from "./strings.ts";

interface ModerateSheetProps {
  detail: ItemDetail;
  onClose: () => void;
}

/** A moderator's tools for one item. Each is signed with the moderator's name. */
export function ModerateSheet({ detail, onClose }: ModerateSheetProps) {
  return (
    <Sheet title={knowledge.t("moderate")} open onClose={onClose}>
      <p class="soft">{text.t("moderate.text")}</p>
      {detail.may.review && <Review version={detail.version} onDone={onClose} />}
      {detail.may.label && <Labels detail={detail} />}
      {detail.may.hide && <Hide detail={detail} onDone={onClose} />}
    </Sheet>
  );
}

interface ReviewProps {
  /** The operation of the version that is judged. */
  version: string;
  onDone: () => void;
}

/** Accepting a version, or sending it back with a reason. */
export function Review({ version, onDone }: ReviewProps) {
  const [reason, setReason] = useState<(typeof reviewReasons)[number]>("unclear");
  const judge = async (verdict: "accept" | "return") => {
    await append(kinds.itemReview, {
      version: toOpId(version),
      verdict,
      reasonCode: verdict === "accept" ? "fine" : reason,
    });
    announce(text.t(`review.${verdict}.done`));
    onDone();
  };
  return (
    <section class="stack tight">
      <h3>{text.t("review.title")}</h3>
      <Button kind="primary" icon={Check} onClick={() => judge("accept")}>
        {text.t("review.accept")}
      </Button>
      <SelectField
        label={text.t("review.reason")}
        value={reason}
        onChange={(value) => setReason(value as typeof reason)}
        options={reviewReasons
          .filter((value) => value !== "fine")
          .map((value) => ({ value, label: text.t(`review.${value}`) }))}
      />
      <Button icon={Undo2} onClick={() => judge("return")}>
        {text.t("review.return")}
      </Button>
    </section>
  );
}

function Labels({ detail }: { detail: ItemDetail }) {
  const [label, setLabel] = useState("");
  const set = async (name: string, on: boolean) => {
    if (name.trim() === "") return;
    await append(kinds.itemLabel, { item: toOpId(detail.id), label: name.trim(), on });
    announce(text.t(on ? "label.added" : "label.removed", { label: name.trim() }));
    setLabel("");
  };
  return (
    <form
      class="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        set(label, true);
      }}
    >
      <h3>{knowledge.t("labels")}</h3>
      <div class="row">
        {detail.labels.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-label={text.t("label.remove", { label: name })}
            onClick={() => set(name, false)}
          >
            {name}
            <X class="icon" aria-hidden="true" />
          </button>
        ))}
      </div>
      <TextField
        label={text.t("label.new")}
        value={label}
        onInput={setLabel}
        attributes={{ maxLength: labelCharsMax }}
      />
      <Button icon={Plus} type="submit">
        {text.t("label.add")}
      </Button>
    </form>
  );
}

interface HideProps {
  detail: ItemDetail;
  onDone: () => void;
}

function Hide({ detail, onDone }: HideProps) {
  const [reason, setReason] = useState<(typeof reportReasons)[number]>("wrong");
  const hide = async (on: boolean) => {
    await append(kinds.itemHide, { item: toOpId(detail.id), on, reason });
    announce(text.t(on ? "hide.done" : "hide.undone"));
    onDone();
  };
  if (detail.hidden) {
    return (
      <section class="stack tight">
        <h3>{text.t("hide.title")}</h3>
        <Button icon={Eye} onClick={() => hide(false)}>
          {text.t("hide.show")}
        </Button>
      </section>
    );
  }
  return (
    <section class="stack tight">
      <h3>{text.t("hide.title")}</h3>
      <p>{text.t("hide.text")}</p>
      <SelectField
        label={text.t("report.reason")}
        value={reason}
        onChange={(value) => setReason(value as typeof reason)}
        options={reportReasons.map((value) => ({ value, label: text.t(`report.${value}`) }))}
      />
      <Button icon={EyeOff} onClick={() => hide(true)}>
        {text.t("hide.hide")}
      </Button>
    </section>
  );
}
