import { useEffect, useState } from "preact/hooks";
import { listen } from "../offline/channel.ts";
import { type BoxRecord, readRecord } from "../offline/record.ts";

/** What this phone remembers of the record; undefined while it is read, null before the first. */
export function useRecord(): BoxRecord | null | undefined {
  const [record, setRecord] = useState<BoxRecord | null>();
  useEffect(() => {
    const read = () => readRecord().then(setRecord);
    read();
    return listen(({ type }) => {
      if (type === "record") read();
    });
  }, []);
  return record;
}
