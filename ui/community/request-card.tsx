import { Check, RotateCw, Undo2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Mark, Notice, reasonText } from "../design/index.ts";
import { type Directory, nameOf, namesOf } from "../design/people.ts";
import { ago, dateTime } from "../i18n/index.ts";
import { membership } from "../offline/index.ts";
import { describeRequest } from "./describe.ts";
import { approve, cancelRequest, isAskedToServe, mayApprove, requestAgain } from "./gate.ts";
import type { Gate, Request } from "./shapes.ts";
import { text } from "./strings.ts";

interface RequestCardProps {
  request: Request;
  gate: Gate;
  directory: Directory;
}

/** One change that was asked for: what, by whom, who agreed, and the way to agree. */
export function RequestCard({ request, gate, directory }: RequestCardProps) {
  const missing = gate.approvalsNeeded - request.approvals.length;
  const by = nameOf(directory(request.author));
  return (
    <section class="card">
      <h3>{describeRequest(request, directory)}</h3>
      <p class="soft small">{text.t("requests.by", { name: by, when: ago(request.requested) })}</p>
      {request.approvals.length > 0 && (
        <p class="small">
          {text.t("requests.approvals", { names: namesOf(request.approvals, directory) })}
        </p>
      )}
      {request.state === "open" && missing > 0 && (
        <Mark tone="wait">{text.t("requests.needed", { count: missing })}</Mark>
      )}
      {request.state === "open" && (
        <p class="soft small">
          {text.t("requests.until", {
            when: ago(request.expires),
            date: dateTime(request.expires, "short"),
          })}
        </p>
      )}
      {request.state === "expired" && <p>{text.t("requests.expiredText")}</p>}
      {request.state === "open" || request.state === "expired" ? (
        <Actions request={request} />
      ) : (
        <Outcome of={request} />
      )}
    </section>
  );
}

function Outcome({ of: { state, reason } }: { of: Request }) {
  if (state === "applied") return <Mark tone="ok">{text.t("requests.state.applied")}</Mark>;
  if (state === "cancelled") return <Mark>{text.t("requests.state.cancelled")}</Mark>;
  return <Mark tone="warn">{text.t("requests.state.failed", { reason: reasonText(reason) })}</Mark>;
}

function Actions({ request }: { request: Request }) {
  const [state, setState] = useState<"ready" | "signed" | "failed">("ready");
  const self = membership.value;
  if (self === null) return null;
  const sign = async (action: (request: Request) => Promise<void>) => {
    try {
      await action(request);
      setState("signed");
    } catch {
      setState("failed");
    }
  };
  if (state === "signed") return <Notice tone="ok">{text.t("requests.signed")}</Notice>;
  const consent = isAskedToServe(request, self.member);
  return (
    <div class="row">
      {mayApprove(request, self) && (
        <Button kind="primary" icon={Check} onClick={() => sign(approve)}>
          {text.t(consent ? "requests.consent" : "requests.approve")}
        </Button>
      )}
      {request.state === "expired" && self.roles.includes("steward") && (
        <Button icon={RotateCw} onClick={() => sign(requestAgain)}>
          {text.t("requests.again")}
        </Button>
      )}
      {request.state === "open" && request.author === self.member && (
        <Button kind="quiet" icon={Undo2} onClick={() => sign(cancelRequest)}>
          {text.t("requests.cancel")}
        </Button>
      )}
      {state === "failed" && <Notice tone="warn">{text.t("requests.failed")}</Notice>}
    </div>
  );
}
