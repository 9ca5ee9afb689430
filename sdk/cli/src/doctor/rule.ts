import { callLine } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Patient } from './patient.ts';

/** What was called, and the part of the answer that is wrong. */
type Evidence = { call: string; found: string };

export type Outcome =
  | { verdict: 'pass' }
  | { verdict: 'fail'; evidence: Evidence[] }
  /** Tolerated: what clients in use make of it. */
  | { verdict: 'deviates'; evidence: Evidence[]; clients: string }
  | { verdict: 'untested'; why: string };

/** A rule of the standard that can be seen from outside. */
export type Rule = {
  /** The section of the standard; behind a slash, which of its rules. */
  id: string;
  /** What holds, in one sentence. */
  title: string;
  check(patient: Patient): Promise<Outcome>;
};

export type Area = { title: string; rules: readonly Rule[] };

/** What is wrong in an answer; tolerated where somebody has seen clients live with it. */
export type Mistake = { found: string; clients?: string };

export const PASS: Outcome = { verdict: 'pass' };
export const untested = (why: string): Outcome => ({ verdict: 'untested', why });

export const wrong = (found: string): Mistake => ({ found });
export const tolerated = (found: string, clients: string): Mistake => ({ found, clients });

/** At most so much evidence stands below one rule. */
const MOST_EVIDENCE = 3;

/**
 * Judges a rule by what was found in several answers: one mistake that nobody tolerates makes it fail.
 * @param why why there is nothing to judge, where no answer could be looked at
 */
export function judge(looked: readonly (readonly [Answer, Mistake | undefined])[], why: string): Outcome {
  if (looked.length === 0) return untested(why);
  const found = looked.flatMap(([answer, mistake]) => (mistake === undefined ? [] : [{ answer, mistake }]));
  if (found.length === 0) return PASS;
  const evidence = found
    .slice(0, MOST_EVIDENCE)
    .map(({ answer, mistake }) => ({ call: callLine(answer), found: mistake.found }));
  const clients = found.map(({ mistake }) => mistake.clients);
  const [first] = clients;
  return first === undefined || clients.includes(undefined)
    ? { verdict: 'fail', evidence }
    : { verdict: 'deviates', evidence, clients: first };
}

/** A value as evidence: short, on one line. */
export function shown(value: unknown): string {
  let text: string | undefined;
  try {
    text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
  } catch {
    text = 'something nested too deep';
  }
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** The beginning of a body as evidence, on one line. */
export const excerpt = (text: string) => {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
};
