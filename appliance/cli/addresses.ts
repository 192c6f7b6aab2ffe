/** Where a box is to be found: by its own machine, by phones, and by phones that do not know it. */
import { formatLink } from "../../mesh/rules/index.ts";
import { linksOf } from "../../provisioning/mdns.ts";

export interface Addresses {
  /** `https://moot.local:8443`: the app's one origin. */
  readonly app: string;
  /** `http://localhost:8080`: the app on the box's own machine. */
  readonly local: string;
  /** `http://192.168.1.5:8080`: hands out the certificate. */
  readonly certificate: string;
}

export interface Listening {
  /** `moot.local` */
  readonly hostname: string;
  /** The address it listens on. */
  readonly host: string;
  readonly port: number;
  readonly httpPort: number;
}

export function addressesOf({ hostname, host, port, httpPort }: Listening): Addresses {
  // Older Androids do not know .local names, so the first visit goes by number.
  const lan = linksOf(host)[0]?.address ?? "localhost";
  return {
    app: `https://${hostname}${port === 443 ? "" : `:${port}`}`,
    local: `http://localhost${httpPort === 80 ? "" : `:${httpPort}`}`,
    certificate: `http://${lan}${httpPort === 80 ? "" : `:${httpPort}`}`,
  };
}

/** The founding links: for phones by way of the certificate page, and for this machine. */
export function foundingLinks(addresses: Addresses, seed: Uint8Array) {
  const link = (origin: string) => formatLink({ purpose: "founding", origin, seed });
  return { phones: link(addresses.certificate), here: link(addresses.local) };
}
