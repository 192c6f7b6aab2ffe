import { Server } from "lucide-preact";
import { List, ListItem, Mark } from "../design/index.ts";
import type { ModelsView } from "./shapes.ts";
import { text } from "./strings.ts";
import { knownWhy } from "./why.ts";

type Machine = ModelsView["running"]["machines"][number];

const tones = { ready: "ok", starting: "wait", down: "warn" } as const;

/** Engines on other machines of the network: how each is, and what may go there. */
export function Machines({ machines }: { machines: Machine[] }) {
  if (machines.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{text.t("machines")}</h2>
      <List label={text.t("machines")}>
        {machines.map((machine) => (
          <ListItem
            key={`${machine.host} ${machine.model}`}
            icon={Server}
            title={<bdi>{machine.model}</bdi>}
            detail={<About machine={machine} />}
          />
        ))}
      </List>
    </section>
  );
}

function About({ machine: { host, privacy, embeds, state } }: { machine: Machine }) {
  const why = state.code === undefined ? null : knownWhy(state.code);
  return (
    <span class="stack tight">
      <span>
        {text.t(embeds ? "role.embed" : "role.answer")} · <bdi>{host}</bdi>
      </span>
      <span>
        <Mark tone={tones[state.is]}>{text.t(`machine.${state.is}`)}</Mark>
      </span>
      {why !== null && <span>{why}</span>}
      {!embeds && <span>{text.t(`machine.gets.${privacy}`)}</span>}
      {/* One that may not read everything reads nothing: why it does not work has said so. */}
      {embeds && privacy === "any" && <span>{text.t("machine.finds")}</span>}
    </span>
  );
}
