/** QR codes (ISO/IEC 18004) for the terminal, the page and the poster. */
import { type ErrorCorrection, encodeQR } from "qr";

// The standard asks for four modules of quiet around the symbol; dense links scan badly with less.
const quietModules = 4;
// Paper may be dirty or torn: 15 % of it. A terminal has neither dirt nor room: 7 %.
const onPaper = "medium";
const onScreen = "low";

/** True is a dark module. Square, the quiet zone included. */
function modulesOf(text: string, correction: ErrorCorrection): boolean[][] {
  return encodeQR(text, "raw", { ecc: correction, border: quietModules });
}

/**
 * For a terminal: two modules to a character, black on white whatever the terminal's colours,
 * since many cameras read no inverted code. Ends with a newline. A link of 60 characters takes 41
 * columns and 21 lines.
 */
export function terminalQr(text: string): string {
  const modules = modulesOf(text, onScreen);
  // Colours 16 and 231 of the 256 are true black and white; the basic eight follow the theme.
  const [ink, end] = ["\x1b[38;5;16;48;5;231m", "\x1b[0m"];
  let lines = "";
  for (let row = 0; row < modules.length; row += 2) {
    const below = modules[row + 1] ?? [];
    const line = (modules[row] ?? []).map((dark, column) => {
      if (dark) return below[column] ? "█" : "▀";
      return below[column] ? "▄" : " ";
    });
    lines += `${ink}${line.join("")}${end}\n`;
  }
  return lines;
}

/** An SVG that scales without blur, black on white with its quiet zone. `label` says what it is. */
export function svgQr(text: string, label: string): string {
  const modules = modulesOf(text, onPaper);
  const size = modules.length;
  const runs = modules.flatMap((cells, row) => darkRuns(cells).map((run) => pathOf(run, row)));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" ` +
    `aria-label="${escapeAttribute(label)}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${runs.join("")}"/></svg>`
  );
}

interface Run {
  readonly from: number;
  readonly length: number;
}

function pathOf({ from, length }: Run, row: number): string {
  return `M${from} ${row}h${length}v1h-${length}z`;
}

function darkRuns(cells: readonly boolean[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < cells.length; from++) {
    if (!cells[from]) continue;
    let to = from;
    while (cells[to]) to++;
    runs.push({ from, length: to - from });
    from = to;
  }
  return runs;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
