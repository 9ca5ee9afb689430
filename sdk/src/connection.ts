import { SignpostError } from './errors.ts';
import type { Hooks } from './hooks.ts';

/** How a client speaks to its server; everything is checked and complete. */
export interface Connection extends Limits {
  /** Without a slash at its end. */
  baseUrl: string;
  jurisdictionId: string | undefined;
  apiKey: string | undefined;
  fetch: typeof globalThis.fetch | undefined;
  userAgent: string | undefined;
  hooks: Hooks;
  maxBytes: number;
}

/** How long and how often a call is tried. */
export interface Limits {
  /** Milliseconds for one attempt, its answer included. */
  timeoutMs: number;
  /** Milliseconds for the whole call, with all its attempts and the time between them. */
  deadlineMs: number;
  /** How many attempts may follow the first one. */
  retries: number;
}

/** What is the same for the clients of all servers. */
export interface ClientOptions extends Partial<{ [Name in keyof Limits]: Limits[Name] | undefined }>, Hooks {
  /** The root of the server, such as `https://signpost.example`; http or https. */
  baseUrl: string;
  /** Which city is meant, in every call that does not name another. Needed where a server has several. */
  jurisdictionId?: string | undefined;
  /** The API key. Sent only where the contract asks for one, which is when something is submitted. */
  apiKey?: string | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** The size of the largest answer that is read, in bytes: 32 MiB unless given. Exports and pictures may be larger. */
  maxBytes?: number | undefined;
  /** The `User-Agent` of all calls. Most browsers send their own instead. */
  userAgent?: string | undefined;
}

/** @throws {@link SignpostError} when an option cannot be used. */
export function connectionOf({ baseUrl, apiKey, ...rest }: ClientOptions): Connection {
  const key = apiKey?.trim();
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new SignpostError('apiKey has to be made of visible ASCII characters.');
  }
  return {
    baseUrl: rootOf(baseUrl),
    jurisdictionId: rest.jurisdictionId,
    apiKey: key,
    fetch: rest.fetch,
    userAgent: rest.userAgent,
    maxBytes: rest.maxBytes ?? 33_554_432,
    hooks: { onRequest: rest.onRequest, onResponse: rest.onResponse, onRetry: rest.onRetry },
    ...limitsOf(rest, { timeoutMs: 30_000, deadlineMs: 120_000, retries: 3 }),
  };
}

/** What is given, and for what is not given what held before. */
export function limitsOf(
  { timeoutMs, deadlineMs, retries }: { [Name in keyof Limits]?: number | undefined },
  standing: Limits,
): Limits {
  const limits = {
    timeoutMs: timeoutMs ?? standing.timeoutMs,
    deadlineMs: deadlineMs ?? standing.deadlineMs,
    retries: retries ?? standing.retries,
  };
  if (!(limits.timeoutMs > 0)) throw new SignpostError('timeoutMs has to be more than 0.');
  if (!(limits.deadlineMs > 0)) throw new SignpostError('deadlineMs has to be more than 0.');
  if (!(limits.retries >= 0)) throw new SignpostError('retries has to be 0 or more.');
  return limits;
}

function rootOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  // fetch refuses addresses with a password, and quotes the password when it does.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new SignpostError('baseUrl has to be the root of a server, such as https://signpost.example.');
  }
  return url.href.replace(/\/+$/, '');
}
