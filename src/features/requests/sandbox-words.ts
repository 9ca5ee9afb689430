import { RehearsedError } from '../../platform/errors.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';

/**
 * Words that make something happen when they stand in the description of a submission to a sandbox, so that whoever writes
 * a client can try what a city and a server in trouble do. The contract tells of them; on the live paths they mean nothing.
 */
type Wish = 'lifecycle' | 'slow' | keyof typeof ERRORS;

/** As a word of its own, in any case, wherever clients put their own text before or behind it. */
const WORD = /(?<![\p{L}\p{N}_-])sandbox-(lifecycle|slow|400|403|429|500|503)(?![\p{L}\p{N}_-])/iu;

/** Long enough to be over the patience of impatient clients, short enough to be waited for in a test. */
const SLOW_MS = 5_000;

/** As short as it can be said: who tries it waits for it. */
const RETRY_SECONDS = 1;

const ERRORS = {
  400: () => new RehearsedError('invalid', asked(400, 'description')),
  403: () => new RehearsedError('forbidden', asked(403, 'api_key')),
  429: () => new RehearsedError('too_many', asked(429), { retryAfter: RETRY_SECONDS }),
  500: () => new RehearsedError('internal', asked(500)),
  503: () => new RehearsedError('unavailable', asked(503), { retryAfter: RETRY_SECONDS }),
};

const asked = (status: number, field?: string) => ({
  message: `The sandbox answers ${status}, as the description asks for.`,
  ...(field === undefined ? {} : { field }),
});

/** What a submission asks of the sandbox that it was sent to. */
export function wishOf({ kind }: Jurisdiction, description: string | undefined): Wish | undefined {
  const word = kind === 'test' ? WORD.exec(description ?? '')?.[1] : undefined;
  return word?.toLowerCase() as Wish | undefined;
}

/**
 * Makes the error that a submission asks for.
 * @throws RehearsedError
 * @returns for how long the answer is to be held back, in milliseconds
 */
export function rehearse(jurisdiction: Jurisdiction, description: string | undefined): number | undefined {
  const wish = wishOf(jurisdiction, description);
  if (wish === undefined || wish === 'lifecycle') return undefined;
  if (wish === 'slow') return SLOW_MS;
  throw ERRORS[wish]();
}
