import { readDecimal } from '../../platform/decimal.ts';
import { isReadableText, readableText } from '../../platform/readable-text.ts';
import { slug } from '../../platform/slug.ts';
import type { ImportMapping, MappedField } from './import-mapping.ts';
import type { TimeReader } from './import-time.ts';
import type { Status } from './request.ts';

/** A case of a file, ready to be written. Times are in whole seconds. */
export type ImportedCase = {
  source_reference: string;
  service_code: string;
  service_name: string;
  group: string | null;
  status: Status;
  status_notes: string | null;
  description: string | null;
  agency_responsible: string | null;
  requested_at: Date;
  updated_at: Date;
  expected_at: Date | null;
  /** Null for an open case, and for a closed one when nobody wrote down when. */
  closed_at: Date | null;
  address: string | null;
  zipcode: string | null;
  lat: number | null;
  long: number | null;
};

/** The standard's limit, in Unicode characters; what is longer in another system is cut. */
const LONGEST_DESCRIPTION = 4_000;
/** Longer ones are no numbers of cases, and no index could hold them. */
const LONGEST_REFERENCE = 255;

type Values = Partial<Record<MappedField, string>>;

/** How a record becomes a case: the case, or why there is none. */
export type RecordReader = (values: Values) => ImportedCase | { reason: string };

export function recordReader(mapping: ImportMapping, readTime: TimeReader): RecordReader {
  const statuses = new Map(Object.entries(mapping.statuses).map(([word, status]) => [word.trim(), status]));
  const { columns } = mapping;

  return (values) => {
    const source_reference = clean(values.source_reference);
    if (source_reference === null)
      return refusal(`${columns.source_reference} is empty: the case has no number.`);
    if (source_reference.length > LONGEST_REFERENCE) {
      return refusal(`${columns.source_reference} is longer than ${LONGEST_REFERENCE} characters.`);
    }
    const times = readTimes(values, mapping, readTime);
    if (typeof times === 'string') return refusal(times);
    const { requested, updated, closed, expected } = times;
    if (requested === null) return refusal(`${columns.requested} is empty: the case has no time.`);
    const word = clean(values.status) ?? '';
    const status = statuses.get(word);
    if (status === undefined) {
      return refusal(`${columns.status} ${quote(word)} is not among the statuses of the mapping.`);
    }
    if (closed !== null && closed < requested) {
      return refusal(
        `The case was closed (${values.closed?.trim()}) before it was opened (${values.requested?.trim()}).`,
      );
    }
    const service_name = clean(values.service);
    if (service_name === null) return refusal(`${columns.service} is empty: the case has no service.`);
    const point = readPoint(values);
    const address = clean(values.address);
    if (point === null && address === null)
      return refusal('The case has neither coordinates nor an address.');

    const closed_at = status === 'closed' ? closed : null;
    const described = clean(values.description);
    return {
      source_reference,
      service_code: slug(service_name),
      service_name,
      group: clean(values.group),
      status,
      status_notes: clean(values.status_notes),
      description: described === null ? null : cut(described),
      agency_responsible: clean(values.agency),
      requested_at: requested,
      updated_at: closed_at ?? (updated !== null && updated > requested ? updated : requested),
      expected_at: expected,
      closed_at,
      address,
      zipcode: clean(values.zipcode),
      lat: point?.lat ?? null,
      long: point?.long ?? null,
    };
  };
}

const refusal = (reason: string) => ({ reason });

const TIMES = ['requested', 'updated', 'closed', 'expected'] as const;

/** @returns the times that are given, or what is wrong with one */
function readTimes(
  values: Values,
  { columns, time_format }: ImportMapping,
  readTime: TimeReader,
): Record<(typeof TIMES)[number], Date | null> | string {
  const times: Record<(typeof TIMES)[number], Date | null> = {
    requested: null,
    updated: null,
    closed: null,
    expected: null,
  };
  for (const field of TIMES) {
    const text = values[field]?.trim() ?? '';
    if (text === '') continue;
    const time = readTime(text);
    if (time === undefined)
      return `${columns[field] ?? field} ${quote(text)} is no time in the format ${time_format}.`;
    times[field] = time;
  }
  return times;
}

const LONGEST_QUOTE = 60;
const quote = (text: string) =>
  JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : readableText(text));

/** Without what XML cannot carry, line ends as LF, without space around it; null when nothing remains. */
function clean(text: string | undefined): string | null {
  if (text === undefined) return null;
  const readable = isReadableText(text) ? text : readableText(text);
  const trimmed = (readable.includes('\r') ? readable.replace(/\r\n?/g, '\n') : readable).trim();
  return trimmed === '' ? null : trimmed;
}

function cut(text: string): string {
  return text.length <= LONGEST_DESCRIPTION
    ? text
    : [...text].slice(0, LONGEST_DESCRIPTION).join('').trimEnd();
}

/** A pair of numbers in range. Half a pair, words and 0/0, which is how many systems write "unknown", are no point. */
function readPoint({ lat, long }: Values): { lat: number; long: number } | null {
  const point = { lat: readDecimal(lat ?? ''), long: readDecimal(long ?? '') };
  if (!(Math.abs(point.lat) <= 90 && Math.abs(point.long) <= 180)) return null;
  return point.lat === 0 && point.long === 0 ? null : point;
}
