import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Signpost } from '../../sdk/src/index.ts';
import { simulateTime } from '../support/simulated-time.ts';
import type { SimulatedTime } from '../support/simulated-time.ts';

/** A thousand clients submit one case a second each, and for thirty seconds the server fails. */
const CLIENTS = 1000;
const OUTAGE = { from: 5_000, to: 35_000 };
const END = 42_000;
// It takes some seconds of computing; the machine may have other things to do.
const LONG_ENOUGH = 180_000;

let time: SimulatedTime;
beforeEach(() => {
  time = simulateTime();
});
afterEach(() => {
  time.restore();
});

type Failure = 'answer lost' | 'unavailable';
interface Run {
  /** Retries over the steady load, in the second that had the most of them. */
  peak: number;
  /** The same in the last twenty seconds of the outage, on average. */
  late: number;
  calls: number;
  succeeded: number;
  /** How many cases there are of each submission, at most. */
  most: number;
  /** Retries that came before the time that the server had asked for. */
  tooEarly: number;
  attempts: number;
}

async function simulate(failure: Failure, { clientPerCall = false, intervalMs = 1000 } = {}): Promise<Run> {
  const retries = new Array<number>(END / 1000 + 40).fill(0);
  const notBefore = new Map<string, number>();
  const cases = new Map<string, string>();
  const seen = new Set<string>();
  let [tooEarly, attempts, calls, succeeded] = [0, 0, 0, 0];

  const answer = (init: RequestInit): Response => {
    const now = time.now();
    const key = new Headers(init.headers).get('idempotency-key') ?? '';
    const description = (init.body as URLSearchParams).get('description') ?? '';
    attempts += 1;
    if (seen.has(key)) retries[Math.floor(now / 1000)]! += 1;
    seen.add(key);
    if (now < (notBefore.get(key) ?? 0)) tooEarly += 1;
    const down = now >= OUTAGE.from && now < OUTAGE.to;
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
  for (let index = 0; index < CLIENTS; index += 1) {
    const own = client();
    const call = (): void => {
      calls += 1;
      const city = clientPerCall ? client() : own;
      const fields = { service_code: 'A', lat: 1, long: 1, description: `case ${calls}` };
      city.requests.create(fields).then(
        () => (succeeded += 1),
        () => undefined,
      );
      if (time.now() + intervalMs < END) time.at(time.now() + intervalMs, call);
    };
    time.at(Math.random() * intervalMs, call);
  }
  await time.runUntil(END + 40_000);

  const stored = new Map<string, number>();
  for (const description of cases.values()) stored.set(description, (stored.get(description) ?? 0) + 1);
  const steadyPerSecond = (CLIENTS * 1000) / intervalMs;
  return {
    peak: Math.max(...retries) / steadyPerSecond,
    late: retries.slice(15, 35).reduce((sum, count) => sum + count, 0) / 20 / steadyPerSecond,
    calls,
    succeeded,
    most: Math.max(...stored.values()),
    tooEarly,
    attempts,
  };
}

describe('A thousand clients in an outage of thirty seconds', () => {
  test.each<Failure>(['answer lost', 'unavailable'])(
    '(%s) retry at most 1.2 times as often as they call, and nothing is doubled',
    async (failure) => {
      const run = await simulate(failure);
      expect(run.peak).toBeLessThanOrEqual(1.2);
      expect(run.attempts).toBeGreaterThan(run.calls);
      expect(run.most).toBe(1);
      expect(run.tooEarly).toBe(0);
      // Everything outside of the outage succeeds.
      expect(run.succeeded).toBeGreaterThan(run.calls * 0.3);
    },
    LONG_ENOUGH,
  );

  test.each<Failure>(['answer lost', 'unavailable'])(
    '(%s) that call once a minute retry three times as often, since each of them knows of one call only',
    async (failure) => {
      const run = await simulate(failure, { intervalMs: 60_000 });
      // Of about seventeen calls in a second chance makes some more or less.
      expect(run.late).toBeGreaterThan(2);
      expect(run.late).toBeLessThanOrEqual(3.6);
      expect(run.most).toBe(1);
      expect(run.tooEarly).toBe(0);
    },
    LONG_ENOUGH,
  );

  test(
    'would retry far more often without the budget of a client',
    async () => {
      const run = await simulate('answer lost', { clientPerCall: true });
      expect(run.peak).toBeGreaterThan(2);
    },
    LONG_ENOUGH,
  );
});
