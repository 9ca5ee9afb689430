/** A case number as people read it aloud, in threes from the end: 10005202 → 10 005 202. */
export const writeCaseNumber = (number: string): string => number.replace(/\B(?=(\d{3})+$)/g, '\u00a0');

/** What somebody typed as a number, without the blanks and hyphens that people put into it; undefined when it is none. */
export function readCaseNumber(typed: string): string | undefined {
  const number = typed.normalize('NFKC').replace(/[\s.\u2010-\u2015-]/g, '');
  return /^\d{8,18}$/.test(number) ? number : undefined;
}
