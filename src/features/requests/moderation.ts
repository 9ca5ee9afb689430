/**
 * Why staff are to look at a case. `release`: the city looks at each. What a machine has seen: `links`, `repeated` text, a `flood`
 * from one address. `reported`: somebody says that it should not be public.
 */
export type HoldReason = 'release' | 'links' | 'repeated' | 'flood' | 'reported';

/** What staff have said of a case: that everybody may see it, whoever reports it, or nobody. */
export type Decision = 'released' | 'kept' | 'hidden';

/** Why somebody thinks that a case should not be public. */
export type ReportReason = 'abusive' | 'personal_data' | 'spam' | 'wrong_place' | 'other';

/** What is counted as the same text: case, punctuation and line ends do not matter. */
export const comparedText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * A text of so many characters says more than that something is broken, so two of them that are alike were hardly written by
 * two people. Shorter ones, such as "graffiti", are the same only at the same place.
 */
export const LONG_TEXT = 40;

/** Places that lie within about ten metres are the same. */
export const comparedPlace = (lat: number, long: number): string => `${lat.toFixed(4)},${long.toFixed(4)}`;
