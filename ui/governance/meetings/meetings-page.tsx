import { CalendarDays, CalendarPlus } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { MemberId } from "../../../mesh/op/index.ts";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Moment,
  Page,
  ResourceView,
  StateMark,
  Tabs,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { membership, usePending, useResource } from "../../offline/index.ts";
import type { Meeting } from "./meeting-draft.ts";
import { text } from "./strings.ts";

export const meetingsPath = "/api/meetings";

export interface MeetingList {
  items: Meeting[];
  nextFacilitator: MemberId | null;
}

/** When you meet, who leads it, and what was said. */
export function MeetingsPage() {
  const [when, setWhen] = useState<"coming" | "past">("coming");
  const list = useResource<MeetingList>(`${meetingsPath}?when=${when}`);
  const directory = useDirectory();
  const isMember = membership.value?.roles.includes("member") ?? false;
  const next = list.data?.nextFacilitator ?? null;
  const known = new Set(list.data?.items.map(({ version }) => version));
  const pending = usePending(kinds.meeting).filter(({ id, body }) => body && !known.has(id));
  return (
    <Page
      title={text.t("title")}
      lead={next === null ? text.t("lead") : text.t("turn", { name: nameOf(directory(next)) })}
      back="/decide"
      action={
        isMember && (
          <Button kind="primary" icon={CalendarPlus} href="/meetings/new">
            {text.t("plan")}
          </Button>
        )
      }
    >
      {pending.length > 0 && (
        <List label={text.t("pending")}>
          {pending.map((op) => (
            <ListItem key={op.id} title={op.body?.title} after={<StateMark op={op} />} />
          ))}
        </List>
      )}
      <Tabs
        label={text.t("title")}
        current={when}
        onChange={setWhen}
        tabs={[
          { name: "coming", title: text.t("coming") },
          { name: "past", title: text.t("past") },
        ]}
      >
        <ResourceView of={list}>{({ items }) => <Meetings meetings={items} />}</ResourceView>
      </Tabs>
    </Page>
  );
}

function Meetings({ meetings }: { meetings: Meeting[] }) {
  if (meetings.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title={text.t("none")}>
        {text.t("noneText")}
      </EmptyState>
    );
  }
  return (
    <List label={text.t("title")}>
      {meetings.map(({ id, title, starts, place }) => (
        <ListItem
          key={id}
          icon={CalendarDays}
          href={`/meetings/${id}`}
          title={<span dir="auto">{title}</span>}
          detail={
            <>
              <Moment at={starts} exact />
              {place && ` · ${place}`}
            </>
          }
        />
      ))}
    </List>
  );
}
