/**
 * `bun run screenshots [folder]`: pictures of every page of the demo community, phone and desktop,
 * light and dark. Without a folder: the few that README shows, into ui/pictures.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBoxProcess } from "./support/box-process.ts";
import { desktop, launchBrowser, phone } from "./support/browser.ts";
import { demoPages, enterDemo, settled } from "./support/demo-pages.ts";

const inReadme = new Set(["home", "answer", "item", "proposal", "community"]);
const folder = process.argv[2];
const target = folder ?? join(import.meta.dir, "..", "ui", "pictures");
mkdirSync(target, { recursive: true });

const box = await startBoxProcess(["--demo"]);
const browser = await launchBrowser({ context: { serviceWorkers: "block" } });
const page = browser.context.pages()[0] ?? (await browser.context.newPage());
try {
  await enterDemo(page, box);
  const pages = await demoPages(page, box);
  for (const one of folder === undefined ? pages.filter(({ name }) => inReadme.has(name)) : pages) {
    await page.goto(box.plainOrigin + one.path);
    await settled(page);
    await one.prepare?.(page);
    for (const [size, viewport] of Object.entries({ phone, desktop })) {
      for (const theme of ["light", "dark"] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: theme });
        await settled(page);
        await page.screenshot({ path: join(target, `${one.name}-${size}-${theme}.png`) });
      }
    }
    console.log(one.name);
  }
} finally {
  await browser.close();
  await box.close();
}
