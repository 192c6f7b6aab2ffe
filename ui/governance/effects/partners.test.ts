import { describe, expect, test } from "bun:test";
import { effects, encodeParams } from "../../../mesh/kinds/index.ts";
import { toBase64Url } from "../../../mesh/op/index.ts";
import { offeredPartners, partnersOf, strangerIn } from "./partners.ts";

const known = [
  { name: "Valle Bajo", key: "AQ" },
  { name: "Vale Bajo", key: null },
];
const share = (partner: string, on = true) => ({
  effect: effects.knowledgeShare.name,
  params: toBase64Url(
    encodeParams(effects.knowledgeShare, { category: "garden", partner, on, exceptLabels: [] }),
  ),
});
const key = Uint8Array.from([1, ...new Uint8Array(31).fill(7), 9]);
const admit = (name: string) => ({
  effect: effects.partnerAdmit.name,
  params: toBase64Url(encodeParams(effects.partnerAdmit, { name, key: key as never, note: "" })),
});

describe("a share of knowledge", () => {
  test("names a partner, not somebody who sounds like one", () => {
    expect(strangerIn([share("Valle Bajo")], known)).toBeNull();
    expect(strangerIn([share("Valle Bajo"), share("Vale Bajo")], known)).toBe("Vale Bajo");
    expect(strangerIn([share("valle bajo")], known)).toBe("valle bajo");
    expect(strangerIn([share("Valle Bajo")], [])).toBe("Valle Bajo");
  });

  test("may name whom the same proposal makes a partner", () => {
    expect(partnersOf(known, [admit("Las Peñas")])).toEqual(["Valle Bajo", "Las Peñas"]);
    expect(strangerIn([admit("Las Peñas"), share("Las Peñas")], known)).toBeNull();
  });

  test("ends with anybody, and other effects name nobody", () => {
    expect(strangerIn([share("Vale Bajo", false)], known)).toBeNull();
    expect(strangerIn([{ effect: "knowledge.share", params: "AA" }], known)).toBeNull();
    expect(strangerIn([{ effect: "moon.landing", params: "" }], known)).toBeNull();
  });

  test("is offered partners to begin with, and every name there is to end with", () => {
    expect(offeredPartners(known, [], true)).toEqual(["Valle Bajo"]);
    expect(offeredPartners(known, [], false)).toEqual(["Valle Bajo", "Vale Bajo"]);
  });

  test("is not judged by a phone that does not know the partners", () => {
    expect(strangerIn([share("Vale Bajo")], null)).toBeNull();
  });
});
