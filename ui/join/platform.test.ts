import { expect, test } from "bun:test";
import { isSafariTab } from "./platform.ts";

const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";
const android = "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/130.0";

test("no key is made in a browser tab on an iPhone or iPad", () => {
  expect(isSafariTab({ userAgent: iPhone, maxTouchPoints: 5, standalone: false })).toBe(true);
  expect(isSafariTab({ userAgent: mac, maxTouchPoints: 5, standalone: false })).toBe(true);
});

test("the home-screen icon, Macs and Android are fine", () => {
  expect(isSafariTab({ userAgent: iPhone, maxTouchPoints: 5, standalone: true })).toBe(false);
  expect(isSafariTab({ userAgent: mac, maxTouchPoints: 0, standalone: false })).toBe(false);
  expect(isSafariTab({ userAgent: android, maxTouchPoints: 5, standalone: false })).toBe(false);
});
