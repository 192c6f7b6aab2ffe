import {
  BookOpen,
  CalendarClock,
  CircleX,
  Clock,
  GitMerge,
  HandHelping,
  Hourglass,
  Landmark,
  type LucideIcon,
  MessageCircleQuestion,
  Octagon,
  Search,
  UserPlus,
  Vote,
} from "lucide-preact";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Loading,
  Notice,
  Page,
  ResourceView,
} from "../design/index.ts";
import { ago } from "../i18n/index.ts";
import { membership, useResource } from "../offline/index.ts";
import { type Need, useNeeds } from "./needs.ts";
import { text } from "./strings.ts";

interface ItemSummary {
  id: string;
  title: string;
  authorName: string | null;
  changed: number;
}

interface Question {
  id: string;
  text: string;
  authorName: string | null;
  time: number;
  mine: boolean;
}

// With less than this the community has only begun, and the first steps are shown.
const begunFrom = 3;

/** The first page: what needs the member, then what is new. */
export function HomePage() {
  const me = useResource<{ profile: { name: string } | null }>("/api/me");
  const items = useResource<{ items: ItemSummary[] }>("/api/items?limit=5");
  return (
    <Page
      title={greeting(me.data?.profile?.name ?? null)}
      action={
        <Button kind="primary" icon={Search} href="/ask">
          {text.t("ask")}
        </Button>
      }
    >
      <Needs />
      <OpenQuestions />
      <section class="stack">
        <h2>{text.t("new.title")}</h2>
        <ResourceView of={items}>{(data) => <NewItems items={data.items} />}</ResourceView>
      </section>
      {items.data && items.data.items.length < begunFrom && <FirstSteps />}
    </Page>
  );
}

const needIcons: Record<Need["key"], LucideIcon> = {
  refused: CircleX,
  votes: Vote,
  blocks: Octagon,
  decisions: CalendarClock,
  offices: Hourglass,
  requests: Landmark,
  review: BookOpen,
  conflicts: GitMerge,
  waiting: Clock,
};

function Needs() {
  const { needs, known } = useNeeds();
  return (
    <section class="stack">
      <h2>{text.t("needs.title")}</h2>
      {known === "loading" && needs.length === 0 && <Loading />}
      {known === "absent" && <p class="soft">{text.t("needs.unknown")}</p>}
      {known === "all" && needs.length === 0 && (
        <Notice tone="ok">{text.t("needs.nothing")}</Notice>
      )}
      {needs.length > 0 && (
        <List label={text.t("needs.title")}>
          {needs.map(({ key, ...need }) => (
            <ListItem key={key} icon={needIcons[key]} {...need} />
          ))}
        </List>
      )}
    </section>
  );
}

/** Questions of others that this member could answer. */
function OpenQuestions() {
  const { data } = useResource<{ questions: Question[] }>("/api/questions?state=open&limit=4");
  const others = data?.questions.filter((question) => !question.mine) ?? [];
  if (others.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("questions.title")}</h2>
      <List label={text.t("questions.title")}>
        {others.map((question) => (
          <ListItem
            key={question.id}
            icon={HandHelping}
            href={`/knowledge/questions/${question.id}`}
            title={question.text}
            detail={byline("questions.by", question.authorName, question.time)}
          />
        ))}
      </List>
      <div>
        <Button kind="quiet" href="/knowledge/questions">
          {text.t("questions.more")}
        </Button>
      </div>
    </section>
  );
}

function NewItems({ items }: { items: ItemSummary[] }) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={BookOpen}
        title={text.t("new.none")}
        action={<Button href="/knowledge/new">{text.t("new.teach")}</Button>}
      >
        {text.t("new.noneText")}
      </EmptyState>
    );
  }
  return (
    <>
      <List label={text.t("new.title")}>
        {items.map((item) => (
          <ListItem
            key={item.id}
            icon={BookOpen}
            href={`/knowledge/${item.id}`}
            title={item.title}
            detail={byline("new.by", item.authorName, item.changed)}
          />
        ))}
      </List>
      <div>
        <Button kind="quiet" href="/knowledge">
          {text.t("new.more")}
        </Button>
      </div>
    </>
  );
}

function FirstSteps() {
  const mayInvite = membership.value?.roles.includes("member") ?? false;
  return (
    <section class="stack">
      <h2>{text.t("start.title")}</h2>
      <List label={text.t("start.title")}>
        {mayInvite && (
          <ListItem
            icon={BookOpen}
            href="/knowledge/new"
            title={text.t("start.teach")}
            detail={text.t("start.teachDetail")}
          />
        )}
        <ListItem
          icon={MessageCircleQuestion}
          href="/ask"
          title={text.t("start.ask")}
          detail={text.t("start.askDetail")}
        />
        {mayInvite && (
          <ListItem
            icon={UserPlus}
            href="/community/invite"
            title={text.t("start.invite")}
            detail={text.t("start.inviteDetail")}
          />
        )}
      </List>
    </section>
  );
}

function byline(key: "new.by" | "questions.by", name: string | null, time: number): string {
  return text.t(key, { name: name ?? text.t("somebody"), when: ago(time) });
}

function greeting(name: string | null): string {
  if (name === null) return text.t("greeting.nameless");
  const hour = new Date().getHours();
  if (hour >= 5 && hour < 12) return text.t("greeting.morning", { name });
  if (hour >= 18 || hour < 5) return text.t("greeting.evening", { name });
  return text.t("greeting.day", { name });
}
