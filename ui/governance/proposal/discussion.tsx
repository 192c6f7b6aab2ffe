import { MessagesSquare, Reply, SendHorizontal } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import { announce, Button, Markdown, Moment, StateMark, TextArea } from "../../design/index.ts";
import { type Directory, nameOf, useDirectory } from "../../design/people.ts";
import { DraftHelp } from "../../drafting/index.ts";
import { language } from "../../i18n/index.ts";
import {
  append,
  membership,
  type OwnOperation,
  useDraft,
  usePending,
} from "../../offline/index.ts";
import type { CommentView, ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";
import { type Branch, branchesOf } from "./thread-tree.ts";

const commentCharsMax = 4_000;
/** Fewer are read faster than their summary. */
const commentsToSum = 3;
/** What one draft may work on; the newest comments say where the discussion stands. */
const textCharsMax = 11_500;

type Said = CommentView & { op?: OwnOperation };

/** What is said about it, with answers below what they answer. */
export function Discussion({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const [answering, setAnswering] = useState<OpId | null>(null);
  const pending = usePending(kinds.comment).flatMap((op): Said[] =>
    op.body?.thread === detail.thread && !detail.comments.some(({ id }) => id === op.id)
      ? [
          {
            id: op.id,
            parent: op.body.parent,
            member: membership.value?.member ?? detail.author,
            at: op.time,
            text: op.body.text,
            op,
          },
        ]
      : [],
  );
  const branches = branchesOf<Said>([...detail.comments, ...pending]);
  return (
    <section class="stack">
      <h2 class="row">
        <MessagesSquare class="icon" aria-hidden="true" />
        {text.t("talk.title", { count: detail.comments.length + pending.length })}
      </h2>
      {detail.comments.length >= commentsToSum && (
        <div class="row no-print">
          <DraftHelp
            tasks={["summarise"]}
            textOf={() => discussionText(detail, directory)}
            lang={language.value}
          />
        </div>
      )}
      {branches.length === 0 && <p class="soft">{text.t("talk.none")}</p>}
      {branches.length > 0 && (
        <ol class="talk">
          {branches.map((branch) => (
            <Comment
              key={branch.comment.id}
              branch={branch}
              detail={detail}
              directory={directory}
              answering={answering}
              onAnswer={setAnswering}
            />
          ))}
        </ol>
      )}
      {answering === null && <CommentForm detail={detail} parent={null} />}
    </section>
  );
}

function discussionText({ title, comments }: ProposalDetail, directory: Directory): string {
  const said = comments
    .filter((comment) => comment.text !== null)
    .map((comment) => `${nameOf(directory(comment.member))}: ${comment.text}`);
  return `${title}\n\n${said.join("\n\n").slice(-textCharsMax)}`;
}

interface CommentProps {
  branch: Branch<Said>;
  detail: ProposalDetail;
  directory: Directory;
  answering: OpId | null;
  onAnswer: (comment: OpId | null) => void;
}

function Comment({ branch, ...rest }: CommentProps) {
  const { comment, answers } = branch;
  const { detail, directory, answering, onAnswer } = rest;
  return (
    <li class="stack tight">
      <p class="soft small">
        <strong>{nameOf(directory(comment.member))}</strong>, <Moment at={comment.at} />
      </p>
      {comment.text === null ? (
        <p class="soft">{text.t("talk.erased")}</p>
      ) : (
        <Markdown text={comment.text} headingLevel={4} />
      )}
      {comment.op ? (
        <StateMark op={comment.op} />
      ) : (
        <div>
          <Button kind="quiet" icon={Reply} onClick={() => onAnswer(comment.id)}>
            {text.t("talk.answer")}
          </Button>
        </div>
      )}
      {answering === comment.id && (
        <CommentForm detail={detail} parent={comment.id} onDone={() => onAnswer(null)} />
      )}
      {answers.length > 0 && (
        <ol class="talk">
          {answers.map((answer) => (
            <Comment key={answer.comment.id} branch={answer} {...rest} />
          ))}
        </ol>
      )}
    </li>
  );
}

interface CommentFormProps {
  detail: ProposalDetail;
  parent: OpId | null;
  onDone?: () => void;
}

function CommentForm({ detail, parent, onDone }: CommentFormProps) {
  const draft = useDraft(`comment:${detail.thread}:${parent ?? ""}`, "");
  const [tried, setTried] = useState(false);
  const written = draft.value.trim();
  const send = async () => {
    setTried(true);
    if (written === "") return;
    await append(kinds.comment, { thread: detail.thread, parent, text: written });
    await draft.discard();
    setTried(false);
    announce(text.t("talk.kept"));
    onDone?.();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        label={text.t(parent === null ? "talk.yours" : "talk.yourAnswer")}
        value={draft.value}
        onInput={draft.set}
        error={tried && written === "" ? text.t("talk.missing") : null}
        attributes={{ maxLength: commentCharsMax, rows: 3 }}
      />
      <div class="row">
        <Button type="submit" icon={SendHorizontal}>
          {text.t("talk.send")}
        </Button>
        {onDone && (
          <Button kind="quiet" onClick={onDone}>
            {text.t("talk.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
