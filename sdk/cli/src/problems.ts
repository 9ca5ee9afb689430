import { ApiError, ConnectionError, ForbiddenError, SignpostError } from '../../src/index.ts';
import { KEY_VARIABLE } from './city.ts';
import { printable } from './doctor/index.ts';
import { tell } from './terminal.ts';

/** A command that did its work and says how it went by its exit code alone. */
export class Ended extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Something about the command line that can not be done. */
export class Mistake extends Error {}

/** What scripts rely on; the help of every command that calls a server says it. */
export const EXIT_CODES = `
Exit codes:
  0  done
  1  what the server answers cannot be understood
  2  the command line, or what was sent, is not right
  3  the key is missing, or may not do this
  4  there is no such city, service or case
  5  out of reach or too busy for the moment: try again`;

/** Tells an error of a command that calls a server. @returns the exit code that goes with it; undefined for any other error */
export function tellProblem(error: unknown): number | undefined {
  if (error instanceof Ended) return error.exitCode;
  if (error instanceof Mistake) {
    tell(error.message);
    return 2;
  }
  if (error instanceof ApiError) {
    for (const { description } of error.errors) tell(printable(inOurWords(description)));
    if (error instanceof ForbiddenError) tell(`The key is taken from --key or from ${KEY_VARIABLE}.`);
    if (error.retryAfter !== undefined) tell(`Try again in ${error.retryAfter} s.`);
    if (error.requestId !== undefined)
      tell(`Quote this when you ask for help: ${printable(error.requestId)}`);
    return codeOf(error.status);
  }
  if (error instanceof ConnectionError) {
    tell(printable(inOurWords(error.message)));
    if (error.code === 'redirect') return 2;
    if (error.idempotencyKey !== undefined)
      tell(
        `Whether the case has arrived is not known. Look with signpost list before you submit it again; to a Signpost server, submit it again with --idempotency-key ${error.idempotencyKey}, and there will be one case.`,
      );
    return error.code === 'too_large' ? 1 : 5;
  }
  if (error instanceof SignpostError) {
    tell(printable(inOurWords(error.message)));
    return 2;
  }
  return undefined;
}

/** What the SDK says to programs, in the words of the command line. */
const WORDS: readonly [string, string][] = [
  ["Give type: 'test' if that is meant", 'Say --test if that is meant'],
  ["Give type: 'production' if that is meant", 'Leave --test out if that is meant'],
  ['give its address as the base URL, without type', 'give its address, and leave --test out'],
  [', or its origin among trustedOrigins,', ''],
  [
    ' This was asked to find the endpoint of the city: if you know it, give it as the base URL, with discovery: false.',
    ' This was asked to find the endpoint of the city.',
  ],
  ['baseUrl has to be', 'The address has to be'],
  ['baseUrl', 'the address'],
  ['as the base URL', 'as the address'],
  ['base URL', 'address'],
  ['apiKey has', 'The key has'],
  ['timeZone has', '--time-zone has'],
];

const inOurWords = (text: string) => WORDS.reduce((told, [word, ours]) => told.replaceAll(word, ours), text);

/** Tells what nobody has foreseen. @returns the exit code that goes with it */
export function tellFault(error: unknown): number {
  tell(`Signpost failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}

function codeOf(status: number): number {
  if (status < 400) return 1;
  if (status === 401 || status === 403) return 3;
  if (status === 404 || status === 410) return 4;
  return status >= 500 || [408, 409, 425, 429].includes(status) ? 5 : 2;
}
