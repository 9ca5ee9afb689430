import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Signpost } from '../../sdk/src/index.ts';
import type { SignpostError } from '../../sdk/src/index.ts';
import { simulateTime } from '../support/simulated-time.ts';
import type { SimulatedTime } from '../support/simulated-time.ts';
import { LONG } from '../support/skip.ts';

/**
 * A thousand clients, in the long form, submit a case each now and then, and for thirty seconds the server fails. At some of the
 * rates three hundred show the same in less time.
 */
const CLIENTS = 300;
const MOST_CLIENTS = LONG ? 1000 : CLIENTS;
const RATES_OF_MOST_MS = [1_000, 10_000];
const OUTAGE_MS = 30_000;
// It takes some seconds of computing; the machine may have other things to do.
const LONG_ENOUGH = 600_000;

let time: SimulatedTime;
const { stackTraceLimit } = Error;
beforeEach(() => {
  time = simulateTime();
  // Tens of thousands of calls fail, and nobody asks where.
  Error.stackTraceLimit = 0;
});
afterEach(() => {
  Error.stackTraceLimit = stackTraceLimit;
  time.restore();
});

type Failure = 'answer lost' | 'unavailable';
interface Run {
  /**
   * Retries over the steady load, in the second that had the most of them; where a client calls more seldom, in the time between
   * two calls of it, at most ten seconds: in a second there are then so few calls that chance makes the peak.
   */
  peak: number;
  calls: number;
  succeeded: number;
  /** How many cases there are of each submission, at most. */
  most: number;
  /** Retries that came before the time that the server had asked for. */
  tooEarly: number;
  attempts: number;
}

async function simulate(failure: Failure, { clientPerCall = false, intervalMs = 1000 } = {}): Promise<Run> {
  // Of those who call more often, some are enough: more would only take longer to compute.
  const usual = RATES_OF_MOST_MS.includes(intervalMs) ? MOST_CLIENTS : CLIENTS;
  const clients = intervalMs < 1000 ? intervalMs / 4 : usual;
  // By then each client has called, and knows the server.
  const outage = { from: intervalMs + 4_000, to: intervalMs + 4_000 + OUTAGE_MS };
  const end = outage.to + 7_000;
  const windowMs = Math.min(10_000, Math.max(1000, intervalMs));
  const retries = new Array<number>(Math.ceil((end + 40_000) / windowMs)).fill(0);
  const notBefore = new Map<string, number>();
  const cases = new Map<string, string>();
  const seen = new Set<string>();
  let [tooEarly, attempts, calls, succeeded] = [0, 0, 0, 0];

  const answer = (init: RequestInit): Response => {
    const now = time.now();
    const key = (init.headers as Headers).get('idempotency-key') ?? '';
    const description = (init.body as URLSearchParams).get('description') ?? '';
    attempts += 1;
    if (seen.has(key)) retries[Math.floor(now / windowMs)]! += 1;
    seen.add(key);
    if (now < (notBefore.get(key) ?? 0)) tooEarly += 1;
    const down = now >= outage.from && now < outage.to;
    if (!down || failure === 'answer lost') cases.set(key, description);
    if (!down) return Response.json([{ service_request_id: '1' }]);
    if (failure !== 'unavailable') throw new TypeError('fetch failed');
    notBefore.set(key, now + 2000);
    return Response.json([{ code: 503, description: 'Later.' }], {
      status: 503,
      headers: { 'Retry-After': '2' },
    });
  };
  const fetch = ((_: unknown, init: RequestInit) =>
    new Promise((resolve) => resolve(answer(init)))) as typeof globalThis.fetch;

  const client = () => new Signpost({ baseUrl: 'http://127.0.0.1', apiKey: 'sp_live_key', fetch });
  for (let index = 0; index < clients; index += 1) {
    const own = client();
    const call = (): void => {
      calls += 1;
      const city = clientPerCall ? client() : own;
      const fields = { service_code: 'A', lat: 1, long: 1, description: `case ${calls}` };
      city.requests.create(fields).then(
        () => (succeeded += 1),
        () => undefined,
      );
      if (time.now() + intervalMs < end) time.at(time.now() + intervalMs, call);
    };
    // Spread evenly, or chance would make more of the peak than those who retry.
    time.at(((index + Math.random()) / clients) * intervalMs, call);
  }
  await time.runUntil(end + 40_000);

  const stored = new Map<string, number>();
  for (const description of cases.values()) stored.set(description, (stored.get(description) ?? 0) + 1);
  return {
    peak: Math.max(...retries) / ((clients * windowMs) / intervalMs),
    calls,
    succeeded,
    most: Math.max(...stored.values()),
    tooEarly,
    attempts,
  };
}

