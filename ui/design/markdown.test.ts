import { describe, expect, test } from "bun:test";
import { isValidElement, type VNode } from "preact";
import { markdownElements, safeHref } from "./markdown.tsx";

/** The element tree as text: names, attributes that matter, words. */
function outline(node: unknown): string {
  if (Array.isArray(node)) return node.map(outline).join("");
  if (!isValidElement(node)) {
    return typeof node === "string" ? node.replaceAll("<", "&lt;") : "";
  }
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (typeof type === "function") return outline((type as (p: unknown) => unknown)(props));
  const children = outline(props["children"]);
  const href = props["href"] === undefined ? "" : ` href=${String(props["href"])}`;
  return typeof type === "string" ? `<${type}${href}>${children}</${type}>` : children;
}

const render = (text: string) => outline(markdownElements(text, 3));

describe("markdown", () => {
  test("becomes elements", () => {
    expect(render("# Water\n\nShut it **off** at `tap 3`.\n\n- one\n- two")).toBe(
      "<h3>Water</h3><p>Shut it <strong>off</strong> at <code>tap 3</code>.</p>" +
        "<ul><li>one</li><li>two</li></ul>",
    );
  });

  test("keeps HTML as the text it is", () => {
    const attempts = [
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "a <b onclick=alert(1)>b</b>",
      "<svg/onload=alert(1)>",
      "<iframe src=javascript:alert(1)></iframe>",
    ];
    for (const attempt of attempts) {
      expect(render(attempt)).not.toMatch(/<(script|img|b|svg|iframe)[> ]/);
      expect(render(attempt)).toContain("alert(1)");
    }
  });

  test("follows only harmless links, and never loads pictures", () => {
    expect(render("[x](javascript:alert(1))")).toBe("<p>x</p>");
    expect(render("[x](https://example.org)")).toContain("<a href=https://example.org>x</a>");
    expect(render("![map](https://example.org/m.png)")).toContain(
      "<a href=https://example.org/m.png>map</a>",
    );
    expect(render("[x](/knowledge/1)")).toContain("<a href=/knowledge/1>x</a>");
  });
});

test("addresses that run code or leave by a trick are none", () => {
  const bad = [
    "javascript:alert(1)",
    " JaVaScRiPt:x",
    "data:text/html,x",
    "//evil.example",
    "vbscript:x",
    "file:///etc/passwd",
  ];
  for (const href of bad) expect(safeHref(href)).toBeNull();
  for (const href of ["https://a.example", "mailto:a@b.example", "tel:+34", "/x"]) {
    expect(safeHref(href)).toBe(href);
  }
});
