/** Files of the sample's proposals, made here: two tables and two drawings. CC0-1.0. */
import { Canvas, type Colour } from "./canvas.ts";

export interface DemoFile {
  readonly name: string;
  readonly type: string;
  readonly content: () => Uint8Array<ArrayBuffer>;
}

const paper: Colour = [250, 247, 242];
const ink: Colour = [30, 36, 32];
const water: Colour = [86, 134, 168];
const green: Colour = [45, 90, 61];
const clay: Colour = [184, 84, 80];
const pale: Colour = [214, 221, 208];

function table(...lines: string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`\ufeff${lines.join("\r\n")}\r\n`);
}

export const batteryOffers: DemoFile = {
  name: "battery-offers.csv",
  type: "text/csv",
  content: () =>
    table(
      "from,battery,usable kWh,guarantee,price,brought to the clinic",
      "Taller Solano,LiFePO4 12 V 100 Ah,1.2,5 years,480,yes",
      "Ferretería del Puente,LiFePO4 12 V 100 Ah,1.2,2 years,455,no",
      "what we have,lead 12 V 120 Ah (2019),0.6,none,,",
    ),
};

/** What is left in the battery from six to six, as measured, and as it would be with two. */
const leftNow = [100, 92, 84, 77, 69, 60, 52, 43, 33, 22, 10, 0, 0];
const leftWithTwo = [100, 97, 94, 91, 88, 84, 81, 77, 73, 68, 63, 58, 54];

export const fridgeNights: DemoFile = {
  name: "fridge-nights.png",
  type: "image/png",
  content() {
    const canvas = new Canvas(640, 400, paper);
    const at = (hour: number, left: number): [number, number] => [60 + hour * 44, 350 - left * 3];
    for (let left = 0; left <= 100; left += 25) canvas.line(at(0, left), at(12, left), 1, pale);
    canvas.line(at(0, 0), at(12, 0), 3, ink);
    canvas.line(at(0, 0), at(0, 100), 3, ink);
    for (let hour = 0; hour <= 12; hour += 3) canvas.line(at(hour, 0), at(hour, -4), 3, ink);
    for (let hour = 0; hour < 12; hour++) {
      const next = hour + 1;
      canvas.line(at(hour, leftWithTwo[hour] ?? 0), at(next, leftWithTwo[next] ?? 0), 5, green);
      canvas.line(at(hour, leftNow[hour] ?? 0), at(next, leftNow[next] ?? 0), 5, clay);
    }
    // At five in the morning the fridge stands still.
    canvas.disc(at(11, 0), 11, clay);
    return canvas.png();
  },
};

export const wellMap: DemoFile = {
  name: "pozos del lado norte.png",
  type: "image/png",
  content() {
    const canvas = new Canvas(640, 440, paper);
    for (let x = 0; x < 640; x += 4) {
      const bend = (along: number) => 320 + 46 * Math.sin(along / 90) - along / 12;
      canvas.line([x, bend(x)], [x + 4, bend(x + 4)], 34, water);
    }
    canvas.line([40, 60], [600, 190], 8, pale);
    canvas.line([330, 126], [300, 300], 8, pale);
    const houses: [number, number][] = [
      [90, 110],
      [170, 40],
      [250, 150],
      [420, 90],
      [500, 210],
      [560, 120],
    ];
    for (const [x, y] of houses) canvas.box([x, y], 34, 26, green);
    // The two that stay, and the old one, with its ring.
    canvas.disc([150, 210], 12, water);
    canvas.disc([450, 160], 12, water);
    canvas.disc([365, 50], 22, clay);
    canvas.disc([365, 50], 15, paper);
    canvas.disc([365, 50], 9, clay);
    return canvas.png();
  },
};

export const wellFlow: DemoFile = {
  name: "caudal del pozo viejo.csv",
  type: "text/csv",
  content: () =>
    table(
      "mes,litros por hora,horas de limpieza",
      "enero,310,3",
      "marzo,290,4",
      "mayo,180,4",
      "julio,95,5",
      "septiembre,70,5",
      "noviembre,160,4",
    ),
};
