import type { Area } from '../rule.ts';
import { CASES } from './cases.ts';
import { DEFINITIONS } from './definitions.ts';
import { DISCOVERY } from './discovery.ts';
import { ABSENCES, ERRORS } from './errors.ts';
import { WHAT_COMES } from './formats.ts';
import { HEADERS } from './headers.ts';
import { LISTS } from './lists.ts';
import { SERVICES } from './services.ts';
import { SINGLE } from './single.ts';
import { SUBMISSIONS } from './submissions.ts';
import { TOKENS } from './tokens.ts';
import { UPDATE_RULES } from './updates.ts';

/** All rules, in the order in which they are examined: the last two look at everything that was answered before. */
export const AREAS: readonly Area[] = [
  DISCOVERY,
  SERVICES,
  DEFINITIONS,
  LISTS,
  CASES,
  SINGLE,
  SUBMISSIONS,
  TOKENS,
  UPDATE_RULES,
  ABSENCES,
  HEADERS,
  WHAT_COMES,
  ERRORS,
];
