import { Ellipsis, History, MessagesSquare, SquarePen } from "lucide-preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import {
  AbsentState,
  AgeMark,
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  Loading,
  Page,
} from "../design/index.ts";
import { useWideWindow } from "../design/wide-window.ts";
import { type Resource, useResource } from "../offline/index.ts";
import { ask, askWaiting, liveTurns, newId } from "./asking.ts";
import { Composer } from "./composer.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { fromStored, isSettled, joinTurns, type LiveTurn } from "./live-turn.ts";
import { ManageSheet } from "./manage-sheet.tsx";
import type { Conversation } from "./shapes.ts";
import { text } from "./strings.ts";
import { TurnView } from "./turn.tsx";

/** A conversation with what the community knows: a new one, or the one in the address. */
export function AskPage() {
  const { conversation: given } = useRoute().params;
  const { route } = useLocation();
  const wide = useWideWindow();
  // A new conversation gets its id here, so that its first question can wait on this phone.
  const id = useMemo(() => given ?? newId(), [given]);
  const begunHere = useRef<string | null>(null);
  // The box knows a conversation that begins here once its first question is settled.
  const isKnown = begunHere.current !== id || liveTurns.value.some((turn) => isSettledIn(turn, id));
  const conversation = useResource<Conversation>(
    given && isKnown ? `/api/conversations/${given}` : null,
  );
  const turns = useTurns(id, conversation);
  useEffect(() => {
    askWaiting();
  }, []);
  useAnswersOfOthers(turns, conversation);
  const isGone = conversation.error?.status === 404 && turns.length === 0;
  const onAsk = async (question: string) => {
    const to = isGone ? newId() : id;
    if (to !== given) begunHere.current = to;
    await ask(question, to);
    if (to !== given) route(`/ask/${to}`, true);
  };
  const composer = <Composer onAsk={onAsk} />;
  const thread = (
    <div class="stack loose thread">
      {given !== undefined && <ConversationState of={conversation} empty={turns.length === 0} />}
      <Thread turns={turns} onAskAgain={onAsk} />
      {given === undefined && turns.length === 0 && <Beginning />}
      {wide && composer}
    </div>
  );
  return (
    <Page title={text.t("title")} wide={wide} action={wide ? undefined : composer}>
      <div class="ask-bar">
        {!wide && (
          <Button kind="quiet" icon={History} href="/ask/earlier">
            {text.t("earlier.short")}
          </Button>
        )}
        {given !== undefined && <ConversationActions id={given} />}
      </div>
      {wide ? (
        <div class="columns">
          <ConversationList current={given} />
          {thread}
        </div>
      ) : (
        thread
      )}
    </Page>
  );
}

const lookAgainMs = 4_000;

/** Nobody tells this phone of an answer that another device of its member asked for. */
function useAnswersOfOthers(turns: LiveTurn[], { refresh }: Resource<Conversation>): void {
  const isExpected = turns.some(({ stage }) => stage === "answering");
  useEffect(() => {
    if (!isExpected) return;
    const timer = setInterval(refresh, lookAgainMs);
    return () => clearInterval(timer);
  }, [isExpected, refresh]);
}

function isSettledIn(turn: LiveTurn, conversation: string): boolean {
  return turn.conversation === conversation && isSettled(turn);
}

/** What can be done with the conversation on screen. */
function ConversationActions({ id }: { id: string }) {
  const [managing, setManaging] = useState(false);
  const { route } = useLocation();
  return (
    <>
      <Button kind="quiet" icon={SquarePen} href="/ask">
        {text.t("new.short")}
      </Button>
      <IconButton icon={Ellipsis} label={text.t("manage")} onClick={() => setManaging(true)} />
      <ManageSheet
        conversation={id}
        open={managing}
        onClose={() => setManaging(false)}
        onDeleted={() => route("/ask")}
      />
    </>
  );
}

function useTurns(id: string, conversation: Resource<Conversation>): LiveTurn[] {
  const stored = useMemo(
    () => (conversation.data?.turns ?? []).map((turn) => fromStored(id, turn)),
    [id, conversation.data],
  );
  return joinTurns(
    stored,
    liveTurns.value.filter((turn) => turn.conversation === id),
  );
}

/** Why the earlier turns of a conversation are not here, if they are not. */
function ConversationState({ of, empty }: { of: Resource<Conversation>; empty: boolean }) {
  if (of.data !== undefined) return <AgeMark of={of} />;
  if (!empty) return null;
  if (of.state === "loading") return <Loading />;
  if (of.state === "absent") return <AbsentState onRetry={of.refresh} />;
  return of.error?.status === 404 ? (
    <ErrorState title={text.t("conversation.gone")}>{text.t("conversation.gone.text")}</ErrorState>
  ) : (
    <ErrorState onRetry={of.refresh} />
  );
}

interface ThreadProps {
  turns: LiveTurn[];
  onAskAgain: (question: string) => void;
}

/** All turns, with the newest question brought into view when it is asked. */
function Thread({ turns, onAskAgain }: ThreadProps) {
  const end = useRef<HTMLDivElement>(null);
  const shown = useRef(turns.length);
  const isThere = turns.length > 0;
  // A link to one question of the conversation: its turn may have to be fetched first.
  useEffect(() => {
    if (isThere && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [isThere]);
  useEffect(() => {
    if (turns.length > shown.current) {
      end.current?.lastElementChild?.scrollIntoView({ block: "start", behavior: "smooth" });
    }
    shown.current = turns.length;
  }, [turns.length]);
  return (
    <div class="stack loose" ref={end}>
      {turns.map((turn) => (
        <TurnView key={turn.id} turn={turn} onAskAgain={onAskAgain} />
      ))}
    </div>
  );
}

function Beginning() {
  return (
    <EmptyState
      icon={MessagesSquare}
      title={text.t("empty.title")}
      action={
        <Button kind="quiet" href="/knowledge/new">
          {text.t("empty.teach")}
        </Button>
      }
    >
      {text.t("empty.text")}
    </EmptyState>
  );
}
