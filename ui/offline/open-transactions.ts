/** The transactions of a connection that have not ended yet. */
export interface OpenTransactions {
  /** Takes back every one that has not been committed. Their promises are rejected. */
  abort(): void;
}

/**
 * Follows every transaction that is begun on this connection from now on.
 *
 * A page that is left may be kept whole, to be shown again (the back/forward cache). None of its
 * code runs then, so nothing ends a transaction it was in the middle of. WebKit keeps such a
 * transaction open all the same, and every later page waits for it: outbox and membership stood
 * still until the browser was closed. `commit()` is refused outside of a request's own events;
 * `abort()` is always allowed.
 */
export function followTransactions(db: Pick<IDBDatabase, "transaction">): OpenTransactions {
  const open = new Set<IDBTransaction>();
  const begin = db.transaction.bind(db);
  db.transaction = (...args) => {
    const transaction = begin(...args);
    open.add(transaction);
    const ended = () => open.delete(transaction);
    transaction.addEventListener("complete", ended);
    transaction.addEventListener("abort", ended);
    return transaction;
  };
  return {
    abort() {
      for (const transaction of open) {
        try {
          transaction.abort();
        } catch {
          // Committed already: it ends without this page.
        }
      }
      open.clear();
    },
  };
}
