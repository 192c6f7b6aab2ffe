import { Stamp } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Button, Card } from "../../design/index.ts";
import { namesOf, useDirectory } from "../../design/people.ts";
import { boxNow, membership } from "../../offline/index.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

/** Once every box had its time and none has closed it, the stewards may: told to everybody. */
export function StewardsCard({ detail: { thread, stewards, closes } }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const [now, setNow] = useState(0);
  useEffect(() => {
    boxNow().then(setNow);
  }, []);
  if (stewards === null || now < stewards.from) return null;
  const { people, needed } = stewards;
  const signed = new Set(closes.flatMap(({ steward }) => steward ?? [])).size;
  const self = membership.value?.member;
  return (
    <Card title={text.t("stewards.title")} icon={Stamp}>
      <p>{text.t("stewards.text", { names: namesOf(people, directory), count: needed })}</p>
      {signed > 0 && <p class="soft">{text.t("stewards.signed", { count: signed })}</p>}
      {self !== undefined && people.includes(self) && (
        <div>
          <Button kind="primary" icon={Stamp} href={`/decide/${thread}/close`}>
            {text.t("stewards.close")}
          </Button>
        </div>
      )}
    </Card>
  );
}
