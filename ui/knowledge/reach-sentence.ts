/** Who sees a piece of knowledge and where it may go, in sentences. */
import { type Consent, parseAudience } from "../../mesh/kinds/index.ts";
import { text } from "./strings.ts";

/** `Only people in the group “elders” may read it.` */
export function audienceSentence(audience: string): string {
  const meant = parseAudience(audience);
  if (meant === null) return text.t("audience.unknown");
  if (meant.to === "members") return text.t("audience.members");
  if (meant.to === "group") return text.t("audience.group", { group: meant.group });
  return text.t(`audience.role.${meant.role}`);
}

/** `Everybody here`, for a choice. */
export function audienceName(audience: string): string {
  const meant = parseAudience(audience);
  if (meant === null) return audience;
  if (meant.to === "members") return text.t("audience.name.members");
  if (meant.to === "group") return text.t("audience.name.group", { group: meant.group });
  return text.t(`audience.name.role.${meant.role}`);
}

export function consentSentence(consent: Consent): string {
  return text.t(`consent.${consent}`);
}

/** Audiences a member can choose from: everybody, the trusted roles, their own groups. */
export function audienceChoices(groups: readonly string[], chosen: string): string[] {
  const all = [
    "members",
    "role:moderator",
    "role:steward",
    ...groups.map((group) => `group:${group}`),
  ];
  return all.includes(chosen) ? all : [...all, chosen];
}
