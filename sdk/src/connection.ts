import { SignpostError } from './errors.ts';
import type { Hooks } from './hooks.ts';

/** How a client speaks to its server; everything is checked and complete. */
export interface Connection extends Omit<ClientOptions, keyof Limits>, Limits {}

/**
 * How long and how often a call is tried, and how much of its answer is read.
 *
 * @example
 * ```ts
 * import type { Limits } from '@signpost/sdk';
 *
 * const forPeopleWhoWait: Limits = { timeoutMs: 5_000, deadlineMs: 10_000, retries: 1, maxBytes: 1_000_000 };
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
  /** The size of the largest answer that is read, in bytes. */
  maxBytes: number;
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
  /** The account token of a developer, which `accounts.confirm` answers with. Sent only with what is about the account. */
  accountToken?: string | undefined;
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
  /** The size of the largest answer that is read, in bytes: 32 MiB unless given. An export, which is read while it comes, has none. */
  maxBytes?: number | undefined;
}

/** @throws {@link SignpostError} when an option cannot be used. */
export function connectionOf(options: ClientOptions): Connection {
  const secretOf = (name: 'apiKey' | 'accountToken'): string | undefined => {
    const secret = options[name]?.trim();
    if (/^[\x21-\x7e]+$/.test(secret ?? 'x')) return secret;
    throw new SignpostError(`${name} has to be visible ASCII, and not empty.`);
  };
  return {
    ...options,
    ...limitsOf(options),
    baseUrl: rootOf(options.baseUrl),
    apiKey: secretOf('apiKey'),
    accountToken: secretOf('accountToken'),
  };
}

/** What each limit is unless given. */
const usual: Limits = { timeoutMs: 30_000, deadlineMs: 120_000, retries: 3, maxBytes: 33_554_432 };

/** Whether headers of a call hold what not every host may see: anything but what kind of answer is wanted. */
export const hasSecrets = (headers: object = {}): boolean =>
  Object.keys(headers).some((name) => !/^accept/i.test(name));

/** What is given, and for what is not given what held before. */
export function limitsOf(given: GivenLimits, standing: GivenLimits = {}): Limits {
  const limits = (Object.keys(usual) as (keyof Limits)[]).map((name) => {
    const limit = given[name] ?? standing[name] ?? usual[name];
    if (limit >= Number(name !== 'retries')) return [name, limit];
    throw new SignpostError(`${name} has to be a larger number.`);
  });
  return Object.fromEntries(limits) as Limits;
}

function rootOf(baseUrl: string): string {
  const href = URL.canParse(baseUrl) ? new URL(baseUrl).href : '';
  // fetch refuses addresses with a password, and quotes the password when it does.
  if (/^https?:\/\/[^/@]+\/[^?#]*$/.test(href)) return href.replace(/\/+$/, '');
  throw new SignpostError('baseUrl has to be like https://signpost.example.');
}
