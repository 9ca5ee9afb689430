import type { CityRequest } from '../../src/open311.ts';
import { momentOf, wholeSecond, written } from './case-times.ts';
import { Mistake } from './problems.ts';

/** So long a time the standard lets a list have. */
const LONGEST_MS = 90 * 86_400_000;
/** Clocks differ. */
const AHEAD_MS = 600_000;

/** A part of the time that is asked for. */
export type Span = {
  start_date: string | undefined;
  end_date: string | undefined;
  /** Whether a case belongs to this part, so that each is in one of them, whatever the city makes of the two times. */
  has: (item: CityRequest) => boolean;
};

/** What is longer than a list may be is asked for in parts, the latest first. Without a beginning, it is what the city gives. */
export function spansOf(from: string | undefined, to: string | undefined): Span[] {
  const begin = momentOf(from);
  const last = momentOf(to) ?? wholeSecond(Date.now() + AHEAD_MS);
  if (begin === undefined || last - begin <= LONGEST_MS)
    return [{ start_date: from, end_date: to, has: () => true }];
  const spans: Span[] = [];
  for (let end = last; end > begin; end -= LONGEST_MS) {
    const start = Math.max(begin, end - LONGEST_MS);
    const isLatest = end === last;
    spans.push({
      start_date: written(start),
      end_date: written(end),
      has: ({ requested_datetime }) => {
        const moment = momentOf(requested_datetime);
        if (moment !== undefined) return moment >= start && (isLatest || moment < end);
        if (requested_datetime !== null)
          throw new Mistake(
            'The times of this city have no zone: say --time-zone, or ask for 90 days at a time.',
          );
        return isLatest;
      },
    });
  }
  return spans;
}
