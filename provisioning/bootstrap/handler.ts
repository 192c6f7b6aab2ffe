/**
 * The plain-http door: it hands out the box's certificate, explains it, and does nothing else.
 *
 * Nothing it says is secret and nothing it hears matters: whoever sits in the same network can
 * read it and forge it, which is why the page asks to compare words.
 */
import { linkPaths } from "../../mesh/rules/index.ts";
import { pem } from "../certificates/der.ts";
import { appleProfile } from "../certificates/profile.ts";
import { fingerprintHex } from "../certificates/words.ts";
import { probeAnswer } from "./captive-probes.ts";
import { bootstrapPage, filePaths, type PageFacts, posterPage } from "./page.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { deviceKindOf, languageOf } from "./visitor.ts";

export interface BootstrapOptions {
  /** `moot.local` */
  readonly hostname: string;
  /** `https://moot.local:8443`; it must serve `/health` to pages of other origins. */
  readonly httpsOrigin: string;
  /** `http://moot.local:8080` */
  readonly httpOrigin: string;
  /** DER of the root certificate. */
  readonly root: Uint8Array<ArrayBuffer>;
  /** Its fingerprint, as on the terminal. */
  readonly words: readonly string[];
}

/** Answers everything that arrives over plain http by another name than localhost. */
export function bootstrapHandler(options: BootstrapOptions): (request: Request) => Response {
  const facts: PageFacts = { ...options, fingerprint: fingerprintHex(options.root) };
  const files = filesOf(options);
  const policy = contentSecurityPolicy(options.httpsOrigin);
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Only GET.\n", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    const { pathname, searchParams } = new URL(request.url);
    const ready = files.get(pathname)?.() ?? probeAnswer(pathname);
    if (ready !== null) return request.method === "HEAD" ? new Response(null, ready) : ready;

    const { headers } = request;
    const language = languageOf(searchParams.get("lang"), headers.get("accept-language") ?? "");
    const page =
      pathname === filePaths.poster
        ? posterPage(facts, language)
        : bootstrapPage(facts, {
            language,
            device: deviceKindOf(headers.get("user-agent") ?? ""),
            path: destinationOf(pathname),
          });
    return new Response(request.method === "HEAD" ? null : page, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-language": language,
        "content-security-policy": policy,
        "cache-control": "no-store",
        vary: "accept-language, user-agent",
      },
    });
  };
}

function filesOf(options: BootstrapOptions): ReadonlyMap<string, () => Response> {
  const { hostname, root } = options;
  const file = (type: string, body: string | Uint8Array<ArrayBuffer>, name?: string) => () =>
    new Response(body, {
      headers: {
        "content-type": type,
        "cache-control": "no-store",
        ...(name === undefined ? {} : { "content-disposition": `attachment; filename="${name}"` }),
      },
    });
  const label = hostname.split(".")[0];
  return new Map([
    // Android tells what it may install by this type.
    [filePaths.certificate, file("application/x-x509-ca-cert", root, `folkmoot-${label}.crt`)],
    [
      filePaths.certificatePem,
      file("application/x-pem-file", pem("CERTIFICATE", root), `folkmoot-${label}.pem`),
    ],
    // Safari opens a profile by its type; as an attachment it would land among the downloads.
    [filePaths.profile, file("application/x-apple-aspen-config", appleProfile(hostname, root))],
    [filePaths.style, file("text/css; charset=utf-8", pageStyle)],
    [filePaths.script, file("text/javascript; charset=utf-8", pageScript)],
  ]);
}

/** The app's page that an address by plain http stands for; anything unknown leads to its front. */
function destinationOf(pathname: string): string {
  return Object.values(linkPaths).includes(pathname) ? pathname : "/";
}

/** Only files of the box itself, and one question to its encrypted door. */
function contentSecurityPolicy(httpsOrigin: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    `connect-src ${httpsOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
