import { describe, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  dayOf,
  draftOfVersion,
  draftProblems,
  draftToBody,
  emptyDraft,
  endOfDay,
  isWritten,
  tagsOf,
} from "./item-draft.ts";

const id = "0123456789abcdef0123456789abcdef";
const full = {
  ...emptyDraft("es", "term"),
  title: " Tequio ",
  body: "Trabajo en común.\n",
  context: "el barrio",
  tags: "trabajo, común",
  validUntil: "2027-03-31",
  audience: "group:elders-council",
};

describe("a draft", () => {
  test("becomes a body that the schema accepts, and comes back from it", () => {
    const body = draftToBody(full);
    expect(kinds.item.schema.decode(kinds.item.schema.encode(body))).toEqual(body);
    expect(draftOfVersion(body, id, [id])).toEqual({
      ...full,
      title: "Tequio",
      body: "Trabajo en común.",
      item: id,
      parents: [id],
    });
  });

  test("of an article leaves out what only terms have", () => {
    expect(draftToBody({ ...full, form: "article" }).context).toBeNull();
  });

  test("says what is missing or too long", () => {
    expect(draftProblems(emptyDraft("en"))).toEqual({
      title: "title-missing",
      body: "body-missing",
    });
    expect(
      draftProblems({
        ...full,
        title: "x".repeat(201),
        body: "x".repeat(48_001),
        tags: Array.from({ length: 21 }, (_, i) => `t${i}`).join(),
        validUntil: "2027-02-30",
      }),
    ).toEqual({
      title: "title-long",
      body: "body-long",
      tags: "tags-many",
      validUntil: "date-unread",
    });
    expect(draftProblems({ ...full, tags: "x".repeat(41) })).toEqual({ tags: "tag-long" });
    expect(draftProblems(full)).toEqual({});
  });

  test("counts as written once there is a word in it", () => {
    expect(isWritten(emptyDraft("en"))).toBe(false);
    expect(isWritten({ ...emptyDraft("en"), body: " x" })).toBe(true);
  });
});

test("tags are trimmed and stand once", () => {
  expect(tagsOf(" Water, well;WATER ,, drinking   water，井")).toEqual([
    "Water",
    "well",
    "drinking water",
    "井",
  ]);
});

test("a day ends at its last second, here", () => {
  expect(dayOf(endOfDay("2028-02-29") ?? 0)).toBe("2028-02-29");
  expect(endOfDay("2027-02-29")).toBeNull();
  expect(endOfDay("soon")).toBeNull();
});
