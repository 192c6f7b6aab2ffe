const checked = new Map<number, Promise<boolean>>();

/**
 * Whether this browser can check signatures of this key at all: older phones lack Ed25519. Their
 * own key is then P-256, and the box's word is taken without its signature being checked.
 */
export function canVerify(publicKey: Uint8Array): Promise<boolean> {
  const tag = publicKey[0] ?? 0;
  const known = checked.get(tag);
  if (known !== undefined) return known;
  const algorithm = tag === 1 ? { name: "Ed25519" } : { name: "ECDSA", namedCurve: "P-256" };
  const probe = crypto.subtle
    .importKey("raw", publicKey.slice(1), algorithm, false, ["verify"])
    .then(
      () => true,
      () => false,
    );
  checked.set(tag, probe);
  return probe;
}
