import { SignpostError } from './errors.ts';
import type { Hooks } from './hooks.ts';

/** How a client speaks to its server; everything is checked and complete. */
export interface Connection extends Omit<ClientOptions, keyof Limits>, Limits {}

/**
 * How long and how often a call is tried.
 *
 * @example
 * ```ts
 * import type { Limits } from '@signpost/sdk';
 *
 * const forPeopleWhoWait: Limits = { timeoutMs: 5_000, deadlineMs: 10_000, retries: 1 };
 * console.log(forPeopleWhoWait.retries); // 1
 * ```
 */
export interface Limits {
  /** Milliseconds for one attempt, its answer included. */
  timeoutMs: number;
  /** Milliseconds for the whole call, with all its attempts and the time between them. */
  deadlineMs: number;
  /** How many attempts may follow the first one. */
  retries: number;
}

type GivenLimits = { [Name in keyof Limits]?: Limits[Name] | undefined };

/**
 * What is the same for the clients of all servers.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { ClientOptions } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const patient: Partial<ClientOptions> = { timeoutMs: 60_000, deadlineMs: 300_000, retries: 5 };
 * const city = new Signpost({ ...createTestCity().connection, ...patient });
 * const services = await city.services.list();
 * console.log(services.length); // 4
 * ```
 */
export interface ClientOptions extends Hooks {
  /** The root of the server, such as `https://signpost.example`, without `/open311`; http or https. */
  baseUrl: string;
  /** Which city is meant, in every call that does not name another. Needed where a server has several. */
  jurisdictionId?: string | undefined;
  /** The API key. Sent only where the contract asks for one, which is when something is submitted. */
  apiKey?: string | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The `User-Agent` of all calls. Most browsers send their own instead. */
  userAgent?: string | undefined;
  /** The language that texts and errors are asked for in, such as `pl` or `uk, en;q=0.5`: the `Accept-Language` of all calls. */
  locale?: string | undefined;
  /** Milliseconds for one attempt, its answer included; 30,000 unless given. */
  timeoutMs?: number | undefined;
  /** Milliseconds for a call as a whole, with all its attempts and the time between them; 120,000 unless given. */
  deadlineMs?: number | undefined;
  /** How many attempts may follow the first one; 3 unless given. */
  retries?: number | undefined;
}

/**
 * @param noRoot how addresses end that are no `baseUrl`
 * @throws {@link SignpostError} when an option cannot be used.
 */
export function connectionOf(options: ClientOptions, noRoot?: RegExp): Connection {
  const apiKey = options.apiKey?.trim();
  if (apiKey !== undefined && !/^[!-~]+$/.test(apiKey)) {
    throw new SignpostError('apiKey has to be visible ASCII.');
  }
  return {
    ...options,
    ...limitsOf(options, { timeoutMs: 30_000, deadlineMs: 120_000, retries: 3 }),
    baseUrl: rootOf(options.baseUrl, noRoot),
    apiKey,
  };
}

/** What is given, and for what is not given what held before. */
export function limitsOf(given: GivenLimits, standing: Limits): Limits {
  const limitOf = (name: keyof Limits, least: number): number => {
    const limit = given[name] ?? standing[name];
    if (limit >= least) return limit;
    throw new SignpostError(`${name} has to be ${least} or more.`);
  };
  return {
    timeoutMs: limitOf('timeoutMs', 1),
    deadlineMs: limitOf('deadlineMs', 1),
    retries: limitOf('retries', 0),
  };
}

function rootOf(baseUrl: string, noRoot: RegExp | undefined): string {
  const href = URL.canParse(baseUrl) ? new URL(baseUrl).href : '';
  // fetch refuses addresses with a password, and quotes the password when it does.
  if (!/^https?:\/\/[^/@?#]+(\/[^?#]*)?$/.test(href) || noRoot?.test(href)) {
    throw new SignpostError('baseUrl has to be like https://signpost.example.');
  }
  return href.replace(/\/+$/, '');
}
