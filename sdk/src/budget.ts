/** How many retries a client may make without a success. */
const mostInARow = 20;
/** Who has called nobody for so long is no part of a load, and begins anew: what it does not know, it has to try. */
const quietMs = 90_000;

/** Decides whether a client may retry, from how its calls went. */
export interface RetryBudget {
  /** Takes the price of a retry; false when there is none left. */
  take(retry: number): boolean;
  /** Something succeeded. */
  refund(): void;
}

/**
 * Keeps the retries of many clients from becoming a second outage. Every call may be tried twice, until nothing has succeeded for a
 * number of retries. The second and third retry are only for a client that has heard something good from its server since the
 * last call of it began to fail, or that had long been quiet before. To every other one, two failures say that the server is down:
 * what each client of a load adds is what all of them add, however seldom each of them calls.
 */
export function createBudget(): RetryBudget {
  let heard = 0;
  let left = 0;
  /** How many retries a call may have. */
  let most = 1;
  const begin = (): void => {
    left = mostInARow;
    most = Infinity;
  };
  return {
    take(retry) {
      const silence = Date.now() - heard;
      heard += silence;
      if (silence >= quietMs) begin();
      else if (retry === 1) most = 1;
      return retry <= most && (left -= 1) >= 0;
    },
    refund() {
      heard = Date.now();
      begin();
    },
  };
}
