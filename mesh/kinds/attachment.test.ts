import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import { type CborValue, decodeCbor, encodeCbor, toHex } from "../op/index.ts";
import {
  type Attachment,
  attachmentBytesMax,
  attachmentName,
  attachmentNameCharsMax,
  attachmentsMax,
  attachmentType,
  attachmentTypeCharsMax,
  type BodyOf,
  type FileId,
  fileIdOf,
  kinds,
  plainType,
} from "./index.ts";
import bodies from "./vectors/bodies.json";
import forms from "./vectors/forms.json";

type Text = BodyOf<typeof kinds.proposalText>;
const { schema } = kinds.proposalText;
const words: Text = {
  title: "A budget",
  summary: "",
  body: "",
  lang: "en",
  options: [],
  items: [],
  rationale: "",
};
const file = (given: Partial<Attachment> = {}): Attachment => ({
  name: "budget.pdf",
  type: "application/pdf",
  bytes: 1,
  salt: "5".repeat(32),
  hash: "a".repeat(64) as FileId,
  ...given,
});
const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => file({ hash: String(n).repeat(64) as FileId }));
const read = (attachments: Attachment[]) => schema.decode(schema.encode({ ...words, attachments }));
const isRefused = (attachments: Attachment[]) => {
  const plain = schema.encode(words);
  const files = attachments.map((each) => [
    each.name,
    each.type,
    each.bytes,
    Uint8Array.from(Buffer.from(each.salt, "hex")),
    Uint8Array.from(Buffer.from(each.hash, "hex")),
  ]);
  // In both directions: nobody sends what nobody reads.
  expect(() => schema.encode({ ...words, attachments })).toThrow("malformed");
  expect(() => schema.decode([...plain, files])).toThrow("malformed");
};

describe("a text that names files", () => {
  test("gives them back as they were named", () => {
    const files = [
      file(),
      file({ name: "Plan del jardín (2).docx", hash: "b".repeat(64) as FileId }),
    ];
    expect(read(files)).toEqual({ ...words, attachments: files });
  });

  test("is written as before when it names none, and only so", () => {
    const plain = toHex(encodeCbor(schema.encode(words)));
    expect(toHex(encodeCbor(schema.encode({ ...words, attachments: [] })))).toBe(plain);
    expect("attachments" in schema.decode(schema.encode(words))).toBe(false);
    expect(() => schema.decode([...schema.encode(words), []])).toThrow("malformed");
    expect(() => schema.decode([...schema.encode(words), null])).toThrow("malformed");
    const whole = schema.encode({ ...words, attachments: [file()] });
    expect(() => schema.decode([...whole, null])).toThrow("malformed");
    // What phones wrote before there were files.
    const before = bodies.find(({ name }) => name === "proposalText");
    const decoded = schema.decode(decodeCbor(Buffer.from(before?.cbor ?? "", "hex")) as CborValue);
    expect(toHex(encodeCbor(schema.encode(decoded)))).toBe(before?.cbor ?? "");
  });

  test("names so many, each once", () => {
    expect(read(numbered(attachmentsMax)).attachments).toHaveLength(attachmentsMax);
    isRefused(numbered(attachmentsMax + 1));
    isRefused([file(), file({ name: "again.pdf" })]);
  });

  test("names files of a bounded size, with bounded names and types", () => {
    const type = `a/${"b".repeat(attachmentTypeCharsMax - 2)}`;
    for (const fits of [
      file({ bytes: attachmentBytesMax }),
      file({ name: "n".repeat(attachmentNameCharsMax) }),
      file({ type }),
    ]) {
      expect(read([fits]).attachments).toEqual([fits]);
    }
    for (const beyond of [
      file({ bytes: 0 }),
      file({ bytes: attachmentBytesMax + 1 }),
      file({ name: "" }),
      file({ name: "n".repeat(attachmentNameCharsMax + 1) }),
      file({ type: `${type}b` }),
      file({ type: "text" }),
      file({ type: "text/html; charset=utf-8" }),
      file({ salt: "5".repeat(30) }),
      file({ hash: "a".repeat(62) as FileId }),
    ]) {
      isRefused([beyond]);
    }
  });

  test.each([
    ["a folder", "../../etc/passwd"],
    ["a folder of Windows", "..\\boot.ini"],
    ["a hidden file", ".bashrc"],
    ["a dot at its end", "budget.pdf."],
    ["a space at its end", "budget.pdf "],
    ["a control character", "budget\u0000.pdf"],
    ["a line break", "budget\n.pdf"],
    ["a turned reading direction", "gpj.\u202egnp.exe"],
    ["a mark without width", "bud\u200bget.pdf"],
    ["half a character", "budget\ud800.pdf"],
  ])("refuses a name with %s", (_, name) => isRefused([file({ name })]));

  test.each(forms)("is malformed when cut off anywhere: $name", ({ cbor }) => {
    const whole = Buffer.from(cbor, "hex");
    for (let length = 0; length < whole.length; length++) {
      expect(() => schema.decode(decodeCbor(whole.subarray(0, length)))).toThrow();
    }
    expect(toHex(encodeCbor(schema.encode(schema.decode(decodeCbor(whole)))))).toBe(cbor);
  });
});

describe("a file's name", () => {
  test.each([
    ["budget.pdf", "budget.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ana\\plan.docx", "plan.docx"],
    [" .hidden ", "hidden"],
    ["gpj.\u202egnp.exe", "gpj.gnp.exe"],
    ['what "now"?.csv', "what _now__.csv"],
    ["a \t\n b.txt", "a b.txt"],
    ["...", "file"],
    ["", "file"],
    [`${"n".repeat(300)}.pdf`, `${"n".repeat(attachmentNameCharsMax - 4)}.pdf`],
  ])("%j becomes %j", (given, name) => expect(attachmentName(given)).toBe(name));

  test("is one that a text may name, whatever it was, and then stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const name = attachmentName(given);
        expect(read([file({ name })]).attachments?.[0]?.name).toBe(name);
        expect(attachmentName(name)).toBe(name);
      }),
      runs(500),
    );
  });
});

test("a type is a media type, or that nothing is known", () => {
  expect(attachmentType("Text/CSV; charset=utf-8")).toBe("text/csv");
  expect(attachmentType("image/svg+xml")).toBe("image/svg+xml");
  for (const odd of ["", "text", "text/", "a b/c", `a/${"b".repeat(200)}`]) {
    expect(attachmentType(odd)).toBe(plainType);
  }
});

test("a file is known by its salt and its content together", async () => {
  const [yes, no] = ["yes", "no"].map((word) => new TextEncoder().encode(word));
  if (yes === undefined || no === undefined) throw new Error("Two contents.");
  const salts = ["1".repeat(32), "2".repeat(32)] as const;
  const ids = [
    await fileIdOf(salts[0], yes),
    await fileIdOf(salts[0], no),
    await fileIdOf(salts[1], yes),
    // Without its salt a content of two letters could be guessed.
    await fileIdOf("", yes),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(ids[0]).toBe(
    new Bun.CryptoHasher("sha256")
      .update(Buffer.from(salts[0], "hex"))
      .update(yes)
      .digest("hex") as FileId,
  );
});
