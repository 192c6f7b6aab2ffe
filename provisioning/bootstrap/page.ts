/** The pages of the plain door: how a device gets to know the box, and a poster that leads there. */
import { svgQr } from "../codes/qr.ts";
import { type Html, html, marked, trusted } from "./html.ts";
import { type Texts, texts } from "./texts.ts";
import { type DeviceKind, deviceKinds, type Language, languages } from "./visitor.ts";

export interface PageFacts {
  /** `moot.local` */
  readonly hostname: string;
  readonly httpsOrigin: string;
  readonly httpOrigin: string;
  readonly words: readonly string[];
  readonly fingerprint: string;
}

export interface Visit {
  readonly language: Language;
  readonly device: DeviceKind;
  /** Where in the app the visitor was heading: `/join`. */
  readonly path: string;
}

/** Where each file is fetched; the names say what to look for among one's downloads. */
export const filePaths = {
  certificate: "/folkmoot.crt",
  certificatePem: "/folkmoot.pem",
  profile: "/folkmoot.mobileconfig",
  style: "/bootstrap.css",
  script: "/bootstrap.js",
  poster: "/poster",
} as const;

/** What a member sees who comes without knowing the box. */
export function bootstrapPage(facts: PageFacts, visit: Visit): string {
  const t = texts[visit.language];
  const target = facts.httpsOrigin + visit.path;
  const body = html`<main>
<div><h1>${t.title[visit.device]}</h1><p class="lead steps">${t.intro}</p></div>
<section class="card good trusted" role="status">
<h2>✓ ${t.done}</h2><p>${t.doneHelp}</p>
<a class="button primary" data-carry href="${target}">${t.open}</a>
<button class="button" type="button" data-show-steps>${t.showSteps}</button>
</section>
<section class="steps">
<h2><span class="number">1</span>${t.wordsTitle}</h2>
<p>${t.wordsIntro}</p>
${wordList(facts.words)}
<p class="stop">${marked(t.wordsDiffer)}</p>
</section>
<section class="steps">
<h2><span class="number">2</span>${t.trustTitle}</h2>
<div>${orderedDevices(visit.device).map((device) => deviceSteps(t, device, visit.device))}</div>
</section>
<section class="steps">
<h2><span class="number">3</span>${t.checkTitle}</h2>
<button class="button primary scripted" type="button" data-check-now>${t.checkNow}</button>
<div role="status">
<p class="asking">${t.asking}</p>
<div class="card wait untrusted"><h2>↻ ${t.notYet}</h2><p>${t.notYetHelp}</p></div>
</div>
<p class="unscripted"><a data-carry href="${target}">${t.openUnchecked}</a></p>
</section>
${visit.device === "computer" ? phoneCode(t, facts, visit) : null}
<footer>
<details><summary>${t.canTitle}</summary><div class="inside">
<ul>${t.can.map((line) => html`<li>${marked(line.replace("{name}", facts.hostname))}</li>`)}</ul>
<p class="note">${t.fingerprint}</p><p class="mono">${facts.fingerprint}</p>
</div></details>
<p><a href="${filePaths.poster}?lang=${visit.language}">${t.posterLink}</a></p>
</footer>
</main>`;
  const check = `${facts.httpsOrigin}/health`;
  return shell(facts, visit.language, t.title[visit.device], body, check);
}

/** A sheet of A4 to hang beside the box. */
export function posterPage(facts: PageFacts, language: Language): string {
  const t = texts[language];
  const title = t.posterTitle.replace("{name}", facts.hostname);
  const body = html`<main class="poster">
<h1>${title}</h1>
<div class="qr">${trusted(svgQr(`${facts.httpOrigin}/`, facts.httpOrigin))}</div>
<p class="address">${facts.httpOrigin}</p>
<ol>${t.posterSteps.map((step) => html`<li>${step}</li>`)}</ol>
<h2>${t.posterWords}</h2>
${wordList(facts.words)}
<p class="stop screen">${t.posterNote}</p>
</main>`;
  return shell(facts, language, title, body, "");
}

function shell(
  facts: PageFacts,
  language: Language,
  title: string,
  body: Html,
  check: string,
): string {
  const other = languages.find((one) => one !== language) ?? language;
  return html`<!DOCTYPE html>
<html lang="${language}" data-check="${check}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Folkmoot</title>
<link rel="stylesheet" href="${filePaths.style}">
${check === "" ? null : html`<script src="${filePaths.script}" defer></script>`}
</head>
<body>
<header><p>Folkmoot<span>${facts.hostname}</span></p>
<a data-carry href="?lang=${other}" lang="${other}" hreflang="${other}">${texts[other].language}</a></header>
${body}
</body>
</html>
`.text;
}

function wordList(words: readonly string[]): Html {
  return html`<ol class="words" lang="en">${words.map((word) => html`<li>${word}</li>`)}</ol>`;
}

/** The device in hand first; the others are one tap away. */
function orderedDevices(device: DeviceKind): DeviceKind[] {
  return [device, ...deviceKinds.filter((other) => other !== device)];
}

function deviceSteps(t: Texts, device: DeviceKind, own: DeviceKind): Html {
  const file = device === "iphone" ? filePaths.profile : filePaths.certificate;
  const open = device === own ? trusted(" open") : null;
  const note = html`<p class="note">${t.notes[device]}</p>`;
  const steps =
    device === "computer"
      ? html`${note}${t.systems.map(({ name, way }) => html`<h3>${name}</h3><p>${marked(way)}</p>`)}`
      : html`<ol>${t.steps[device].map((step) => html`<li>${marked(step)}</li>`)}</ol>${note}`;
  return html`<details data-device="${device}"${open}>
<summary>${t.devices[device]}</summary>
<div class="inside">
<a class="button ${device === own ? "primary" : "secondary"}" href="${file}">${t.download[device]}</a>
${steps}
</div></details>`;
}

function phoneCode(t: Texts, facts: PageFacts, visit: Visit): Html {
  const address = facts.httpOrigin + visit.path;
  return html`<section class="steps">
<h2>${t.phoneTitle}</h2>
<div class="beside"><div class="qr">${trusted(svgQr(address, t.phoneCode))}</div>
<div><p>${t.phoneIntro}</p><p class="address">${address}</p></div></div>
</section>`;
}
