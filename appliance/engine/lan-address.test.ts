import { expect, test } from "bun:test";
import { isLanAddress, isOnLan } from "./lan-address.ts";

test.each([
  "10.0.0.5",
  "172.31.255.1",
  "192.168.1.20",
  "127.0.0.1",
  "100.64.3.2",
  "169.254.7.7",
  "::1",
  "fd12:3456::1",
  "fe80::1",
  "::ffff:192.168.1.20",
])("%s is of the local network", (address) => {
  expect(isLanAddress(address)).toBe(true);
});

test.each([
  "8.8.8.8",
  "172.32.0.1",
  "192.169.0.1",
  "11.0.0.1",
  "0.0.0.0",
  "169.254.169.254",
  "2001:4860:4860::8888",
  "::ffff:8.8.8.8",
  "example.org",
  "",
])("%p is not", (address) => {
  expect(isLanAddress(address)).toBe(false);
});

test("a name is as local as all its addresses", async () => {
  const names: Record<string, string[]> = {
    "brain.local": ["192.168.1.20", "fd00::20"],
    "example.org": ["93.184.215.14"],
    // One that answers with both leads outside whenever it likes.
    "both.example": ["10.0.0.1", "93.184.215.14"],
    "none.example": [],
  };
  const resolve = async (name: string) => names[name] ?? [];
  expect(await isOnLan("http://brain.local:8080/v1", resolve)).toBe(true);
  for (const name of ["example.org", "both.example", "none.example"]) {
    expect([name, await isOnLan(`https://${name}/v1`, resolve)]).toEqual([name, false]);
  }
  expect(await isOnLan("http://[fd00::1]:8080/v1", resolve)).toBe(true);
  expect(await isOnLan("http://2130706433/v1", resolve)).toBe(true);
  expect(await isOnLan("http://134744072/v1", resolve)).toBe(false);
});
