import type { CallLimits } from '../dialect.ts';
import { ConnectionError } from '../errors.ts';
import type { Place } from './find-endpoint.ts';
import { SEARCH_HINT } from './find-endpoint.ts';

/** How long a place is good of which something may have been hidden by a failure that passes. */
const UNSURE_MS = 60_000;
/** The longest time that a timer of JavaScript can wait. */
const LONGEST_TIMER = 2_147_483_647;

/** A search that goes on, for as long as anybody waits for it. */
interface Search {
  found: Promise<Place>;
  controller: AbortController;
  waiting: number;
}

/**
 * Searches once, also for calls that come while it searches. Each of them waits for as long as it would, and who gives up does not
 * end the search of others. What fails is searched for anew by the next call.
 */
export function rememberPlace(
  find: (signal: AbortSignal) => Promise<Place>,
): (call: CallLimits) => Promise<Place> {
  let known: Place | undefined;
  let knownUntil = 0;
  let running: Search | undefined;

  function begin(): Search {
    const controller = new AbortController();
    const search: Search = { found: run(), controller, waiting: 0 };
    return search;

    async function run(): Promise<Place> {
      try {
        known = await find(controller.signal);
        knownUntil = known.isSure ? Infinity : Date.now() + UNSURE_MS;
        return known;
      } finally {
        if (running === search) running = undefined;
      }
    }
  }

  return async (call) => {
    // What has ended already waits for nothing, and tells that only once.
    call.signal?.throwIfAborted();
    if (known && Date.now() < knownUntil) return known;
    const search = (running ??= begin());
    search.waiting += 1;
    try {
      return await within(search.found, call);
    } finally {
      search.waiting -= 1;
      if (search.waiting === 0) {
        search.controller.abort();
        if (running === search) running = undefined;
      }
    }
  };
}

/** What is found, unless the call ends before. */
async function within<Found>(found: Promise<Found>, { signal, deadlineMs }: CallLimits): Promise<Found> {
  let stop = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal?.reason as Error);
    const onTime = (): void =>
      reject(
        new ConnectionError(
          `The endpoint of the city was not found in ${deadlineMs} ms.${SEARCH_HINT}`,
          'timeout',
        ),
      );
    const timer = setTimeout(onTime, Math.min(deadlineMs, LONGEST_TIMER));
    signal?.addEventListener('abort', onAbort);
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([found, ended]);
  } finally {
    stop();
  }
}
