import { Plus, Save, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Card,
  IconButton,
  Notice,
  Page,
  ResourceView,
  SelectField,
  TextArea,
  TextField,
} from "../../design/index.ts";
import { nameOf } from "../../design/people.ts";
import { clockTurn, secondsAt, timeOf } from "../../i18n/index.ts";
import { append, useDraft, useResource } from "../../offline/index.ts";
import { useSurroundings } from "../effects/surroundings.ts";
import {
  broughtOnto,
  draftOfMeeting,
  emptyMeeting,
  type Meeting,
  type MeetingDraft,
  meetingBody,
} from "./meeting-draft.ts";
import { type MeetingList, meetingsPath } from "./meetings-page.tsx";
import { useNewest } from "./newest-meeting.ts";
import { text } from "./strings.ts";

/** Planning a meeting. Whose turn it is to lead is filled in. */
export function PlanMeetingPage() {
  const list = useResource<MeetingList>(`${meetingsPath}?when=coming`);
  // Where it cannot be known whose turn it is, a meeting can be planned all the same.
  if (list.state === "loading") {
    return (
      <Page title={text.t("plan")} back="/meetings">
        <ResourceView of={list}>{() => null}</ResourceView>
      </Page>
    );
  }
  const initial = { ...emptyMeeting, facilitator: list.data?.nextFacilitator ?? "" };
  return <MeetingForm id={null} draftKey="meeting:new" initial={initial} now={null} />;
}

/** Changing the agenda before, writing the minutes after. */
export function EditMeetingPage() {
  const { meeting = "" } = useRoute().params;
  const found = useResource<Meeting>(`${meetingsPath}/${meeting}`);
  if (found.data === undefined) {
    return (
      <Page title={text.t("edit")} back="/meetings">
        <ResourceView of={found}>{() => null}</ResourceView>
      </Page>
    );
  }
  return <EditMeeting key={found.data.id} meeting={found.data} />;
}

/** Starts from the meeting as it was when the page opened: what is typed stays when that changes. */
function EditMeeting({ meeting }: { meeting: Meeting }) {
  const newest = useNewest(meeting);
  const [initial] = useState(draftOfMeeting(newest));
  const { id } = meeting;
  return <MeetingForm id={id} draftKey={`meeting:${id}`} initial={initial} now={newest} />;
}

interface MeetingFormProps {
  id: OpId | null;
  draftKey: string;
  initial: MeetingDraft;
  /** What the meeting has become since; null for a new one. */
  now: Meeting | null;
}

function MeetingForm({ id, draftKey, initial, now }: MeetingFormProps) {
  const { route } = useLocation();
  const draft = useDraft(draftKey, initial);
  const [tried, setTried] = useState(false);
  const { value } = draft;
  const set = (part: Partial<MeetingDraft>) => draft.set({ ...value, ...part });
  const written = now === null ? value : broughtOnto(value, initial, draftOfMeeting(now));
  const body = meetingBody(written, id, now);
  const back = id === null ? "/meetings" : `/meetings/${id}`;
  const sign = async () => {
    setTried(true);
    if (body === null) return;
    await append(kinds.meeting, body);
    await draft.discard();
    announce(text.t("kept"));
    route(back);
  };
  return (
    <Page
      title={text.t(id === null ? "plan" : "edit")}
      back={back}
      action={
        <>
          {tried && body === null && (
            <Notice tone="warn" live>
              {text.t("missing")}
            </Notice>
          )}
          <Button kind="primary" icon={Save} onClick={sign}>
            {text.t("save")}
          </Button>
        </>
      }
    >
      <WhenAndWhere value={value} set={set} />
      <TextArea
        label={text.t("agenda")}
        hint={text.t("agendaHint")}
        optional
        value={value.agenda}
        onInput={(agenda) => set({ agenda })}
        attributes={{ rows: 5 }}
      />
      <TextArea
        label={text.t("minutes")}
        hint={text.t("minutesHint")}
        optional
        value={value.minutes}
        onInput={(minutes) => set({ minutes })}
        attributes={{ rows: 6, maxLength: 20_000 }}
      />
      <ActionsField value={value} set={set} />
    </Page>
  );
}

interface PartProps {
  value: MeetingDraft;
  set: (part: Partial<MeetingDraft>) => void;
}

function usePeople(): { value: string; label: string }[] {
  const { people } = useSurroundings();
  const names = people.map((one) => ({ value: one.id, label: nameOf(one) }));
  return [{ value: "", label: text.t("open") }, ...names];
}

function WhenAndWhere({ value, set }: PartProps) {
  const people = usePeople();
  const turn = clockTurn(value.day, value.time);
  return (
    <>
      <TextField
        label={text.t("name")}
        value={value.title}
        onInput={(title) => set({ title })}
        attributes={{ maxLength: 120 }}
      />
      <TextField
        type="date"
        label={text.t("day")}
        value={value.day}
        onInput={(day) => set({ day })}
      />
      <TextField
        label={text.t("time")}
        value={value.time}
        onInput={(time) => set({ time })}
        hint={turn === null ? null : text.t(`time.${turn}`, { time: takenAs(value) })}
        attributes={{ placeholder: "19:00", maxLength: 5 }}
      />
      <TextField
        label={text.t("place")}
        optional
        value={value.place}
        onInput={(place) => set({ place })}
        attributes={{ maxLength: 200 }}
      />
      <SelectField
        label={text.t("facilitator")}
        hint={text.t("facilitatorHint")}
        value={value.facilitator}
        onChange={(facilitator) => set({ facilitator })}
        options={people}
      />
    </>
  );
}

/** The time that clocks will really show. */
function takenAs({ day, time }: MeetingDraft): string {
  return timeOf(secondsAt(day, time) ?? 0);
}

function ActionsField({ value, set }: PartProps) {
  const people = usePeople();
  const { actions } = value;
  const change = (at: number, part: Partial<MeetingDraft["actions"][number]>) =>
    set({ actions: actions.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  return (
    <Card title={text.t("actions")}>
      <p class="soft">{text.t("actionsText")}</p>
      {actions.map((action, at) => (
        <div key={at} class="stack tight">
          <div class="row option-row">
            <TextField
              label={text.t("action", { number: String(at + 1) })}
              value={action.text}
              onInput={(words) => change(at, { text: words })}
              attributes={{ maxLength: 300 }}
            />
            <IconButton
              icon={Trash2}
              label={text.t("actionRemove", { number: String(at + 1) })}
              onClick={() => set({ actions: actions.filter((_, i) => i !== at) })}
            />
          </div>
          <SelectField
            label={text.t("owner")}
            value={action.owner}
            onChange={(owner) => change(at, { owner })}
            options={people}
          />
          <TextField
            type="date"
            label={text.t("due")}
            optional
            value={action.due}
            onInput={(due) => change(at, { due })}
          />
        </div>
      ))}
      <div>
        <Button
          icon={Plus}
          onClick={() =>
            set({ actions: [...actions, { text: "", owner: "", due: "", done: false }] })
          }
        >
          {text.t("actionAdd")}
        </Button>
      </div>
    </Card>
  );
}
