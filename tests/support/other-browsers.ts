/**
 * Just enough of two protocols to look at a page in browsers that are not Chromium:
 * WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which Firefox speaks by itself, and
 * WebDriver (https://www.w3.org/TR/webdriver2/), which WebKitGTK's driver speaks.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

export interface OtherBrowser {
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page; promises are awaited. The result must be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** PNG bytes of what is visible. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

const miniBrowser = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/** Firefox, headless. Certificate errors are ignored: trust is what the Chromium tests look at. */
export async function launchFirefox(): Promise<OtherBrowser> {
  requireFile("/usr/bin/firefox-esr", "firefox-esr");
  const profile = mkdtempSync(join(tmpdir(), "folkmoot-firefox-"));
  const firefox = Bun.spawn(
    ["firefox-esr", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"],
    { env: { ...process.env, HOME: profile }, stdio: ["ignore", "ignore", "pipe"] },
  );
  const address = await readUntil(firefox.stderr, /WebDriver BiDi listening on (ws:\/\/\S+)/);
  const bidi = await connectBidi(`${address}/session`);
  await bidi.send("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  const tree = await bidi.send<{ contexts: { context: string }[] }>("browsingContext.getTree", {});
  const context = tree.contexts[0]?.context;
  return {
    open: async (url) => {
      await bidi.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    evaluate: async <T>(expression: string) => {
      const answer = await bidi.send<BidiAnswer>("script.evaluate", {
        expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
        target: { context },
        awaitPromise: true,
      });
      if (answer.type === "exception") throw new Error(answer.exceptionDetails?.text);
      return JSON.parse(answer.result?.value ?? "null") as T;
    },
    screenshot: async () => {
      const shot = await bidi.send<{ data: string }>("browsingContext.captureScreenshot", {
        context,
      });
      return Buffer.from(shot.data, "base64");
    },
    close: async () => {
      bidi.close();
      firefox.kill();
      await firefox.exited;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** WebKitGTK's MiniBrowser on a virtual screen of its own. */
export async function launchWebKit(): Promise<OtherBrowser> {
  requireFile(miniBrowser, "webkit2gtk-driver");
  requireFile("/usr/bin/WebKitWebDriver", "webkit2gtk-driver");
  requireFile("/usr/bin/Xvfb", "xvfb");
  const home = mkdtempSync(join(tmpdir(), "folkmoot-webkit-"));
  const screen = Bun.spawn(
    ["Xvfb", "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const display = await readUntil(screen.stdout, /(\d+)\n/);
  const port = freePort();
  const driver = Bun.spawn(["WebKitWebDriver", "--host=127.0.0.1", `--port=${port}`], {
    env: { ...process.env, HOME: home, DISPLAY: `:${display}` },
    stdio: ["ignore", "ignore", "ignore"],
  });
  const call = webdriverCaller(`http://127.0.0.1:${port}`);
  const session = await untilUp(() =>
    call<{ sessionId: string }>("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          acceptInsecureCerts: true,
          "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
        },
      },
    }),
  );
  const path = `/session/${session.sessionId}`;
  return {
    open: async (url) => void (await call("POST", `${path}/url`, { url })),
    evaluate: async <T>(expression: string) => {
      const script = `const done = arguments[0];
        Promise.resolve(${expression})
          .then((value) => done(JSON.stringify({ value: value ?? null })))
          .catch((error) => done(JSON.stringify({ error: String(error) })));`;
      const json = await call<string>("POST", `${path}/execute/async`, { script, args: [] });
      const answer: { value?: T; error?: string } = JSON.parse(json);
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as T;
    },
    screenshot: async () => Buffer.from(await call<string>("GET", `${path}/screenshot`), "base64"),
    close: async () => {
      await call("DELETE", path).catch(() => undefined);
      driver.kill();
      screen.kill();
      await Promise.all([driver.exited, screen.exited]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface BidiAnswer {
  type: "success" | "exception";
  result?: { value?: string };
  exceptionDetails?: { text: string };
}

async function connectBidi(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`no connection to ${url}`));
  });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  socket.onmessage = (event) => {
    const message = JSON.parse(String(event.data));
    const waiter = waiting.get(message.id);
    if (waiter === undefined) return;
    waiting.delete(message.id);
    if (message.type === "error") waiter.reject(new Error(`${message.error}: ${message.message}`));
    else waiter.resolve(message.result as never);
  };
  let last = 0;
  return {
    send: <T = unknown>(method: string, params: unknown): Promise<T> => {
      const id = ++last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise<T>((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    close: () => socket.close(),
  };
}

function webdriverCaller(base: string) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(base + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.message}`);
    return value;
  };
}

/** The driver takes a moment to listen; anything but a refused connection is a real answer. */
async function untilUp<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const refused = error instanceof Error && /connect|refused/i.test(error.message);
      if (!refused || attempt >= 100) throw error;
      await Bun.sleep(100);
    }
  }
}

async function readUntil(stream: ReadableStream<Uint8Array>, pattern: RegExp): Promise<string> {
  let text = "";
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended without ${pattern}: ${text.slice(-500)}`);
    text += decoder.decode(value, { stream: true });
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) {
      // Keep draining, or the process stops when its pipe is full.
      void (async () => {
        while (!(await reader.read()).done);
      })();
      return found;
    }
  }
}

function requireFile(path: string, packageName: string): void {
  if (!existsSync(path)) throw new Error(`${path} is missing: apt-get install ${packageName}`);
}
