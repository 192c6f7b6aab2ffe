import { Copy, KeyRound, Printer, Share2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { announce, Button, Notice, Qr, StateMark } from "../design/index.ts";
import { ago, dateTime } from "../i18n/index.ts";
import { membership, requestJson, useOwnOperation } from "../offline/index.ts";
import { invitationLink, useAddress } from "./invitation-link.ts";
import { text } from "./strings.ts";

interface InvitationCodeProps {
  invite: OpId;
  seed: Uint8Array;
  /** Seconds since 1970. */
  expires: number;
  purpose?: "invite" | "device";
}

/** An invitation to show, share, print or read out. */
export function InvitationCode({ invite, seed, expires, purpose }: InvitationCodeProps) {
  const { origin, httpUrl, words } = useAddress();
  const link = invitationLink(origin, seed, purpose);
  const op = useOwnOperation(invite);
  const community = membership.value?.communityName ?? "";
  const isLocal = /^https?:\/\/localhost\b/.test(origin);
  return (
    <div class="stack loose invitation">
      <p class="print-only poster-title">{community}</p>
      {op?.state === "queued" && <Notice tone="wait">{text.t("code.waiting")}</Notice>}
      {httpUrl !== "" && !isLocal && (
        <section class="stack tight">
          <h2>{text.t("code.first")}</h2>
          <p class="soft">{text.t("code.firstText")}</p>
          <Qr text={`${httpUrl}/`} label={text.t("code.firstLabel")} />
          <p class="small">{httpUrl}</p>
          {words.length > 0 && (
            <p class="small">{text.t("code.words", { words: words.join(" ") })}</p>
          )}
        </section>
      )}
      <section class="stack tight">
        <h2>{text.t(httpUrl !== "" && !isLocal ? "code.second" : "code.only")}</h2>
        <Qr text={link} label={text.t("code.secondLabel", { community })} />
        <p class="small soft">{text.t("code.expires", { when: dateTime(expires) })}</p>
        {op && op.state !== "done" && <StateMark op={op} />}
      </section>
      <Ways link={link} invite={invite} seed={seed} />
    </div>
  );
}

function Ways({ link, invite, seed }: { link: string; invite: OpId; seed: Uint8Array }) {
  const [typed, setTyped] = useState<{ code: string; until: number } | "failed" | null>(null);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    announce(text.t("code.copied"));
  };
  const makeTyped = async () => {
    try {
      const json = { invite, seed: toBase64Url(seed) };
      const { code, seconds } = await requestJson<{ code: string; seconds: number }>(
        "/api/invites/code",
        { method: "POST", json },
      );
      setTyped({ code, until: Date.now() / 1000 + seconds });
    } catch {
      setTyped("failed");
    }
  };
  return (
    <div class="stack tight no-print">
      <div class="row">
        <Button icon={Copy} onClick={copy}>
          {text.t("code.link")}
        </Button>
        {"share" in navigator && (
          <Button icon={Share2} onClick={() => navigator.share({ url: link }).catch(() => {})}>
            {text.t("code.share")}
          </Button>
        )}
        <Button icon={Printer} onClick={() => print()}>
          {text.t("code.print")}
        </Button>
        <Button icon={KeyRound} onClick={makeTyped}>
          {text.t("code.type")}
        </Button>
      </div>
      {typed === "failed" && (
        <Notice tone="warn" live>
          {text.t("code.typeFailed")}
        </Notice>
      )}
      {typed !== null && typed !== "failed" && (
        <Notice title={<span class="typed-code">{typed.code}</span>} live>
          {text.t("code.typed", { when: ago(typed.until) })}
        </Notice>
      )}
    </div>
  );
}
