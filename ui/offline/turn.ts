// Longer than a request may take, with the ones it needs before it.
const turnMs = 60_000;

/**
 * Runs `work` in its turn to send: one at a time over all tabs and the service worker. A tab that
 * the system has put to sleep in the middle of its turn keeps it for as long as it sleeps (phones
 * do that to tabs in the background). So the turn is taken from it after a while: sending twice is
 * sending once. Rejects with what `work` throws, or with AbortError when the turn was taken away.
 */
export async function takeTurn<Result>(
  locks: Pick<LockManager, "request">,
  work: () => Promise<Result>,
  waitMs = turnMs,
  name = "folkmoot-flush",
): Promise<Result> {
  let isOurs = false;
  const begin = () => {
    isOurs = true;
    return work();
  };
  try {
    const signal = AbortSignal.timeout(waitMs);
    return await locks.request(name, { signal }, begin);
  } catch (error) {
    if (isOurs) throw error;
    return await locks.request(name, { steal: true }, begin);
  }
}
