import { Fetcher, GivenUp, LIMITS } from './fetcher.ts';
import type { Limits } from './fetcher.ts';
import { fillLists } from './fill-lists.ts';
import { findEndpoint, NotExaminable } from './find-endpoint.ts';
import type { FoundEndpoint } from './find-endpoint.ts';
import { hiding, printable } from './hidden.ts';
import { Patient } from './patient.ts';
import { untested } from './rule.ts';
import type { Outcome } from './rule.ts';
import { AREAS } from './rules/all.ts';

export type Verdict = Outcome['verdict'];
export type Result = { id: string; title: string; outcome: Outcome };

/** What was found out about a server. */
export type Examination = {
  endpoint: string;
  jurisdiction: string | undefined;
  areas: { title: string; results: Result[] }[];
  counts: Record<Verdict, number>;
  calls: number;
  seconds: number;
  /** Why it ended before everything was examined. */
  ended: string | undefined;
};

export type ExamineOptions = {
  url: URL;
  jurisdiction?: string | undefined;
  key?: string | undefined;
  /** Whether cases may be made on the server. */
  write: boolean;
  limits?: Partial<Limits>;
  /** When it is, for answers that were recorded at another time. */
  now?: Date;
  onProgress?: (done: number, total: number) => void;
};

/**
 * Holds a server against the standard, rule by rule.
 * @throws NotExaminable
 */
export async function examine(options: ExamineOptions): Promise<Examination> {
  const { url, jurisdiction, key, write, onProgress } = options;
  const begun = Date.now();
  const hide = hiding(key);
  const fetcher = new Fetcher({ ...LIMITS, ...options.limits }, hide);
  const safe = (text: string) => printable(hide(text));
  const found = await admitted(url, fetcher, options, safe);
  const isOurOrigin = found.endpoint.origin === url.origin;
  const patient = new Patient({
    fetcher,
    ...found,
    jurisdiction,
    key: isOurOrigin ? key : undefined,
    write: write && key !== undefined && isOurOrigin,
    whyNoWrite: write
      ? 'the endpoint is on another origin than the address that was given, and the key is not sent there: give the endpoint itself'
      : '--write and --key are needed for this',
    now: options.now ?? new Date(),
  });
  const total = AREAS.reduce((sum, { rules }) => sum + rules.length, 0);
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, deviates: 0, untested: 0 };
  let ended: string | undefined;
  const givenUp = (error: unknown) => {
    if (!(error instanceof GivenUp)) throw error;
    ended ??= error.message;
  };
  await fillLists(patient).catch(givenUp);
  let done = 0;
  const areas: Examination['areas'] = [];
  for (const { title, rules } of AREAS) {
    const results: Result[] = [];
    for (const rule of rules) {
      const outcome = await rule.check(patient).catch((error: unknown) => {
        givenUp(error);
        return untested((error as GivenUp).message);
      });
      counts[outcome.verdict] += 1;
      results.push({ id: rule.id, title: rule.title, outcome: cleaned(outcome, safe) });
      onProgress?.((done += 1), total);
    }
    areas.push({ title, results });
  }
  return {
    endpoint: safe(found.endpoint.href),
    jurisdiction,
    areas,
    counts,
    calls: fetcher.calls,
    seconds: Math.round((Date.now() - begun) / 100) / 10,
    ended,
  };
}

async function admitted(
  url: URL,
  fetcher: Fetcher,
  { jurisdiction, key }: ExamineOptions,
  safe: (text: string) => string,
): Promise<FoundEndpoint> {
  try {
    return await findEndpoint(url, fetcher, { jurisdiction, key });
  } catch (error) {
    if (error instanceof GivenUp)
      throw new NotExaminable(`${url.origin} cannot be examined: ${error.message}.`);
    if (error instanceof NotExaminable)
      throw new NotExaminable(error.message.split('\n').map(safe).join('\n'), error.needsKey);
    throw error;
  }
}

/** Nothing that a server says reaches a terminal, or a file, as it is. */
function cleaned(outcome: Outcome, safe: (text: string) => string): Outcome {
  return 'evidence' in outcome
    ? {
        ...outcome,
        evidence: outcome.evidence.map(({ call, found }) => ({ call: safe(call), found: safe(found) })),
      }
    : outcome;
}
