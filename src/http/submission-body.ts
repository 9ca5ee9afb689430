import { readDecimal } from '../platform/decimal.ts';
import { invalid, unsupportedMediaType } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { isReadableText, quoted } from '../platform/readable-text.ts';
import { uploadOfBytes } from '../platform/upload.ts';
import type { Upload } from '../platform/upload.ts';
import type { Schema } from './contract.ts';
import { mustBe } from './findings.ts';
import { readMediaText, readWebAddress } from './media-text.ts';
import { printable } from './multipart.ts';
import { readPairs, requireFewPairs, unreadable } from './pairs.ts';
import type { Pair } from './pairs.ts';

/**
 * The fields of a POST, whichever way they came: scalars as text, `attribute` as lists of texts by code. Files that came as
 * texts stand apart, as all files do.
 */
export type SubmittedFields = { fields: Record<string, unknown>; findings: Finding[]; uploads: Upload[] };

/** The fields that the contract knows, by name. */
type Known = Readonly<Record<string, Schema>>;

/** `attribute[CODE]`, `attribute[CODE][]` and `attribute[CODE][0]` (standard, 3.3.1). */
const ATTRIBUTE = /^attribute\[([^[\]]+)\](?:\[\d{0,6}\])?$/;

/** Longer than any code of a catalogue; a bound on what is stored for staff. */
const LONGEST_CODE = 255;

/** A field besides attributes that may come several times, and the one whose values are files. */
const MANY = 'media_url';
const MEDIA = 'media';

/** Spellings that deployed clients use. */
const ALIASES = new Map([
  ['deviceid', 'device_id'],
  ['media[]', MEDIA],
]);

/** The media type of a body, in lower case; without one it is a form. @throws AppError unsupported_media_type when it is not in UTF-8 */
export function mediaTypeOf(contentType: string | undefined): string {
  requireUtf8Charset(contentType);
  return (contentType ?? 'application/x-www-form-urlencoded').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * Reads the body of a POST that has come whole, in any of the accepted dialects (standard, R26, R28, R29, 3.3.1).
 * @param known the fields of the contract; all others are ignored
 * @throws AppError invalid when it cannot be read at all, unsupported_media_type
 */
export function readSubmissionBody(
  body: Buffer,
  contentType: string | undefined,
  known: Known,
): SubmittedFields {
  const type = mediaTypeOf(contentType);
  switch (type) {
    case 'application/x-www-form-urlencoded':
      return fieldsOfPairs(readPairs(readText(body)), known);
    case 'application/json':
      return fieldsOfObject(readJson(readText(body)), known);
    default:
      throw unsupportedMediaType(
        type === ''
          ? 'The Content-Type names no type. Send application/x-www-form-urlencoded, multipart/form-data or application/json.'
          : `The body must be application/x-www-form-urlencoded, multipart/form-data or application/json, not ${printable(type)}.`,
      );
  }
}

function requireUtf8Charset(contentType: string | undefined): void {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw unsupportedMediaType(`The body must be UTF-8, not ${printable(charset)}.`);
  }
}

export function readText(bytes: Buffer): string {
  const text = utf8(bytes);
  if (text === undefined) throw invalid([{ message: 'The body is not valid UTF-8.' }]);
  return text;
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param example of an object, for those who send something else */
export function readJson(text: string, example = '{"service_code": "POTHOLE"}'): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid([{ message: 'The body is not valid JSON.' }]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid([{ message: `The body must be a JSON object such as ${example}.` }]);
  }
  return value as Record<string, unknown>;
}

/** The fields of a form, from its pairs (standard, 3.3.1). */
export function fieldsOfPairs(
  { pairs, findings }: { pairs: readonly Pair[]; findings: readonly Finding[] },
  known: Known,
): SubmittedFields {
  const collected = new Collected(known, findings);
  for (const { name, value } of pairs) {
    const code = ATTRIBUTE.exec(name)?.[1];
    if (code !== undefined) collected.addAttribute(code, value);
    else if (name === 'attribute' || name.startsWith('attribute[')) collected.refuseAttribute(name);
    else collected.addScalar(name, value);
  }
  return collected.result();
}

