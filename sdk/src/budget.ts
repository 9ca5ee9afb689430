/** How many first retries a client may have ahead of its successes. */
const capacity = 20;
/** What time gives back: a program that makes one call after the other has its three retries for each. */
const perMillisecond = 0.000_4;

/** Decides whether a client may retry, from how its calls went. */
export interface RetryBudget {
  /** Takes the price of a retry; false when there is too little left. */
  take(retry: number): boolean;
  /** Something succeeded. */
  refund(): void;
}

/**
 * Keeps the retries of many clients from becoming a second outage. Every retry costs one, every success gives one back. The second
 * and third retry of a call are only for a client that is otherwise fine: when several of its calls fail together, the server is
 * down, and each of them is tried twice only.
 */
export function createBudget(): RetryBudget {
  let balance = capacity;
  let since = Date.now();
  return {
    take(retry) {
      const now = Date.now();
      balance = Math.min(capacity, balance + (now - since) * perMillisecond);
      since = now;
      const isEnough = balance >= (retry === 1 ? 1 : capacity + 1 - retry);
      if (isEnough) balance -= 1;
      return isEnough;
    },
    refund() {
      balance = Math.min(capacity, balance + 1);
    },
  };
}
