import { deferred } from "./deferred.tsx";

/** Markdown as elements, never as HTML. `text` comes from members and is not trusted. */
export const Markdown = deferred(() => import("./markdown.tsx").then((m) => m.MarkdownText));

/** A QR code for others to scan or to print. */
export const Qr = deferred(() => import("./qr.tsx").then((m) => m.QrImage));

/** Reads a QR code with the camera or from a picture. */
export const QrScanner = deferred(() => import("./qr-scanner.tsx").then((m) => m.Scanner));
