/** The root certificate in the wrappings that phones open: an Apple profile, or the bare file. */
import { createHash } from "node:crypto";

/**
 * An Apple configuration profile (`.mobileconfig`, a property list) that holds one trusted root.
 *
 * Identifiers and UUIDs follow from name and certificate: fetched twice it is one profile, and one
 * with a new root takes the place of the old. Unsigned, so the phone says "Not Signed": signing it
 * would take a certificate that the phone trusts already.
 */
export function appleProfile(name: string, root: Uint8Array): string {
  const identifier = `org.folkmoot.box.${name}`;
  const payload = {
    PayloadType: "com.apple.security.root",
    PayloadVersion: 1,
    PayloadIdentifier: `${identifier}.root`,
    PayloadUUID: stableUuid("root", root),
    PayloadDisplayName: `Folkmoot ${name}`,
    PayloadDescription: `Lets this device recognise https://${name}, and no other site.`,
    PayloadCertificateFileName: "folkmoot.cer",
    PayloadContent: root,
  };
  const profile = {
    PayloadType: "Configuration",
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: stableUuid("profile", root),
    PayloadDisplayName: `Folkmoot ${name}`,
    PayloadDescription: `The certificate of the box https://${name}. It can speak for that name only.`,
    PayloadOrganization: "Folkmoot",
    PayloadRemovalDisallowed: false,
    PayloadContent: [payload],
  };
  const doctype =
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ' +
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    doctype,
    `<plist version="1.0">\n${plist(profile, "")}\n</plist>\n`,
  ].join("\n");
}

type PlistValue =
  | string
  | number
  | boolean
  | Uint8Array
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue };

/** One value of an XML property list, indented by tabs as Apple's own tools do. */
function plist(value: PlistValue, indent: string): string {
  if (typeof value === "string") return `${indent}<string>${escapeXml(value)}</string>`;
  if (typeof value === "number") return `${indent}<integer>${value}</integer>`;
  if (typeof value === "boolean") return `${indent}<${value}/>`;
  if (value instanceof Uint8Array) {
    const lines =
      Buffer.from(value)
        .toString("base64")
        .match(/.{1,68}/g) ?? [];
    return `${indent}<data>\n${lines.map((line) => `${indent}${line}\n`).join("")}${indent}</data>`;
  }
  const inner = `${indent}\t`;
  if (isList(value)) {
    return `${indent}<array>\n${value.map((item) => plist(item, inner)).join("\n")}\n${indent}</array>`;
  }
  const rows = Object.entries(value).map(
    ([key, item]) => `${inner}<key>${escapeXml(key)}</key>\n${plist(item, inner)}`,
  );
  return `${indent}<dict>\n${rows.join("\n")}\n${indent}</dict>`;
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A UUID of version 8 (RFC 9562 §5.8) from the certificate: the same whenever it is asked for. */
function stableUuid(label: string, root: Uint8Array): string {
  const digest = createHash("sha256").update(`folkmoot/${label}/1\0`).update(root).digest();
  digest[6] = ((digest[6] as number) & 0x0f) | 0x80;
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
  const hex = digest.toString("hex").toUpperCase();
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return parts.map(([from, to]) => hex.slice(from, to)).join("-");
}
