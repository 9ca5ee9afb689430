import { daysLater, readDateTime } from '../../platform/date-time.ts';
import type { Finding } from '../../platform/errors.ts';

const DAY_MS = 86_400_000;

/** The spec's own span when a list names one date or none (standard, 3.5). */
const DEFAULT_DAYS = 90;

export type Window = { from: Date; to: Date };
export type DateWindow = { window: Window } | { findings: Finding[] };

/**
 * The window of time that a list asks for: none given, the last 90 days; one given, the 90 days from it (not beyond now)
 * or up to it; both given, what they say, if that is not too long. Both ends are inclusive.
 * @param spanDays the longest span that the city allows
 * @param zone time zone for a time without one
 */
export function dateWindow(
  given: { start_date?: string; end_date?: string },
  city: { spanDays: number; zone: string },
  now: Date,
): DateWindow {
  const { from: start, to: end, findings } = readSpan(given, ['start_date', 'end_date'], city.zone);
  if (findings.length > 0) return { findings };
  const defaultMs = DEFAULT_DAYS * DAY_MS;
  if (start !== undefined && end !== undefined) {
    // Days of the calendar may have an hour more than 24 each; days of 24 hours are right as well.
    const latest = Math.max(
      start.getTime() + city.spanDays * DAY_MS,
      daysLater(start, city.spanDays, city.zone).getTime(),
    );
    if (end.getTime() > latest) {
      return {
        findings: [
          {
            field: 'end_date',
            message: `start_date and end_date are more than ${city.spanDays} days apart. Ask for a shorter span.`,
          },
        ],
      };
    }
    return { window: { from: start, to: end } };
  }
  if (start !== undefined) {
    return {
      window: {
        from: start,
        to: new Date(Math.max(start.getTime(), Math.min(now.getTime(), start.getTime() + defaultMs))),
      },
    };
  }
  return { window: upTo(end ?? now) };
}

/**
 * The window of last changes that a list asks for (standard, 4 and 6); undefined when it names none. From a time on: all
 * that has happened since. Up to a time: the 90 days before it.
 */
export function changeWindow(
  given: { updated_after?: string; updated_before?: string },
  zone: string,
  now: Date,
): DateWindow | undefined {
  const { from, to, findings } = readSpan(given, ['updated_after', 'updated_before'], zone);
  if (findings.length > 0) return { findings };
  if (from === undefined) return to === undefined ? undefined : { window: upTo(to) };
  return { window: { from, to: to ?? new Date(Math.max(from.getTime(), now.getTime())) } };
}

/** The span of time that an export asks for: what is not said has no end. */
export function openWindow(
  given: { start_date?: string; end_date?: string },
  zone: string,
): { window: Partial<Window> } | { findings: Finding[] } {
  const { findings, ...window } = readSpan(given, ['start_date', 'end_date'], zone);
  return findings.length > 0 ? { findings } : { window };
}

/** The part of a window whose rows can all be seen: what comes later is told to who asks again. */
export const settledPart = ({ from, to }: Window, horizon: Date): Window => ({
  from,
  to: new Date(Math.min(to.getTime(), horizon.getTime() - 1)),
});

const upTo = (to: Date): Window => ({ from: new Date(to.getTime() - DEFAULT_DAYS * DAY_MS), to });

function readSpan<Field extends string>(
  given: Partial<Record<Field, string>>,
  [first, last]: readonly [Field, Field],
  zone: string,
): { from?: Date; to?: Date; findings: Finding[] } {
  const findings: Finding[] = [];
  const read = (field: Field) => {
    const text = given[field];
    if (text === undefined) return undefined;
    const time = readDateTime(text, zone);
    if (time === undefined) {
      findings.push({
        field,
        message: `${field} must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.`,
      });
    }
    return time;
  };
  const from = read(first);
  const to = read(last);
  if (from !== undefined && to !== undefined && to < from)
    findings.push({ field: last, message: `${last} is before ${first}.` });
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    findings,
  };
}
