import { BookOpen, House, MessageCircleQuestion, UserRound, Users, Vote } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import {
  Button,
  Card,
  List,
  ListItem,
  Logo,
  Page,
  Steps,
  startAtTop,
  words,
} from "../design/index.ts";
import { membership, useResource } from "../offline/index.ts";
import type { CommunityInfo } from "./joining.ts";
import { PrivacyChoices } from "./privacy-choices.tsx";
import { text } from "./strings.ts";

const steps = ["welcome", "privacy", "first"] as const;

/** The first look around: what this is, who sees what, and a first thing to do. */
export function TourPage() {
  const [at, setAt] = useState(0);
  const step = steps[at] ?? "first";
  // Every step starts at its top.
  useEffect(() => {
    startAtTop();
  }, [at]);
  const isLast = at === steps.length - 1;
  return (
    <Page
      title={text.t(`tour.${step}.title`, { community: membership.value?.communityName ?? "" })}
      lead={text.t(`tour.${step}.lead`)}
      action={
        isLast ? (
          <Button kind="primary" href="/">
            {text.t("tour.home")}
          </Button>
        ) : (
          <>
            <Button kind="primary" onClick={() => setAt(at + 1)}>
              {words.t("continue")}
            </Button>
            <Button kind="quiet" href="/">
              {text.t("tour.skip")}
            </Button>
          </>
        )
      }
    >
      <Steps current={at + 1} total={steps.length} />
      {step === "welcome" && <WelcomeStep />}
      {step === "privacy" && <PrivacyChoices />}
      {step === "first" && <FirstStep />}
    </Page>
  );
}

function WelcomeStep() {
  const { data: info } = useResource<CommunityInfo>("/api/community");
  return (
    <>
      <div class="hero">
        <Logo />
      </div>
      {info?.purpose && <p>{info.purpose}</p>}
      {info !== undefined && info.values.length > 0 && (
        <Card title={text.t("tour.values")}>
          <ul>
            {info.values.map((value) => (
              <li key={value}>{value}</li>
            ))}
          </ul>
        </Card>
      )}
      <List label={text.t("tour.places")}>
        <ListItem
          icon={House}
          title={text.t("tour.homePlace")}
          detail={text.t("tour.homeDetail")}
        />
        <ListItem
          icon={MessageCircleQuestion}
          title={text.t("tour.ask")}
          detail={text.t("tour.askDetail")}
        />
        <ListItem
          icon={BookOpen}
          title={text.t("tour.knowledge")}
          detail={text.t("tour.knowledgeDetail")}
        />
        <ListItem icon={Vote} title={text.t("tour.decide")} detail={text.t("tour.decideDetail")} />
        <ListItem
          icon={Users}
          title={text.t("tour.community")}
          detail={text.t("tour.communityDetail")}
        />
      </List>
    </>
  );
}

function FirstStep() {
  const isMember = membership.value?.roles.includes("member") ?? false;
  return (
    <List label={text.t("tour.first.title")}>
      {isMember && (
        <ListItem
          icon={BookOpen}
          href="/knowledge/new"
          title={text.t("first.teach")}
          detail={text.t("first.teachDetail")}
        />
      )}
      <ListItem
        icon={MessageCircleQuestion}
        href="/ask"
        title={text.t("first.ask")}
        detail={text.t("first.askDetail")}
      />
      <ListItem
        icon={UserRound}
        href="/me"
        title={text.t("first.me")}
        detail={text.t("first.meDetail")}
      />
    </List>
  );
}
