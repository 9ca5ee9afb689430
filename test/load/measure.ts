import autocannon from 'autocannon';
import { anew } from './generated-cases.ts';

/** Calls that are under way at one time. */
export const CONNECTIONS = 8;

/** Requests that are sent in turn, over and over. */
export type Load = {
  url: string;
  requests: { path: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }[];
  connections: number;
  /** Each list is asked for in words that nobody has used. */
  anew?: boolean;
  /** Statuses that count as answers; anything else is a mistake of the measurement. */
  status?: number;
};

/** What one arm of a comparison gave in one round. */
export type Outcome = { perSecond: number; p50: number; p99: number };

/** Sends a load for so many seconds. @throws Error when an answer is not the expected one */
export async function send(load: Load, seconds: number): Promise<Outcome> {
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    duration: seconds,
    requests: load.requests.map(({ path, method = 'GET', headers = {}, body }) => ({
      path,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // Each connection goes through the requests from their beginning, so an address is new only if it is made when it is sent.
      ...(load.anew === true ? { setupRequest: (request) => ({ ...request, path: anew(path) }) } : {}),
    })),
  });
  const expected = String(load.status ?? 200);
  const others = Object.entries(result.statusCodeStats ?? {}).filter(([status]) => status !== expected);
  if (others.length > 0 || result.errors > 0 || result.timeouts > 0) {
    const told = others.map(([status, { count }]) => `${count} × ${status}`).join(', ');
    throw new Error(`${load.url}${load.requests[0]?.path ?? ''}: ${told || `${result.errors} errors`}`);
  }
  const completed = result.requests.total;
  return {
    perSecond: completed / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** Of one caller after the other, in ms. */
export type Latency = { p50: number; p99: number };

/** The time that each of some requests takes, one after the other. @throws Error when an answer is no success */
export async function latencies(
  url: string,
  paths: () => readonly string[],
  times: number,
): Promise<Latency> {
  const all: number[] = [];
  for (let round = 0; round < times; round += 1) {
    for (const path of paths()) {
      const begun = performance.now();
      const response = await fetch(url + path);
      await response.arrayBuffer();
      all.push(performance.now() - begun);
      if (!response.ok) throw new Error(`${url}${path}: ${response.status}`);
    }
  }
  all.sort((a, b) => a - b);
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99) };
}

/** Of sorted values. */
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

export const median = (values: readonly number[]) =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
