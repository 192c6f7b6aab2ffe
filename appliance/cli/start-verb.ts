/** `moot start`: runs the box until it is told to stop, and prints where to go. */
import { terminalQr } from "../../provisioning/codes/qr.ts";
import { describeFault } from "../log.ts";
import type { BoxStatus } from "./control-routes.ts";
import type { DemoLink } from "./demo-links.ts";
import { columns, exitCodes, type Verb } from "./verb.ts";

export const startVerb: Verb = {
  name: "start",
  usage: "[--demo]",
  summary: "Run the box and print where to go",
  details: `
Prints the addresses, and for a box without a community a QR code to found one.
--demo opens a lived-in sample community in a folder of its own (./data-demo).`,
  operands: 0,
  flags: { "--demo": false },
  async run({ config, flags, taken, openBox, out }) {
    const isDemo = flags.has("--demo");
    const wanted = await config();
    const named = taken.flags.some(({ path }) => path === "box.data");
    const box = await openBox({
      config: isDemo && !named ? demoFolder(wanted) : wanted,
      doors: "open",
      demo: isDemo,
    });
    // Whoever starts it again (the service manager, a person) gets a box that is whole.
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
      process.on(event, (fault: unknown) => {
        box.log.error("box-fault", describeFault(fault));
        process.exit(exitCodes.failed);
      });
    }
    const status = box.status();
    out.result({ event: "ready", ...status, demo: box.demo }, greeting(status, box.demo));
    await stopSignal();
    await box.close();
  },
};

function demoFolder<C extends { box: { data: string } }>(config: C): C {
  return { ...config, box: { ...config.box, data: `${config.box.data}-demo` } };
}

function greeting(status: BoxStatus, demo: readonly DemoLink[] | null): string[] {
  const { urls, words, appHash, name, version, community } = status;
  const { foundingLink, foundingLinkHere } = status;
  const lines = [
    "",
    `Folkmoot ${version}: the box ${name}${community === null ? "" : `, home of ${community}`}`,
    "",
    ...columns([
      ["  On this machine", urls.local],
      ["  On the network", urls.app],
      ["  For a new phone", urls.certificate],
    ]),
    "",
  ];
  if (foundingLink !== null && foundingLinkHere !== null) {
    lines.push(
      "No community lives here yet. Scan this to found one, or open on this machine:",
      `  ${foundingLinkHere}`,
      "",
      terminalQr(foundingLink).trimEnd(),
      `  ${foundingLink}`,
      "",
    );
  }
  if (demo !== null) lines.push(...demoLines(demo));
  lines.push(
    "A phone that trusts the right box shows these words:",
    `  ${words.join(" ")}`,
    "",
    ...(appHash === null
      ? []
      : ["The app's code, to compare with the app's Box page:", `  ${appHash}`, ""]),
    "Ctrl+C stops the box.",
    "",
  );
  return lines;
}

function demoLines(links: readonly DemoLink[]): string[] {
  const lines = links.flatMap(({ as, name, here }) => [
    `Enter as ${name === null ? `a new ${as}` : `${name}, ${as}`}:`,
    `  ${here}`,
  ]);
  const forPhones = links.find(({ as }) => as === "member");
  if (forPhones === undefined) return lines;
  return [...lines, "", "By phone, as a new member:", terminalQr(forPhones.phones).trimEnd(), ""];
}

/** Ctrl+C, or the service manager's word. A second one does not wait for a graceful end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}
