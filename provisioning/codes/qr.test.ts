import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeQR } from "qr/decode.js";
import { formatLink, type LinkPurpose } from "../../mesh/rules/index.ts";
import { svgQr, terminalQr } from "./qr.ts";

const links = fc
  .record({
    purpose: fc.constantFrom<LinkPurpose>("founding", "invite", "device", "recovery"),
    origin: fc.constantFrom("https://moot-7qk4.local", "http://localhost:8080"),
    seed: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  })
  .map(formatLink);

describe("QR codes", () => {
  test("on a terminal are read by a camera", () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(photographed(terminalCells(terminalQr(link)))).toBe(link);
      }),
      { numRuns: 20 },
    );
  });

  test("as a picture are read by a camera", () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(photographed(svgCells(svgQr(link, "Invitation")))).toBe(link);
      }),
      { numRuns: 20 },
    );
  });

  test("bring their own colours, and quiet on every side", () => {
    const lines = terminalQr("https://moot.local").trimEnd().split("\n");
    for (const line of lines) {
      expect(line).toStartWith("\x1b[38;5;16;48;5;231m");
      expect(line).toEndWith("\x1b[0m");
    }
    const cells = terminalCells(terminalQr("https://moot.local"));
    const isQuiet = (row: boolean[]) => row.every((dark) => !dark);
    expect(cells.slice(0, 4).every(isQuiet)).toBe(true);
    expect(cells.slice(-4).every(isQuiet)).toBe(true);
    expect(cells.every((row) => isQuiet(row.slice(0, 4)) && isQuiet(row.slice(-4)))).toBe(true);
  });

  test("fit a terminal of 80 columns and 24 lines", () => {
    const longest = `https://${"x".repeat(40)}.local:65535/recover#${"A".repeat(22)}`;
    const lines = terminalQr(longest).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(terminalCells(terminalQr(longest))[0]?.length).toBeLessThanOrEqual(80);
  });

  test("say what they are to who cannot see them", () => {
    expect(svgQr("x", 'a "b" <c> & d')).toContain(
      'role="img" aria-label="a &quot;b&quot; &lt;c> &amp; d"',
    );
  });
});

/** The cells of a rendering as a terminal shows them: true is dark. */
function terminalCells(text: string): boolean[][] {
  const lines = Bun.stripANSI(text).replace(/\n$/, "").split("\n");
  return lines.flatMap((line) => [
    [...line].map((half) => half === "█" || half === "▀"),
    [...line].map((half) => half === "█" || half === "▄"),
  ]);
}

/** Draws the one path that our SVG consists of. */
function svgCells(svg: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const cells = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const dark = /<path d="([^"]+)"/.exec(svg)?.[1] ?? "";
  for (const [, x, y, width] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    cells[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  return cells;
}

/** Eight pixels to a module, as a camera would see it, read by the decoder. */
function photographed(cells: boolean[][]): string {
  const scale = 8;
  const [height, width] = [cells.length * scale, (cells[0]?.length ?? 0) * scale];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!cells[Math.floor(y / scale)]?.[Math.floor(x / scale)]) continue;
      data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return decodeQR({ width, height, data });
}
