/** What every request passes before any route sees it, and every answer on its way out. */
import { errorResponse } from "./http-error.ts";

/**
 * The policy of reference: scripts, styles and connections from this box only, no inline code,
 * and strings never become scripts (Trusted Types; `sw` registers the service worker).
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types sw",
].join("; ");

// No Strict-Transport-Security: it would hold for every port of the name, and the plain page that
// hands out the certificate lives on one of them.
const securityHeaders: readonly (readonly [string, string])[] = [
  ["content-security-policy", contentSecurityPolicy],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "no-referrer"],
  [
    "permissions-policy",
    "camera=(self), microphone=(), geolocation=(), usb=(), serial=(), payment=(), midi=()",
  ],
];

/**
 * For answers of the API, which are data for this reader at this moment. What a page may load or
 * use needs no word on what is no page: each header costs every answer its time and its bytes.
 */
export const apiHeaders = new Headers([
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-resource-policy", "same-origin"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["cache-control", "no-store"],
]);

/** Puts the headers on an answer, where a page has not set stricter ones of its own. */
export function secured(response: Response): Response {
  const { headers } = response;
  // Made with all of them, as answers of the API are.
  if (headers.has("x-frame-options")) return response;
  for (const [name, value] of securityHeaders) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}

const ownNames = ["localhost", "127.0.0.1", "[::1]"];

const hostHeader = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/;
const portMax = 65_535;

/** The name a request was sent to, lower case, without its port. Null when it names none. */
export function hostNameOf(request: Request): string | null {
  return hostNameIn(request.headers.get("host") ?? "");
}

/** The path alone. Written out because `new URL` throws on what a Host header may hold. */
export function pathnameOf(request: Request): string {
  return pathnameIn(request.url);
}

const hostNameIn = keepingLast((header: string) => {
  const host = hostHeader.exec(header.toLowerCase());
  return host === null || Number(host[2] ?? 0) > portMax ? null : (host[1] ?? null);
});

const pathnameIn = keepingLast((url: string) => {
  const from = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("//") + 2);
  const to = url.slice(from).search(/[?#]/);
  return to < 0 ? url.slice(from) : url.slice(from, from + to);
});

/** Every request is asked several times, and most say the same as the one before. */
function keepingLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | null = null;
  return (text) => {
    if (last === null || last.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}

export function isOwnLoopbackName(host: string | null): boolean {
  return host !== null && ownNames.includes(host);
}

/**
 * A page that rebinds its own name to the box's address still sends its own name: only the box's
 * names are answered (DNS rebinding). Null when the request may go on.
 */
export function hostRefusal(request: Request, names: readonly string[]): Response | null {
  const host = hostNameOf(request);
  if (host !== null && (ownNames.includes(host) || names.includes(host))) return null;
  return wrongHost();
}

export function wrongHost(): Response {
  return errorResponse(
    421,
    "wrong-host",
    "This box does not go by that name.",
    "Open it by the name printed at its start.",
  );
}

/**
 * Pages of other origins may link to the app, and do nothing else. Browsers say so themselves in
 * Sec-Fetch-Site (Fetch Metadata); older ones at least send Origin with what could do harm.
 */
export function crossSiteRefusal(request: Request, isNavigable: boolean): Response | null {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) {
    if (site === "same-origin" || site === "none") return null;
    const isLink =
      isNavigable &&
      request.method === "GET" &&
      request.headers.get("sec-fetch-mode") === "navigate" &&
      request.headers.get("sec-fetch-dest") === "document";
    return isLink ? null : refused();
  }
  const origin = request.headers.get("origin");
  if (origin === null) return null;
  const host = request.headers.get("host");
  return /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, "") === host
    ? null
    : refused();
}

function refused(): Response {
  return errorResponse(
    403,
    "cross-site",
    "Pages of other sites may not use this box.",
    "Open the box's own address.",
  );
}
