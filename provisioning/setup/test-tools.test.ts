import { describe, expect, test } from "bun:test";
import { installTestTools, type Machine } from "./test-tools.ts";

/** A machine whose apt, if it works, puts the files of each package in place. */
function machine(
  files: string[],
  options: { isRoot?: boolean; sudo?: boolean; aptWorks?: boolean } = {},
): Machine & { ran: string[] } {
  const there = new Set(files);
  const ran: string[] = [];
  const filesOf: Record<string, string> = {
    chromium: "/usr/bin/chromium",
    "libnss3-tools": "/usr/bin/certutil",
    openssl: "/usr/bin/openssl",
    strace: "/usr/bin/strace",
    "firefox-esr": "/usr/bin/firefox-esr",
    "webkit2gtk-driver": "/usr/bin/WebKitWebDriver",
    systemd: "/usr/bin/systemd-socket-activate",
    xvfb: "/usr/bin/Xvfb",
  };
  return {
    ran,
    has: (file) => there.has(file),
    isRoot: options.isRoot ?? false,
    can: () => options.sudo ?? false,
    run(command) {
      ran.push(command.join(" "));
      if (options.aptWorks === false) return false;
      for (const word of command) if (filesOf[word] !== undefined) there.add(filesOf[word]);
      return true;
    },
  };
}

const apt = "/usr/bin/apt-get";
const unitTool = "/usr/bin/systemd-socket-activate";
const some = [apt, "/usr/bin/openssl", "/usr/bin/strace", "/usr/bin/firefox-esr"];
const others = [...some, "/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb", unitTool];
const everything = [...others, "/usr/bin/chromium", "/usr/bin/certutil"];
const environment = "env DEBIAN_FRONTEND=noninteractive apt-get";

describe("what the tests need", () => {
  test("is left alone when it is there", () => {
    const full = machine(everything, { isRoot: true });
    expect(installTestTools(full, () => {})).toEqual({ state: "present" });
    expect(full.ran).toEqual([]);
  });

  test("is installed by root, and only what is missing", () => {
    const bare = machine(others, { isRoot: true });
    expect(installTestTools(bare, () => {})).toEqual({ state: "installed" });
    expect(bare.ran).toEqual([
      `${environment} update -q`,
      `${environment} install -yq --no-install-recommends chromium libnss3-tools`,
    ]);
  });

  test("is installed through sudo where that asks for no password", () => {
    const bare = machine(others, { sudo: true });
    expect(installTestTools(bare, () => {})).toEqual({ state: "installed" });
    expect(bare.ran[0]).toBe(`sudo -n ${environment} update -q`);
  });

  test.each([
    ["we may not", others, {}],
    ["there is no apt", others.filter((file) => file !== apt), { isRoot: true }],
    ["apt fails", others, { isRoot: true, aptWorks: false }],
  ])("is told exactly where %s", (_, files, options) => {
    expect(installTestTools(machine(files, options), () => {})).toEqual({
      state: "missing",
      message: [
        "The tests need programs that are not installed here:",
        "  chromium            the app in a real browser",
        "  libnss3-tools       trusting the box's root",
        "",
        "On Debian or Ubuntu: sudo apt-get install chromium libnss3-tools",
        "Then run the tests again.",
      ].join("\n"),
    });
  });
});
