/** Writes under load and says on stdout what was acknowledged; run under strace. */
import { writeSync } from "node:fs";
import { openSmallBox, Phone } from "./small-box.ts";

const [dir = "", synchronous] = process.argv.slice(2);
const requestsPerPhone = 60;

// So few pages that the WAL is moved into the database again and again in this short time.
const often = { checkpointPages: 200 };
const trial = synchronous === "NORMAL" ? ({ ...often, synchronous } as const) : often;
const store = await openSmallBox(dir, trial);
await Promise.all([300, 1_500, 40, 1_900].map(speak));
writeSync(1, "END\n");

/** Each phone sends one request after the other, so requests of several share a commit. */
async function speak(chars: number): Promise<void> {
  const phone = await Phone.make();
  await acknowledge([await phone.enrol()]);
  for (let i = 0; i < requestsPerPhone; i++) {
    const asked = Array.from({ length: i % 4 }, () => phone.ask(chars));
    await acknowledge([await phone.vote(), ...(await Promise.all(asked))]);
  }
}

async function acknowledge(signed: { id: string; bytes: Uint8Array }[]): Promise<void> {
  const results = await store.submit(
    signed.map(({ bytes }) => bytes),
    { carrier: "https" },
  );
  if (results.some(({ state }) => state !== "ok")) throw new Error("not stored");
  writeSync(1, `ACK ${signed.map(({ id }) => id).join(" ")}\n`);
}
