import {
  type DeviceSigner,
  deviceIdOf,
  FolkmootError,
  generateSigner,
  subtleSigner,
} from "../../mesh/op/index.ts";
import { database, type StoredDevice, strict } from "./database.ts";

/** The device key, if one was made. */
export async function readDevice(): Promise<StoredDevice | null> {
  return (await (await database()).get("keys", "device")) ?? null;
}

/**
 * The device key; made on first call, never in a Safari tab on iOS (the join page sees to that).
 * It cannot be extracted: whoever copies the profile of this browser still needs this device.
 */
export async function ensureDevice(): Promise<StoredDevice> {
  return navigator.locks.request("folkmoot-device", async () => {
    const existing = await readDevice();
    if (existing !== null) return existing;
    const signer = await generateSigner({ extractable: false });
    const device: StoredDevice = {
      id: await deviceIdOf(signer.publicKey),
      publicKey: signer.publicKey,
      privateKey: signer.privateKey,
    };
    const tx = (await database()).transaction("keys", "readwrite", strict);
    await Promise.all([tx.store.put(device, "device"), tx.done]);
    // Asks the browser not to clear our storage; it may refuse, and we live with that. Nobody
    // waits for the answer: Firefox gives none until the person has looked at its question.
    void navigator.storage?.persist?.().catch(() => false);
    return device;
  });
}

export function signerOf(device: StoredDevice): DeviceSigner {
  return subtleSigner(device.privateKey, device.publicKey);
}

/** Throws `no-device` before founding or joining. */
export async function requireDevice(): Promise<StoredDevice> {
  const device = await readDevice();
  if (device !== null) return device;
  throw new FolkmootError("no-device", "This device has not joined a community yet.", {
    hint: "Scan an invitation first.",
  });
}
