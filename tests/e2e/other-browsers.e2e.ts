/**
 * A smoke run in Firefox ESR and in WebKitGTK: the app loads, makes a key, founds a community
 * and opens again as its member. Certificates are not checked here; Chromium's tests do that.
 */
import { afterEach, describe, expect, test } from "bun:test";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { launchFirefox, launchWebKit, type OtherBrowser } from "../support/other-browsers.ts";

const twoMinutesMs = 120_000;
let box: BoxProcess | undefined;
let browser: OtherBrowser | undefined;

afterEach(async () => {
  await browser?.close();
  await box?.close();
});

for (const [name, launch] of [
  ["Firefox", launchFirefox],
  ["WebKitGTK", launchWebKit],
] as const) {
  describe(name, () => {
    test(
      "founds a community and opens again as its member",
      async () => {
        box = await startBoxProcess();
        browser = await launch();
        const app = person(browser);
        // localhost is a secure context without a certificate, in every engine.
        const seed = new URL(box.links[0] as string).hash;
        await browser.open(`${box.plainOrigin}/found${seed}`);
        await app.fill("Name of the community", "Calle Luna");
        await app.press("Continue");
        await app.press("Continue");
        await app.press("Continue");
        await app.fill("Your name", "Ana Ruiz");
        await app.press("Continue");
        const words = await app.recoveryWords();
        await app.tick();
        await app.press("Continue");
        for (const number of await app.askedWords()) {
          await app.fill(`Word number ${number}`, words[number - 1] ?? "");
        }
        await app.press("Found the community");
        await app.sees("Calle Luna is here");
        // Left in the middle of looking what waits to be sent: a page that is kept to be shown
        // again may not hold up the next (WebKit keeps a left page's transactions open).
        const look = `document.dispatchEvent(new Event("visibilitychange"))`;
        await browser.evaluate(`void setInterval(() => ${look}, 1)`);
        await browser.open(`${box.plainOrigin}/`);
        await app.sees("Ana Ruiz");
        expect(await browser.evaluate("isSecureContext")).toBe(true);
      },
      twoMinutesMs,
    );
  });
}

/** What a person does, spoken in the page's own DOM: these drivers know nothing of roles. */
function person(browser: OtherBrowser) {
  const until = async (what: string, expression: string) => {
    for (let tries = 0; tries < 150; tries++) {
      if (await browser.evaluate<boolean>(expression)) return;
      await Bun.sleep(100);
    }
    const text = await browser.evaluate<string>("document.body.innerText");
    throw new Error(`${what} did not come. On the page:\n${text}`);
  };
  const quote = (text: string) => JSON.stringify(text);
  const setValue = `(input, value) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }`;
  const byLabel = (label: string) =>
    `[...document.querySelectorAll("label")]
      .find((label) => label.textContent.startsWith(${quote(label)}))?.control`;
  return {
    sees: (text: string) => until(quote(text), `document.body.innerText.includes(${quote(text)})`),
    press: (name: string) =>
      until(
        `a button ${quote(name)}`,
        `(() => {
          const button = [...document.querySelectorAll("button")]
            .find((one) => one.textContent.trim() === ${quote(name)});
          if (!button || button.getAttribute("aria-disabled") === "true") return false;
          button.click();
          return true;
        })()`,
      ),
    fill: (label: string, value: string) =>
      until(
        `a field ${quote(label)}`,
        `(() => {
          const input = ${byLabel(label)};
          return input ? (${setValue})(input, ${quote(value)}) : false;
        })()`,
      ),
    tick: () =>
      until(
        "a box to tick",
        `(() => {
          const box = document.querySelector("main input[type=checkbox]");
          if (!box) return false;
          if (!box.checked) box.click();
          return true;
        })()`,
      ),
    recoveryWords: async () => {
      const words = `[...document.querySelectorAll("main ol li")]
        .map((one) => one.textContent.trim()).filter(Boolean)`;
      await until("twelve words", `${words}.length === 12`);
      return browser.evaluate<string[]>(words);
    },
    /** Which words are asked for, counted from 1. */
    askedWords: async () => {
      await until("the check", `document.body.innerText.includes("Word number")`);
      const labels = `[...document.querySelectorAll("label")].map((one) => one.textContent)`;
      const asked = await browser.evaluate<string[]>(labels);
      return asked.flatMap((label) => /Word number (\d+)/.exec(label)?.slice(1).map(Number) ?? []);
    },
  };
}
