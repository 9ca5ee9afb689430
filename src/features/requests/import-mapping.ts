import { DateTime } from 'luxon';
import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import { isReadableText } from '../../platform/readable-text.ts';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(longest, `is longer than ${longest} characters`)
    .refine(isReadableText, 'contains a control character or half of a character');

/** The name of a column, as it stands in the first line of the file. */
const column = text(500);

const mappingSchema = z.strictObject({
  /** Where the cases come from; with the number there it tells whether a case is here already. */
  source: text(100),
  /** `iso`, or a format of luxon such as `MM/dd/yyyy hh:mm:ss a`. */
  time_format: text(100).refine(
    (format) => format === 'iso' || isWholeFormat(format),
    'does not say year, month, day and hour so that they can be read back; write iso or a format such as yyyy-MM-dd HH:mm:ss',
  ),
  columns: z
    .strictObject({
      source_reference: column,
      service: column,
      group: column.optional(),
      requested: column,
      updated: column.optional(),
      closed: column.optional(),
      expected: column.optional(),
      status: column,
      status_notes: column.optional(),
      description: column.optional(),
      agency: column.optional(),
      address: column.optional(),
      zipcode: column.optional(),
      lat: column.optional(),
      long: column.optional(),
    })
    .refine(({ lat, long }) => (lat === undefined) === (long === undefined), 'has only one of lat and long')
    .refine(
      ({ lat, address }) => lat !== undefined || address !== undefined,
      'says nothing about the place: it needs lat and long, or address',
    ),
  /** What a word in the status column means here. */
  statuses: z
    .record(z.string(), z.enum(['open', 'closed'], 'is neither open nor closed'))
    .refine((statuses) => Object.keys(statuses).length > 0, 'is empty'),
});

/** How the columns of a CSV file become cases. */
export type ImportMapping = z.infer<typeof mappingSchema>;
export type MappedField = keyof ImportMapping['columns'];

/**
 * Reads a mapping file.
 * @param file the JSON text
 * @throws AppError invalid with all mistakes at once
 */
export function readImportMapping(file: string): ImportMapping {
  let given: unknown;
  try {
    given = JSON.parse(file.replace(/^\ufeff/, ''));
  } catch (error) {
    throw invalid([{ message: `The mapping is no JSON: ${(error as Error).message}.` }]);
  }
  const result = mappingSchema.safeParse(given, {
    error: ({ code, input, ...issue }) => wording(code, input, issue),
  });
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map(({ path, message }) => {
      const field = path.join('.');
      return field === ''
        ? { message: `The mapping ${message}.` }
        : { field, message: `${field} ${message}.` };
    }),
  );
}

function wording(code: string, input: unknown, issue: object): string | undefined {
  if (code === 'unrecognized_keys')
    return `has ${(issue as { keys: string[] }).keys.join(', ')}, which nothing is known about`;
  if (code !== 'invalid_type') return undefined;
  const expected = (issue as { expected: string }).expected;
  if (input === undefined) return 'is missing';
  return expected === 'string' ? 'is no text' : 'is no object';
}

/** A moment whose every part differs, in the afternoon, so that a format that drops one is noticed. */
const PROBE = DateTime.utc(2013, 11, 24, 16, 37, 58);

/** Whether a format reads back what it writes: date and hour, or a date alone. */
function isWholeFormat(format: string): boolean {
  const read = DateTime.fromFormat(PROBE.toFormat(format), format, { zone: 'utc' });
  return read.hasSame(PROBE, 'day') && (read.hour === PROBE.hour || read.equals(PROBE.startOf('day')));
}