function fieldsOfObject(object: Record<string, unknown>, known: Known): SubmittedFields {
  const collected = new Collected(known);
  for (const [name, value] of Object.entries(object)) {
    if (name !== 'attribute') {
      for (const one of [MANY, MEDIA].includes(name) && Array.isArray(value) ? (value as unknown[]) : [value])
        collected.addScalar(name, one);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [code, answer] of requireFewPairs(Object.entries(value as Record<string, unknown>))) {
        for (const one of Array.isArray(answer) ? (answer as unknown[]) : [answer])
          collected.addAttribute(code, one);
      }
    } else if (value !== null && value !== '') collected.refuseAttribute(name);
  }
  return collected.result();
}

/** The contract's check would also take `0x33`, `1e1` or `true` for a number. */
const isDecimal = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(readDecimal(value)));

/** Fields as they are gathered: empty and null are absent (R20), line ends become LF (R8), repeats must agree (R30). */
class Collected {
  private readonly scalars = new Map<string, unknown>();
  private readonly attributes = new Map<string, string[]>();
  private readonly findings = new Map<string, Finding>();
  private readonly uploads: Upload[] = [];

  /** @param unread what could not be read before there were names and values */
  constructor(
    private readonly known: Known,
    private readonly unread: readonly Finding[] = [],
  ) {}

  addScalar(givenName: string, given: unknown): void {
    const name = ALIASES.get(givenName) ?? givenName;
    if (!Object.hasOwn(this.known, name)) return;
    const value = this.readable(name, given);
    if (value === undefined) return;
    if (name === MEDIA) {
      this.addMedia(value);
      return;
    }
    if (name === MANY) {
      this.addWebAddress(value);
      return;
    }
    if (this.known[name]?.type === 'number' && !isDecimal(value)) {
      this.findings.set(name, { field: name, message: mustBe(name) });
      return;
    }
    const before = this.scalars.get(name);
    if (before === undefined || before === value) this.scalars.set(name, value);
    else
      this.findings.set(name, {
        field: name,
        message: `${name} is given twice with different values. Send it once.`,
      });
  }

  /** A picture as a text, or its address (standard, 3.3.2). */
  private addMedia(value: unknown): void {
    const media = typeof value === 'string' ? readMediaText(value) : undefined;
    if (media === undefined) this.findings.set(MEDIA, { field: MEDIA, message: mustBe(MEDIA) });
    else if (typeof media === 'string') this.addScalar(MANY, media);
    else this.uploads.push(uploadOfBytes(MEDIA, media));
  }

  private addWebAddress(value: unknown): void {
    const address = typeof value === 'string' ? readWebAddress(value) : undefined;
    const before = (this.scalars.get(MANY) as string[] | undefined) ?? [];
    if (address === undefined) this.findings.set(MANY, { field: MANY, message: mustBe(MANY) });
    else this.scalars.set(MANY, [...before, address]);
  }

  addAttribute(code: string, given: unknown): void {
    if (!isReadableText(code)) {
      this.findings.set('attribute', unreadable('attribute'));
      return;
    }
    if (code.length > LONGEST_CODE) {
      this.findings.set('attribute', {
        field: 'attribute',
        message: `attribute has a code of more than ${LONGEST_CODE} characters.`,
      });
      return;
    }
    const field = `attribute[${code}]`;
    const value = this.readable(field, given);
    if (value === undefined) return;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      this.refuseAttribute(field);
      return;
    }
    this.attributes.set(code, [...(this.attributes.get(code) ?? []), String(value)]);
  }

  refuseAttribute(given: string): void {
    const field = isReadableText(given) ? quoted(given) : 'attribute';
    this.findings.set(field, { field, message: `${field} cannot be read. Write attribute[CODE]=value.` });
  }

  result(): SubmittedFields {
    const fields = Object.fromEntries(this.scalars);
    const urls = this.scalars.get(MANY) as unknown[] | undefined;
    if (urls?.length === 1) fields[MANY] = urls[0];
    if (this.attributes.size > 0) fields['attribute'] = Object.fromEntries(this.attributes);
    return { fields, findings: [...this.unread, ...this.findings.values()], uploads: this.uploads };
  }

  private readable(field: string, value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    if (typeof value !== 'string') return value;
    if (!isReadableText(value)) {
      this.findings.set(field, unreadable(field));
      return undefined;
    }
    // Blanks say as little as nothing.
    return value.trim() === '' ? undefined : value.replace(/\r\n?/g, '\n');
  }
}
