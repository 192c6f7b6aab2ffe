import { expect, test } from "bun:test";
import { engineThreads, physicalCores } from "./threads.ts";

const cpu = (physical: number, core: number) =>
  `processor\t: 0\nphysical id\t: ${physical}\ncore id\t\t: ${core}\n`;

test("two threads of one core count once, cores of two sockets apart", () => {
  const hyperthreaded = [cpu(0, 0), cpu(0, 1), cpu(0, 0), cpu(0, 1)].join("\n");
  expect(physicalCores(hyperthreaded, 4)).toBe(2);
  expect(physicalCores([cpu(0, 0), cpu(1, 0)].join("\n"), 2)).toBe(2);
});

test("never more cores than this process may use", () => {
  expect(physicalCores([cpu(0, 0), cpu(0, 1), cpu(0, 2)].join("\n"), 2)).toBe(2);
});

test("a board that names no cores is counted by its processors", () => {
  expect(physicalCores("processor\t: 0\nBogoMIPS\t: 108.00\n", 4)).toBe(4);
});

test("one core is left to the box, and one thread there always is", () => {
  expect([1, 2, 4, 8].map((cores) => engineThreads(cores))).toEqual([1, 1, 3, 7]);
});
