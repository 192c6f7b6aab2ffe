import { FolkmootError } from "../../mesh/op/index.ts";
import type { LastContact } from "./connection.ts";
import { database } from "./database.ts";
import { rememberContact } from "./reach.ts";
import { sendJson } from "./request.ts";
import { membership, requestJson } from "./session.ts";

// The clock and the certificate change slowly.
const learnEveryMs = 3_600_000;
let learntMs = Number.NEGATIVE_INFINITY;

/**
 * Asks what will be needed on the day the box is out of reach: its clock, the end of its
 * certificate, and where its plain page is. Throws only `unreachable`.
 */
export async function learnAboutBox(): Promise<void> {
  if (performance.now() - learntMs < learnEveryMs) return;
  try {
    await learn();
    learntMs = performance.now();
  } catch (error) {
    if (error instanceof FolkmootError && error.code === "unreachable") throw error;
  }
}

async function learn(): Promise<void> {
  const { time } = await sendJson<{ time: number }>("/api/community");
  await rememberContact({ boxTime: time, clockAheadSeconds: time - Date.now() / 1000 });
  if (membership.value?.standing === "open") {
    const box = await requestJson<{
      certificate: { leafExpires: number };
      urls: { certificate: string };
    }>("/api/box");
    await rememberContact({
      certificateEnds: box.certificate.leafExpires,
      plainPage: box.urls.certificate,
    });
  }
}

/** What was learnt last; everything null before the first contact. */
export async function lastContact(): Promise<LastContact | undefined> {
  return (await (await database()).get("meta", "contact")) as LastContact | undefined;
}

/**
 * Now, by the box's clock as far as this phone knows it, in seconds since 1970. Boxes without the
 * internet may be hours off, and expiries are judged by their clock.
 */
export async function boxNow(): Promise<number> {
  const ahead = (await lastContact())?.clockAheadSeconds ?? 0;
  return Math.floor(Date.now() / 1000 + ahead);
}
