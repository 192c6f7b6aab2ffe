/** The API as a page: plain HTML and one stylesheet of the box's own, no script, no other host. */
import { type ApiInfo, audienceInWords, tagOf } from "./openapi.ts";
import { isBytesBody, type Route } from "./route.ts";

export const docsStylePath = "/docs.css";

export function docsPage(routes: readonly Route[], info: ApiInfo): string {
  const groups = [...new Set(routes.map(tagOf))].sort();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)}</title>
<link rel="stylesheet" href="${docsStylePath}">
</head>
<body>
<header><h1>${text(info.title)} <small>${text(info.version)}</small></h1>
<p>${text(info.description)}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a></p>
<nav aria-label="Rooms">${groups.map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`).join(" ")}
</nav></header>
<main>
${groups.map((tag) => groupSection(tag, routes)).join("\n")}
</main>
</body>
</html>
`;
}

function groupSection(tag: string, routes: readonly Route[]): string {
  const own = routes.filter((route) => tagOf(route) === tag);
  return `<section id="${text(tag)}"><h2>${text(tag)}</h2>\n${own.map(routeDetails).join("\n")}
</section>`;
}

function routeDetails(route: Route): string {
  const parts = [
    ["Path", route.params],
    ["Query", route.query],
    ["Body", isBytesBody(route.body) ? undefined : route.body],
    ["Answer", route.response],
  ] as const;
  const schemas = parts
    .filter(([, schema]) => schema !== undefined)
    .map(([name, schema]) => {
      const json = JSON.stringify(schema, null, 2);
      return `<h3>${name}</h3><pre tabindex="0"><code>${text(json)}</code></pre>`;
    })
    .join("\n");
  const bytes = isBytesBody(route.body)
    ? `<p>Body: ${text(route.body.contentType)}, at most ${route.body.bytesMax} bytes.</p>`
    : "";
  return `<details><summary><b>${route.method}</b> <code>${text(route.path)}</code>
<span>${text(route.summary)}</span></summary>
<p>${text(route.description ?? "")}</p><p>For ${text(audienceInWords(route.audience))}.</p>
${bytes}${schemas}</details>`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 32};`);
}

export const docsStyle = `:root { color-scheme: light dark; --ink: #1e2420; --paper: #faf7f2;
  --line: #cfc8bb; --accent: #2d5a3d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8e0; --paper: #171a17; --line: #454b45; --accent: #9ccfad; } }
body { font: 1.125rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 small { font-weight: normal; font-size: 1rem; }
a { color: var(--accent); }
nav a { display: inline-block; padding: 0.75rem 0.5rem; }
details { border: 1px solid var(--line); border-radius: 8px; margin: 0.5rem 0; padding: 0 1rem; }
summary { padding: 0.75rem 0; cursor: pointer; }
summary span { display: block; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem;
  font-size: 0.9rem; }
`;
