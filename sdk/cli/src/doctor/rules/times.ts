import { textOf } from '../items.ts';
import type { Item } from '../items.ts';
import { shown, tolerated, wrong } from '../rule.ts';
import type { Mistake } from '../rule.ts';
import { nameOf } from './fields.ts';

/** A time in the profile of ISO 8601 that the standard names; zone and fraction are for rules of their own. */
const TIME = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const ZONE = /(Z|[+-]\d\d:?\d\d)$/;
const TIME_OF_DAY = /\d\d:\d\d/;

type Check = (item: Item) => Mistake | undefined;

const inFields =
  (fields: readonly string[], mistakeIn: (text: string) => ((found: string) => Mistake) | undefined): Check =>
  (item) => {
    for (const field of fields) {
      const text = textOf(item[field]);
      const mistake = text === undefined ? undefined : mistakeIn(text);
      if (mistake !== undefined) return mistake(`${nameOf(item)}: ${field} ${shown(text)}`);
    }
    return undefined;
  };

/** `2026-02-30` has the form of a day and is none. */
function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

export const wellFormed = (fields: readonly string[]) =>
  inFields(fields, (text) => {
    const match = TIME.exec(text);
    const [, year = '', month = '', day = ''] = match ?? [];
    return match !== null && isDay(year, month, day) ? undefined : wrong;
  });

export const zoned = (fields: readonly string[]) =>
  inFields(fields, (text) => (TIME_OF_DAY.test(text) && !ZONE.test(text) ? wrong : undefined));

export const inSeconds = (fields: readonly string[]) =>
  inFields(fields, (text) =>
    /:\d\d[.,]\d/.test(text)
      ? (found) =>
          tolerated(
            found,
            "open311-adapter's schema and the old validator refuse it; others cut the fraction off.",
          )
      : undefined,
  );

/** When it was, as far as that can be read; a missing zone is taken for UTC. */
export function timeOf(value: unknown): number | undefined {
  const text = (textOf(value) ?? '').replace(' ', 'T');
  const time = Date.parse(ZONE.test(text) || !TIME_OF_DAY.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** As the standard writes it. */
export const writtenTime = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
