import { CircleSlash, QrCode, Ticket } from "lucide-preact";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { Button, Card, EmptyState, ResourceView } from "../design/index.ts";
import { nameOf, useDirectory } from "../design/people.ts";
import { ago } from "../i18n/index.ts";
import { append, membership, useResource } from "../offline/index.ts";
import type { useInvitationSeeds } from "./invitation-seeds.ts";
import { type Invitation, invitesPath } from "./shapes.ts";
import { text } from "./strings.ts";

interface InvitationListProps {
  seeds: ReturnType<typeof useInvitationSeeds>;
  onShow(code: { invite: OpId; seed: Uint8Array; expires: number }): void;
}

/** Invitations that still let somebody in. */
export function InvitationList({ seeds, onShow }: InvitationListProps) {
  const invites = useResource<{ invites: Invitation[] }>(invitesPath);
  const isOpen = (invite: Invitation) => invite.purpose === "member" && invite.state === "open";
  return (
    <section class="stack">
      <h2>{text.t("invites.open")}</h2>
      <ResourceView of={invites}>
        {(data) => {
          const open = data.invites.filter(isOpen);
          if (open.length === 0) {
            return (
              <EmptyState icon={Ticket} title={text.t("invites.none")}>
                {text.t("invites.noneText")}
              </EmptyState>
            );
          }
          return open.map((invite) => (
            <OpenInvitation key={invite.id} invite={invite} seeds={seeds} onShow={onShow} />
          ));
        }}
      </ResourceView>
    </section>
  );
}

function OpenInvitation({ invite, seeds, onShow }: InvitationListProps & { invite: Invitation }) {
  const directory = useDirectory();
  const seed = seeds.seedOf(invite.id);
  const isMine = invite.inviter === membership.value?.member;
  const cancel = async () => {
    await append(kinds.inviteCancel, { invite: invite.id });
    seeds.forget(invite.id);
  };
  const inviter = invite.inviter === null ? undefined : directory(invite.inviter);
  return (
    <Card>
      <p>
        <strong>{text.t(`role.${invite.role}`)}</strong>
        {" · "}
        {text.t("invites.left", { count: invite.usesLeft })}
        {" · "}
        {text.t("invites.until", { when: ago(invite.expires) })}
        {!isMine && ` · ${text.t("invites.by", { name: nameOf(inviter) })}`}
      </p>
      {seed === null && <p class="soft small">{text.t("invites.elsewhere")}</p>}
      <div class="row">
        {seed !== null && (
          <Button
            icon={QrCode}
            onClick={() => onShow({ invite: invite.id, seed, expires: invite.expires })}
          >
            {text.t("invites.show")}
          </Button>
        )}
        <Button kind="danger" icon={CircleSlash} onClick={cancel}>
          {text.t("invites.cancel")}
        </Button>
      </div>
      <p class="soft small">{text.t("invites.cancelText")}</p>
    </Card>
  );
}
