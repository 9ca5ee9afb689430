import { CHOICES } from './choices.ts';
import type { Rule } from './rule.ts';
import { RULES_BY_METHOD } from './rules-by-method.ts';
import { RULES_FOR_ALL_CALLS } from './rules-for-all-calls.ts';

/** All that Signpost promises about GeoReport v2; the tests prove every row, and `/developers/deviations` is made of it. */
export const RULES: readonly Rule[] = [...RULES_FOR_ALL_CALLS, ...RULES_BY_METHOD, ...CHOICES];
