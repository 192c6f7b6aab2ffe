/** Puts a text into the clipboard. Resolves to whether it is there: not every browser copies. */
export async function copyText(copied: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(copied);
    return true;
  } catch {
    // Refused, or there is no clipboard: pages without a certificate have none.
    return false;
  }
}
