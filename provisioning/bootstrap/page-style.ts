/** The page's look: the app's colours and sizes, in rules that browsers of 2015 understand. */

const light = {
  paper: "#faf7f2",
  surface: "#ffffff",
  ink: "#1e2420",
  "ink-soft": "#3e453f",
  line: "#ddd6c9",
  "line-strong": "#726b60",
  primary: "#2b573b",
  "on-primary": "#ffffff",
  "primary-text": "#2a5338",
  "primary-soft": "#e6e7e0",
  ok: "#1e5235",
  "ok-soft": "#e5e8e0",
  warn: "#6b4200",
  "warn-soft": "#f5ecdd",
  focus: "#1d4f91",
};

const dark: typeof light = {
  paper: "#171a17",
  surface: "#1f2420",
  ink: "#ece8e0",
  "ink-soft": "#c0c3ba",
  line: "#363c36",
  "line-strong": "#858c84",
  primary: "#79bc90",
  "on-primary": "#10150f",
  "primary-text": "#79bc90",
  "primary-soft": "#1b241d",
  ok: "#88c4a1",
  "ok-soft": "#1f2e25",
  warn: "#e1b671",
  "warn-soft": "#352e1d",
  focus: "#9cc4ff",
};

function declarations(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

const rules = `
*,*::before,*::after{box-sizing:border-box}
html{font-size:112.5%;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.55;overflow-wrap:break-word;
 font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2,h3,p,ol,ul{margin:0}
h1{font-size:1.728rem;line-height:1.2;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.25}
h3{font-size:1rem;margin:.25rem 0 -.75rem}
a{color:var(--primary-text);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:8px}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;
 border-bottom:1px solid var(--line);padding:.25rem 1.25rem}
header p{font-weight:700}
header span{display:block;font-weight:400;font-size:.85rem;color:var(--ink-soft)}
header a,footer a{display:inline-flex;align-items:center;min-height:48px}
main{max-width:38rem;margin:0 auto;padding:2rem 1.25rem 3rem;display:grid;gap:2rem}
.lead{margin-top:.75rem;color:var(--ink-soft)}
section{display:grid;gap:1rem;min-width:0}
section>h2{display:flex;gap:.75rem;align-items:center}
.number{flex:none;display:inline-grid;place-items:center;width:2rem;height:2rem;border-radius:50%;
 background:var(--primary);color:var(--on-primary);font-size:1rem}
.words{list-style:none;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:.5rem;
 counter-reset:word}
.words li{counter-increment:word;background:var(--surface);border:1px solid var(--line);
 border-radius:8px;padding:.5rem .75rem;font-weight:650;display:flex;gap:.6rem}
.words li::before{content:counter(word);color:var(--ink-soft);font-weight:400;min-width:.7em}
.stop{border-inline-start:4px solid var(--warn);padding-inline-start:1rem}
details{background:var(--surface);border:1px solid var(--line);border-radius:12px}
details+details{margin-top:.5rem}
summary{min-height:48px;padding:.75rem 1rem;font-weight:650;cursor:pointer;border-radius:12px}
.inside{padding:.25rem 1rem 1.25rem;display:grid;gap:1rem}
.inside ol{padding-inline-start:1.5rem;display:grid;gap:.6rem}
.inside ul{padding-inline-start:1.2rem;display:grid;gap:.5rem}
.note{color:var(--ink-soft);font-size:.92rem}
.button{display:flex;align-items:center;justify-content:center;gap:.5rem;width:100%;min-height:52px;
 padding:.5rem 1.25rem;border-radius:12px;border:1.5px solid transparent;font:inherit;
 font-weight:650;line-height:1.2;text-align:center;text-decoration:none;cursor:pointer;
 background:none;color:var(--primary-text)}
.primary{background:var(--primary);color:var(--on-primary)}
.secondary{border-color:var(--line-strong);background:var(--surface)}
.card{border:1px solid var(--line);border-radius:12px;padding:1.25rem;display:grid;gap:.75rem}
.good{background:var(--ok-soft);border-color:var(--ok)}
.good h2{color:var(--ok)}
.wait{background:var(--warn-soft);border-color:var(--warn)}
.wait h2{color:var(--warn)}
.mono{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.8rem;word-break:break-all}
.qr{background:#fff;border:1px solid var(--line);border-radius:12px;padding:.25rem;
 max-width:12rem;overflow:hidden}
.qr svg{display:block;width:100%;height:auto}
footer{border-top:1px solid var(--line);padding-top:.5rem}
[data-script] .unscripted,.trusted,.untrusted,.asking,.scripted{display:none}
[data-script] .scripted{display:flex}
[data-state=trusted] .trusted,[data-state=untrusted] .untrusted{display:grid}
[data-state=asking] .asking{display:block}
[data-state=trusted] .steps{display:none}
.poster{max-width:44rem;text-align:center;justify-items:center}
.poster h1{font-size:2.4rem}
.poster .qr{max-width:20rem;width:100%;padding:0}
.poster ol{text-align:start;display:grid;gap:.4rem}
.poster .words{width:100%;max-width:34rem}
.address{font-size:1.2rem;font-weight:650}
@media (min-width:40rem){.words{grid-template-columns:repeat(4,1fr)}
 .button{width:auto;justify-self:start;padding-inline:2rem}
 .button:not(.primary):not(.secondary){padding-inline:0}
 .beside{display:grid;grid-template-columns:auto 1fr;gap:1.5rem;align-items:center}
}
@media print{@page{size:A4;margin:18mm}header,.screen{display:none}
 body{font-size:14pt;background:#fff;color:#000}.words li,.qr{border-color:#000;background:#fff}
 .words li::before{color:#000}}
`;

/** Served as a file of its own. */
export const pageStyle = [
  `:root{color-scheme:light dark;${declarations(light)}}`,
  `@media (prefers-color-scheme:dark){:root{${declarations(dark)}}}`,
  // Paper is white, whatever the screen is.
  `@media print{:root{color-scheme:light;${declarations(light)}}}`,
  rules,
].join("\n");
