import { Ear, UsersRound } from "lucide-preact";
import { useRoute } from "preact-iso";
import type { MemberId } from "../../../mesh/op/index.ts";
import {
  Avatar,
  Card,
  EmptyState,
  List,
  ListItem,
  Page,
  ResourceView,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { useResource } from "../../offline/index.ts";
import { decisionsPath } from "../shapes.ts";
import { text } from "./strings.ts";

interface Heard {
  silent: MemberId[];
  spoke: MemberId[];
  voted: MemberId[];
}

/** For whoever leads the talk: who has not been heard yet. Never what anybody chose. */
export function FacilitatePage() {
  const { thread = "" } = useRoute().params;
  const heard = useResource<Heard>(`${decisionsPath}/${thread}/heard`);
  return (
    <Page title={text.t("heard.title")} lead={text.t("heard.lead")} back={`/decide/${thread}`}>
      <ResourceView of={heard}>
        {({ silent, spoke, voted }) => (
          <>
            <Card title={text.t("heard.silent", { count: silent.length })} icon={Ear}>
              {silent.length === 0 ? (
                <EmptyState icon={UsersRound} title={text.t("heard.everybody")} />
              ) : (
                <People members={silent} label={text.t("heard.silentLabel")} />
              )}
            </Card>
            <Card title={text.t("heard.spoke", { count: spoke.length })}>
              <People members={spoke} label={text.t("heard.spokeLabel")} />
            </Card>
            <Card title={text.t("heard.voted", { count: voted.length })}>
              <People members={voted} label={text.t("heard.votedLabel")} />
            </Card>
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function People({ members, label }: { members: MemberId[]; label: string }) {
  const directory = useDirectory();
  if (members.length === 0) return <p class="soft">{text.t("heard.nobody")}</p>;
  return (
    <List label={label}>
      {members.map((member) => {
        const person = directory(member);
        const name = nameOf(person);
        return (
          <ListItem
            key={member}
            href={`/community/members/${member}`}
            before={<Avatar name={name} hue={person?.profile?.hue ?? 0} />}
            title={name}
          />
        );
      })}
    </List>
  );
}