describe('Clients in an outage of thirty seconds', () => {
  const rates: [seconds: number, failure: Failure][] = [
    ...[0.1, 0.5, 1, 2, 5, 10, 60].map((seconds): [number, Failure] => [seconds, 'answer lost']),
    ...[1, 10].map((seconds): [number, Failure] => [seconds, 'unavailable']),
  ];
  const table: Record<string, Partial<Record<Failure, string>>> = {};
  // eslint-disable-next-line no-console -- what was measured
  afterAll(() => console.table(table));

  test.each(rates)(
    'that each call every %d s (%s) retry at most 1.2 times as often as they call, and nothing is doubled',
    async (seconds, failure) => {
      const run = await simulate(failure, { intervalMs: seconds * 1000 });
      table[`every ${seconds} s`] = { ...table[`every ${seconds} s`], [failure]: run.peak.toFixed(2) };
      expect(run.peak).toBeLessThanOrEqual(1.2);
      expect(run.attempts).toBeGreaterThan(run.calls);
      expect(run.most).toBe(1);
      expect(run.tooEarly).toBe(0);
      // Everything outside of the outage succeeds.
      expect(run.succeeded).toBeGreaterThan(run.calls * 0.25);
    },
    LONG_ENOUGH,
  );

  test(
    'would retry far more often without the budget of a client',
    async () => {
      const run = await simulate('answer lost', { clientPerCall: true, intervalMs: 10_000 });
      expect(run.peak).toBeGreaterThan(2);
    },
    LONG_ENOUGH,
  );

  describe('One client', () => {
    /** Calls at these moments; what fails between the two times, and how often each call was tried. */
    async function attemptsOf(moments: number[], from: number, to: number): Promise<number[]> {
      const fetch = (() => {
        if (time.now() >= from && time.now() < to) throw new TypeError('fetch failed');
        return Promise.resolve(Response.json([]));
      }) as unknown as typeof globalThis.fetch;
      const city = new Signpost({ baseUrl: 'http://127.0.0.1', fetch });
      const attempts: Promise<number>[] = [];
      for (const moment of moments)
        time.at(moment, () => {
          const call = city.services.list().withResponse();
          attempts.push(
            call.then(
              ({ response }) => response.attempts,
              (error: SignpostError) => -(error.attempts ?? 0),
            ),
          );
        });
      await time.runUntil(Math.max(...moments, to) + 40_000);
      return Promise.all(attempts);
    }

    test('that calls seldom has its three retries, the first time and every time', async () => {
      expect(await attemptsOf([1, 200_000], 0, 300_000)).toEqual([-4, -4]);
    });

    test('that calls often is tried once more when the server hiccups, and gets its answer', async () => {
      expect(await attemptsOf([1, 10_000, 20_000, 30_000], 19_900, 20_200)).toEqual([1, 1, 2, 1]);
    });

    test('that has heard nothing good between two failures tries each call twice', async () => {
      expect(await attemptsOf([1, 10_000, 20_000, 30_000], 9_900, 60_000)).toEqual([1, -2, -2, -2]);
    });

    test('that has answers to its other calls meanwhile has its three retries', async () => {
      let posts = 0;
      const fetch = ((url: string) => {
        if (!url.includes('/requests')) return Promise.resolve(Response.json([]));
        posts += 1;
        throw new TypeError('fetch failed');
      }) as unknown as typeof globalThis.fetch;
      const city = new Signpost({ baseUrl: 'http://127.0.0.1', fetch });
      await city.services.list();
      const failed = city.requests
        .get({ service_request_id: '1' })
        .catch((error: SignpostError) => error.attempts);
      for (let moment = 100; moment < 20_000; moment += 100) time.at(moment, () => void city.services.list());
      await time.runUntil(30_000);
      expect([await failed, posts]).toEqual([4, 4]);
    });
  });
});
