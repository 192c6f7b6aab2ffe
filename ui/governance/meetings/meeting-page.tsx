import { CalendarDays, ListChecks, Pencil } from "lucide-preact";
import { useRoute } from "preact-iso";
import { kinds } from "../../../mesh/kinds/index.ts";
import {
  announce,
  Button,
  Card,
  EmptyState,
  Facts,
  Markdown,
  Moment,
  Page,
  ResourceView,
  StateMark,
  Tick,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { dateTime } from "../../i18n/index.ts";
import { append, membership, usePending, useResource } from "../../offline/index.ts";
import type { Meeting } from "./meeting-draft.ts";
import { meetingsPath } from "./meetings-page.tsx";
import { useNewest } from "./newest-meeting.ts";
import { text } from "./strings.ts";

/** One meeting: the agenda ahead, the minutes afterwards, and who does what. */
export function MeetingPage() {
  const { meeting = "" } = useRoute().params;
  const found = useResource<Meeting>(`${meetingsPath}/${meeting}`);
  const isMember = membership.value?.roles.includes("member") ?? false;
  return (
    <Page
      title={found.data?.title ?? text.t("meeting")}
      back="/meetings"
      action={
        isMember &&
        found.data && (
          <Button kind="primary" icon={Pencil} href={`/meetings/${meeting}/edit`}>
            {text.t("edit")}
          </Button>
        )
      }
    >
      <ResourceView of={found} failed={<EmptyState icon={CalendarDays} title={text.t("gone")} />}>
        {(data) => <Detail known={data} />}
      </ResourceView>
    </Page>
  );
}

function Detail({ known }: { known: Meeting }) {
  const directory = useDirectory();
  const meeting = useNewest(known);
  const pending = usePending(kinds.meeting).filter((op) => op.body?.meeting === meeting.id);
  const { facilitator, agenda, minutes } = meeting;
  return (
    <>
      <Facts
        facts={[
          [text.t("when"), <Moment key="when" at={meeting.starts} exact />],
          [text.t("place"), meeting.place || text.t("open")],
          [
            text.t("facilitator"),
            facilitator === null ? text.t("open") : nameOf(directory(facilitator)),
          ],
        ]}
      />
      {pending.map((op) => (
        <StateMark key={op.id} op={op} />
      ))}
      <Card title={text.t("agenda")}>
        {agenda.length === 0 ? (
          <p class="soft">{text.t("agendaNone")}</p>
        ) : (
          <ol dir="auto">
            {agenda.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ol>
        )}
      </Card>
      {minutes !== "" && (
        <Card title={text.t("minutes")}>
          <Markdown text={minutes} headingLevel={3} />
        </Card>
      )}
      {meeting.actions.length > 0 && <Actions meeting={meeting} />}
    </>
  );
}

/** Ticking something off is another version of the meeting, signed by whoever did. */
function Actions({ meeting }: { meeting: Meeting }) {
  const directory = useDirectory();
  const tick = async (at: number, done: boolean) => {
    const { title, starts, place, facilitator, agenda, minutes } = meeting;
    const actions = meeting.actions.map((one, i) => (i === at ? { ...one, done } : one));
    const rest = { title, starts, place, facilitator, agenda, minutes, actions };
    await append(kinds.meeting, { meeting: meeting.id, ...rest });
    announce(text.t("kept"));
  };
  return (
    <Card title={text.t("actions")} icon={ListChecks}>
      {meeting.actions.map((action, at) => (
        <Tick
          key={at}
          label={<span dir="auto">{action.text}</span>}
          detail={[
            action.owner === null ? "" : nameOf(directory(action.owner)),
            action.due === null ? "" : text.t("until", { when: dateTime(action.due, "date") }),
          ]
            .filter(Boolean)
            .join(" · ")}
          checked={action.done}
          onChange={(done) => tick(at, done)}
        />
      ))}
    </Card>
  );
}
