import type { ComponentChildren } from "preact";
import type { Resource } from "../offline/index.ts";
import { AgeMark } from "./mark.tsx";
import { AbsentState, ErrorState, Loading } from "./states.tsx";
import { words } from "./strings.ts";

interface ResourceViewProps<Data> {
  of: Resource<Data>;
  children: (data: Data) => ComponentChildren;
  /** Shown instead of the general words for what the box refused: 403, 404. */
  failed?: ComponentChildren;
}

/** A resource in each of its states. What is on this phone is shown, with its age. */
export function ResourceView<Data>({ of, children, failed }: ResourceViewProps<Data>) {
  if (of.data !== undefined) {
    return (
      <>
        <AgeMark of={of} />
        {children(of.data)}
      </>
    );
  }
  if (of.state === "loading") return <Loading />;
  if (of.state === "absent") return <AbsentState onRetry={of.refresh} />;
  if (failed) return <>{failed}</>;
  const status = of.error?.status;
  if (status === 403 || status === 404) {
    return <ErrorState title={words.t("gone.title")}>{words.t("gone.text")}</ErrorState>;
  }
  return <ErrorState onRetry={of.refresh} />;
}
