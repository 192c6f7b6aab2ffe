import { useState } from "preact/hooks";
import { itemBodyCharsMax, itemTitleCharsMax } from "../../mesh/kinds/index.ts";
import { Choices, Markdown, Tabs, TextArea, TextField } from "../design/index.ts";
import { DraftHelp, titledParts } from "../drafting/index.ts";
import { EditorDetails } from "./editor-details.tsx";
import { EditorReach } from "./editor-reach.tsx";
import {
  contextCharsMax,
  type DraftField,
  type DraftProblem,
  exampleCharsMax,
  type ItemDraft,
} from "./item-draft.ts";
import { PrivateReminder } from "./private-reminder.tsx";
import { text } from "./strings.ts";

interface EditorProps {
  draft: ItemDraft;
  onChange: (draft: ItemDraft) => void;
  problems: Partial<Record<DraftField, DraftProblem>>;
  isNew: boolean;
}

export type SetDraft = (change: Partial<ItemDraft>) => void;

/** The sheet on which knowledge is written: words first, everything about them after. */
export function Editor({ draft, onChange, problems, isNew }: EditorProps) {
  const set: SetDraft = (change) => onChange({ ...draft, ...change });
  const isTerm = draft.form === "term";
  const problem = (field: DraftField) => {
    const code = problems[field];
    return code && text.t(`problem.${code}`);
  };
  return (
    <div class="stack editor">
      {isNew && (
        <Choices
          label={text.t("edit.form")}
          hint={text.t(isTerm ? "form.term.detail" : "form.article.detail")}
          side
          value={draft.form}
          onChange={(form) => set({ form })}
          options={[
            { value: "article", title: text.t("form.article") },
            { value: "term", title: text.t("form.term") },
          ]}
        />
      )}
      <TextField
        label={text.t(isTerm ? "field.word" : "field.title")}
        value={draft.title}
        onInput={(title) => set({ title })}
        error={problem("title")}
        attributes={{ maxLength: itemTitleCharsMax, lang: draft.lang }}
      />
      <Body draft={draft} set={set} error={problem("body")} />
      {isNew && !isTerm && draft.body.trim() !== "" && (
        <div class="row">
          <DraftHelp
            tasks={["notice"]}
            textOf={() => `${draft.title}\n${draft.body}`}
            lang={draft.lang}
            onUse={(drafted) => {
              const { title, body } = titledParts(drafted.text, itemTitleCharsMax);
              set({ body, ...(draft.title === "" ? { title } : {}) });
            }}
          />
        </div>
      )}
      {isTerm && (
        <>
          <TextArea
            label={text.t("term.context")}
            hint={text.t("term.context.hint")}
            optional
            value={draft.context}
            onInput={(context) => set({ context })}
            attributes={{ maxLength: contextCharsMax, lang: draft.lang }}
          />
          <TextArea
            label={text.t("term.example")}
            optional
            value={draft.example}
            onInput={(example) => set({ example })}
            attributes={{ maxLength: exampleCharsMax, lang: draft.lang }}
          />
        </>
      )}
      <PrivateReminder text={writtenIn(draft)} audience={draft.audience} />
      <EditorReach draft={draft} set={set} />
      <EditorDetails draft={draft} set={set} problem={problem} />
      <p class="soft small">{text.t("edit.kept.asYouWrite")}</p>
    </div>
  );
}

function writtenIn({ title, body, context, example }: ItemDraft): string {
  return [title, body, context, example].filter(Boolean).join("\n");
}

interface BodyProps {
  draft: ItemDraft;
  set: SetDraft;
  error: string | undefined;
}

function Body({ draft, set, error }: BodyProps) {
  const [view, setView] = useState<"write" | "look">("write");
  return (
    <Tabs
      label={text.t("edit.views")}
      current={view}
      onChange={setView}
      tabs={[
        { name: "write", title: text.t("edit.write") },
        { name: "look", title: text.t("edit.look") },
      ]}
    >
      {view === "write" ? (
        <TextArea
          label={text.t(draft.form === "term" ? "field.meaning" : "field.body")}
          hint={text.t("field.body.hint")}
          value={draft.body}
          onInput={(body) => set({ body })}
          error={error}
          attributes={{ maxLength: itemBodyCharsMax, lang: draft.lang, rows: 8 }}
        />
      ) : draft.body.trim() === "" ? (
        <p class="soft">{text.t("edit.look.empty")}</p>
      ) : (
        <Markdown text={draft.body} lang={draft.lang} headingLevel={2} />
      )}
    </Tabs>
  );
}
