/** Damm's quasigroup of order 10, row by row. */
const QUASIGROUP =
  '0317598642' +
  '7092154863' +
  '4206871359' +
  '1750983426' +
  '6123045978' +
  '3674209581' +
  '5869720134' +
  '8945362017' +
  '9438617205' +
  '2581436790';

const damm = (digits: string) =>
  [...digits].reduce((interim, digit) => Number(QUASIGROUP[interim * 10 + Number(digit)]), 0);

/** The number that the case of this place in the sequence has: its last digit is a check digit. */
export const caseNumber = (place: number): string => `${place}${damm(`${place}`)}`;

/** What a number says about itself: it may exist, it was mistyped, or it is no case number at all. */
export function readCaseNumber(text: string): 'possible' | 'mistyped' | 'no number' {
  if (!/^[1-9]\d{7,17}$/.test(text)) return 'no number';
  return damm(text) === 0 ? 'possible' : 'mistyped';
}
