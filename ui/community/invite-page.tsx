import { QrCode, UserPlus } from "lucide-preact";
import { useState } from "preact/hooks";
import { inviteUsesMax, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { inviteSeedBytes, inviteSigner } from "../../mesh/rules/index.ts";
import { Button, Choices, Page, SelectField, TextField } from "../design/index.ts";
import { append } from "../offline/index.ts";
import { InvitationCode } from "./invitation-code.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { useInvitationSeeds } from "./invitation-seeds.ts";
import { text } from "./strings.ts";

const daySeconds = 24 * 3_600;
const lasting = [
  { value: "1", key: "invites.day" },
  { value: "7", key: "invites.week" },
  { value: "30", key: "invites.month" },
  { value: "365", key: "invites.year" },
] as const;

interface Shown {
  invite: OpId;
  seed: Uint8Array;
  expires: number;
}

interface Wanted {
  role: "member" | "guest";
  uses: string;
  days: string;
}

/** Making an invitation, and those made before. */
export function InvitePage() {
  const [shown, setShown] = useState<Shown | null>(null);
  const [wanted, setWanted] = useState<Wanted>({ role: "member", uses: "1", days: "7" });
  const seeds = useInvitationSeeds();
  const make = async () => {
    if (!isCount(wanted.uses)) return;
    const { seed, ...made } = await makeInvitation(wanted);
    seeds.keep(made.invite, seed);
    setShown({ seed, ...made });
  };

  if (shown !== null) {
    return (
      <Page title={text.t("code.title")} back="/community">
        <InvitationCode {...shown} />
        <Button kind="quiet" icon={QrCode} onClick={() => setShown(null)}>
          {text.t("invites.another")}
        </Button>
      </Page>
    );
  }
  return (
    <Page
      title={text.t("invites.title")}
      lead={text.t("invites.lead")}
      back="/community"
      action={
        <Button kind="primary" icon={UserPlus} onClick={make}>
          {text.t("invites.make")}
        </Button>
      }
    >
      <InviteForm wanted={wanted} onChange={setWanted} />
      <InvitationList seeds={seeds} onShow={setShown} />
    </Page>
  );
}

function InviteForm({ wanted, onChange }: { wanted: Wanted; onChange: (next: Wanted) => void }) {
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <Choices
        label={text.t("invites.role")}
        options={[
          { value: "member", title: text.t("role.member"), detail: text.t("role.memberDetail") },
          { value: "guest", title: text.t("role.guest"), detail: text.t("role.guestDetail") },
        ]}
        value={wanted.role}
        onChange={(role) => onChange({ ...wanted, role })}
      />
      <TextField
        label={text.t("invites.uses")}
        type="number"
        value={wanted.uses}
        onInput={(uses) => onChange({ ...wanted, uses })}
        error={isCount(wanted.uses) ? null : text.t("invites.usesError")}
        attributes={{ min: 1, max: inviteUsesMax, inputMode: "numeric" }}
      />
      <SelectField
        label={text.t("invites.days")}
        value={wanted.days}
        onChange={(days) => onChange({ ...wanted, days })}
        options={lasting.map(({ value, key }) => ({ value, label: text.t(key) }))}
      />
    </form>
  );
}

async function makeInvitation({ role, uses, days }: Wanted): Promise<Shown> {
  const seed = crypto.getRandomValues(new Uint8Array(inviteSeedBytes));
  const { publicKey } = await inviteSigner(seed);
  const expires = Math.floor(Date.now() / 1000) + Number(days) * daySeconds;
  const { id } = await append(kinds.invite, {
    inviteKey: publicKey,
    purpose: "member",
    role,
    member: null,
    expires,
    uses: Number(uses),
  });
  return { invite: id, seed, expires };
}

function isCount(uses: string): boolean {
  const count = Number(uses);
  return Number.isInteger(count) && count >= 1 && count <= inviteUsesMax;
}
