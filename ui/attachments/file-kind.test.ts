import { expect, test } from "bun:test";
import { FileSpreadsheet, FileText, File as PlainFile } from "lucide-preact";
import { endingOf, iconOf, mayBePicture, pictureTypeOf, savedTypeOf } from "./file-kind.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test("a picture is what begins as one, whatever it is called", () => {
  expect(pictureTypeOf(bytes("\x89PNG\r\n"))).toBe("image/png");
  expect(pictureTypeOf(bytes("\xff\xd8\xff\xe0"))).toBe("image/jpeg");
  expect(pictureTypeOf(bytes("GIF89a"))).toBe("image/gif");
  expect(pictureTypeOf(bytes("RIFF....WEBP"))).toBe("image/webp");
  expect(pictureTypeOf(bytes("\0\0\0 ftypavif"))).toBe("image/avif");
  for (const other of ["", "<svg onload='x()'>", "<html>", "%PDF-1.7", "RIFF....WAVE"]) {
    expect(pictureTypeOf(bytes(other))).toBeNull();
  }
  expect(mayBePicture("image/jpeg")).toBe(true);
  expect(mayBePicture("image/svg+xml")).toBe(false);
});

test("what could run as a page is saved as bytes", () => {
  for (const type of ["text/html", "image/svg+xml", "application/xml", "text/javascript", "x/y"]) {
    expect(savedTypeOf(type)).toBe("application/octet-stream");
  }
  expect(savedTypeOf("application/pdf")).toBe("application/pdf");
  const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  expect(savedTypeOf(sheet)).toBe(sheet);
});

test("a kind of file has a picture and an ending", () => {
  expect(iconOf("text/csv")).toBe(FileSpreadsheet);
  expect(iconOf("application/pdf")).toBe(FileText);
  expect(iconOf("application/octet-stream")).toBe(PlainFile);
  expect(endingOf("Plan (2).pdf")).toBe("PDF");
  expect(endingOf("README")).toBe("");
});
