/** Damm's quasigroup of order 10: it notices every wrong digit and every swap of two neighbours. */
const QUASIGROUP = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** At least 8 digits, and no more than a bigint holds. */
const SHAPE = /^[1-9]\d{7,17}$/;

/** What a number says about itself: it may exist, it was mistyped, or it is no case number at all. */
export function readCaseNumber(text: string): 'possible' | 'mistyped' | 'no number' {
  if (!SHAPE.test(text)) return 'no number';
  return dammDigit(text) === 0 ? 'possible' : 'mistyped';
}

/** The check digit of a row of digits; 0 for a row that ends in its own check digit. `next_case_number` in SQL does the same. */
export function dammDigit(digits: string): number {
  return [...digits].reduce((interim, digit) => QUASIGROUP[interim]?.[Number(digit)] ?? 0, 0);
}

/** A number as a person types it: spaces and hyphens mean nothing. */
export function typedCaseNumber(text: string): string {
  return text.replace(/[\s-]/g, '');
}

/** For reading aloud: `10 000 008` in groups of three from the right. */
export function spokenCaseNumber(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, ' ');
}
