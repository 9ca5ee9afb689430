import { setTimeout } from 'node:timers/promises';
import { ApiError, BadRequestError, ConnectionError, ForbiddenError } from '../../src/index.ts';
import type { ParametersOf } from '../../src/index.ts';
import type { CityRequest, Open311 } from '../../src/open311.ts';
import { wholeSecond, written } from './case-times.ts';
import { changedAt, SeenCases } from './seen-cases.ts';

/** What was changed shortly before the last change is asked for again: not every city writes in the order of its clock. */
const OVERLAP_MS = 60_000;
/** While a city is out of reach, it is asked more and more seldom, but not more seldom than this. */
const LONGEST_PAUSE_MS = 60_000;

export type Following = {
  city: Open311;
  filters: ParametersOf<'requests.list'>;
  /** From when on, in milliseconds; unless given, from now on. */
  since: number | undefined;
  intervalMs: number;
  signal: AbortSignal;
  /** What stood there before is known; from here on changes are given. */
  onBegun: (knows: 'changes' | 'first page') => void;
  onTrouble: (error: Error) => void;
  onBack: () => void;
};

/**
 * Gives each change of the cases of a city once, whatever happens to the connection. Cities that know `updated_after` are asked
 * what has changed; of others only the first page of their list is looked at.
 * @throws what the first calls throw, and later what no waiting can mend
 */
export async function* follow(following: Following): AsyncGenerator<CityRequest[]> {
  const { intervalMs, signal, onBegun, onTrouble, onBack } = following;
  const watch = new Watch(following);
  await watch.begin();
  let hasBegun = false;
  for (let failures = 0; ;) {
    let pauseMs = intervalMs;
    try {
      yield* watch.look();
      if (failures > 0) onBack();
      failures = 0;
      if (!hasBegun) onBegun(watch.isHeeded ? 'changes' : 'first page');
      hasBegun = true;
    } catch (error) {
      signal.throwIfAborted();
      if (!hasBegun || !isPassing(error)) throw error;
      if (failures === 0) onTrouble(error);
      failures += 1;
      const most = Math.min(LONGEST_PAUSE_MS, intervalMs * 2 ** failures);
      const asked = error instanceof ApiError ? (error.retryAfter ?? 0) * 1000 : 0;
      // By chance, so that all who follow a city do not come back at the same moment.
      pauseMs = Math.max(asked, intervalMs) + Math.random() * most;
    }
    await setTimeout(pauseMs, undefined, { signal });
  }
}

/** Whatever a city or a proxy answers while it is in trouble. What is wrong with the call or its key stays wrong. */
function isPassing(error: unknown): error is Error {
  if (error instanceof ConnectionError) return error.code !== 'redirect';
  return (
    error instanceof ApiError && !(error instanceof ForbiddenError) && !(error instanceof BadRequestError)
  );
}

/** What is known of a city, and up to when. */
class Watch {
  /** Whether the city gives only what has changed since the time that it is asked for. */
  isHeeded = true;
  readonly #following: Following;
  readonly #seen = new SeenCases();
  #after: number;

  constructor(following: Following) {
    this.#following = following;
    this.#after = wholeSecond(following.since ?? Date.now() - OVERLAP_MS);
  }

  /** Without a time to begin from, takes what stands there for known. Where the clock of the city is behind, its own counts. */
  async begin(): Promise<void> {
    if (this.#following.since !== undefined) return;
    const { response } = await this.#list().withResponse();
    const theirs = clockOf(response.headers) ?? Infinity;
    if (theirs - OVERLAP_MS < this.#after) this.#after = wholeSecond(theirs - OVERLAP_MS);
    for await (const _ of this.look());
  }

  /** Looks once, and gives what is new, page by page. */
  async *look(): AsyncGenerator<CityRequest[]> {
    let latest = this.#after;
    let now = Date.now();
    for await (const { data, response } of this.#list().pages()) {
      now = clockOf(response.headers) ?? now;
      const times = data.map((item) => changedAt(item) ?? -Infinity);
      this.isHeeded &&= times.every((time) => time >= this.#after);
      latest = Math.max(latest, ...times);
      const news = data.filter((item) => this.#isNews(item));
      if (news.length > 0) yield news;
      if (!this.isHeeded) return;
    }
    // A case that claims to have been changed in the future must not make all others old.
    this.#after = Math.max(this.#after, wholeSecond(Math.min(latest, now)) - OVERLAP_MS);
    this.#seen.forgetBefore(this.#after);
  }

  #list() {
    const { city, filters, signal } = this.#following;
    return city.requests.list({ ...filters, updated_after: written(this.#after) }, { signal });
  }

  /** An old case that comes onto the first page because others have left it is none. */
  #isNews(item: CityRequest): boolean {
    const noted = this.#seen.note(item);
    return noted === 'changed' || (noted === 'new' && (changedAt(item) ?? Infinity) >= this.#after);
  }
}

/** When it was by the clock of the city as it answered. */
function clockOf(headers: Headers): number | undefined {
  const moment = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(moment) ? undefined : moment;
}
