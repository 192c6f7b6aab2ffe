import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type KnownLog, lastCheckpoint, openedAt } from "../../mesh/log/index.ts";
import { toHex } from "../../mesh/op/index.ts";
import { Facts, Moment } from "../design/index.ts";
import { dateTime, formatNumber } from "../i18n/index.ts";
import type { BoxRecord } from "../offline/record.ts";
import { text } from "./strings.ts";

/** Figures of the log in use, for whoever wants to compare them by eye. */
export function RecordFacts({ record, log }: { record: BoxRecord; log: KnownLog }) {
  const [opened, setOpened] = useState<number | null>(null);
  useEffect(() => {
    openedAt(log).then(setOpened);
  }, [log]);
  const { size, root } = lastCheckpoint(log);
  const facts: [string, ComponentChildren][] = [[text.t("state.size"), formatNumber(size)]];
  if (record.comparedMs !== null) {
    const at = Math.floor(record.comparedMs / 1000);
    facts.push([text.t("state.compared"), <Moment key="at" at={at} />]);
  }
  if (opened !== null) facts.push([text.t("state.opened"), dateTime(opened, "date")]);
  facts.push(
    [text.t("state.log"), <code key="log">{log.origin}</code>],
    [text.t("state.head"), <code key="head">{toHex(root)}</code>],
  );
  return <Facts facts={facts} />;
}
