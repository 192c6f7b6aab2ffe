import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { isRefused, type Resource, useResource } from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import type { Content } from "./item-draft.ts";
import { isOnItsWay, newestOwn, type OwnVersion } from "./own-items.ts";
import type { ItemDetail } from "./shapes.ts";

export interface Item {
  id: string;
  resource: Resource<ItemDetail>;
  /** What the box says; undefined while it has said nothing. */
  detail: ItemDetail | undefined;
  /** The member's own newest version, while it is not settled. */
  own: OwnVersion | undefined;
  /** Whether the member has asked for it to be erased, and that is still on its way. */
  erasing: boolean;
  /** What to show: the own version if it is on its way, else the box's. */
  content: Content | undefined;
}

/** One item, from the box, the copy on this phone and the outbox together. */
export function useItem(id: string): Item {
  const resource = useResource<ItemDetail>(`/api/items/${id}`);
  const detail = resource.data;
  const all = newestOwn(ownOperations.value, kinds.item.number, Date.now() / 1000);
  const found = all.get(id);
  const own = found !== undefined && detail?.version === found.op.id ? undefined : found;
  const arriving = own !== undefined && isOnItsWay(own) && !isSuperseded(own, detail);
  const content = own !== undefined && (arriving || detail === undefined) ? own.body : detail;
  return {
    id,
    resource,
    detail,
    own: arriving || own?.op.state !== "done" ? own : undefined,
    erasing: isErasing(id),
    content,
  };
}

/** Whether the box already lists it among the versions. */
function isSuperseded(own: OwnVersion, detail: ItemDetail | undefined): boolean {
  return detail?.history.some((version) => version.id === own.op.id) ?? false;
}

/** The operations that a new version is made from: the own one on its way, else the box's heads. */
export function parentsFor({ own, detail }: Pick<Item, "own" | "detail">): string[] {
  if (own === undefined) return detail?.edit.parents ?? [];
  if (!isOnItsWay(own)) return detail?.edit.parents ?? [];
  // What the own version was made from is included in it; what came since is not.
  const included = new Set<string>(own.body.parents);
  const others = (detail?.edit.parents ?? []).filter((parent) => !included.has(parent));
  return [own.op.id, ...others];
}

/** Whether an erasure signed on this phone names this item and has not come to nothing. */
function isErasing(id: string): boolean {
  return ownOperations.value.some(
    (op) =>
      op.kind === kinds.erase.number &&
      !isRefused(op) &&
      (op.body as BodyOf<typeof kinds.erase>).targets.includes(id as OpId),
  );
}
