import { Handshake, Scale } from "lucide-preact";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Mark,
  Notice,
  Page,
  ResourceView,
} from "../design/index.ts";
import { membership, useResource } from "../offline/index.ts";
import { type Partner, partnersPath } from "./shapes.ts";
import { text } from "./strings.ts";

/** Where anything of ours goes: every partner community, and how much it receives. */
export function PartnersPage() {
  const isMember = membership.value?.roles.includes("member") ?? false;
  const partners = useResource<{ partners: Partner[] }>(isMember ? partnersPath : null);
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back="/community"
      action={
        isMember && (
          <Button kind="primary" icon={Scale} href="/decide/new?effect=knowledge.share">
            {text.t("propose")}
          </Button>
        )
      }
    >
      {isMember ? (
        <ResourceView of={partners}>{(data) => <Partners of={data.partners} />}</ResourceView>
      ) : (
        <Notice>{text.t("guest")}</Notice>
      )}
    </Page>
  );
}

function Partners({ of }: { of: Partner[] }) {
  if (of.length === 0) {
    return (
      <EmptyState icon={Handshake} title={text.t("none")}>
        {text.t("noneText")}
      </EmptyState>
    );
  }
  return (
    <List label={text.t("list")}>
      {of.map((partner) => (
        <ListItem
          key={partner.name}
          icon={Handshake}
          href={`/community/partners/${encodeURIComponent(partner.name)}`}
          title={partner.name}
          detail={summaryOf(partner)}
          after={partner.withheld && <Mark tone="wait">{text.t("withheld.short")}</Mark>}
        />
      ))}
    </List>
  );
}

function summaryOf({ withheld, shares, items }: Partner): string {
  if (withheld !== null) return text.t(`withheld.${withheld}`);
  if (shares.length === 0) return text.t("noShares");
  return items === 0 ? text.t("nothingYet") : text.t("items", { count: items });
}
