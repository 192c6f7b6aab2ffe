/**
 * What phones and computers ask for to find out whether a network leads anywhere.
 *
 * The box answers "yes": a phone that believes there is no internet leaves the WiFi, or opens a
 * crippled browser of its own (iOS) in which no certificate can be installed and nothing is kept.
 * The box never acts as a captive portal.
 */
interface Success {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const apple = page("<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>");
const nothing: Success = { status: 204, type: "text/plain", body: "" };

// Each system compares its answer to the byte.
const answers: Readonly<Record<string, Success>> = {
  // Android, ChromeOS
  "/generate_204": nothing,
  "/gen_204": nothing,
  // iOS, macOS
  "/hotspot-detect.html": apple,
  "/library/test/success.html": apple,
  // Windows
  "/connecttest.txt": text("Microsoft Connect Test"),
  "/ncsi.txt": text("Microsoft NCSI"),
  // Firefox
  "/success.txt": text("success\n"),
  "/canonical.html": page(
    '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>',
  ),
  // NetworkManager: GNOME and Debian
  "/check_network_status.txt": text("NetworkManager is online\n"),
  "/nm": text("NetworkManager is online\n"),
};

/** The answer that means "this network is fine", or null when this is no such question. */
export function probeAnswer(pathname: string): Response | null {
  if (!Object.hasOwn(answers, pathname)) return null;
  const { status, type, body } = answers[pathname] as Success;
  return new Response(status === 204 ? null : body, {
    status,
    headers: { "content-type": type, "cache-control": "no-store" },
  });
}

function text(body: string): Success {
  return { status: 200, type: "text/plain; charset=utf-8", body };
}

function page(body: string): Success {
  return { status: 200, type: "text/html; charset=utf-8", body };
}
