import busboy from 'busboy';
import { invalid, unsupportedMediaType } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { isReadableText, readPairs, requireFewPairs, unreadable } from './pairs.ts';
import type { Pair } from './pairs.ts';

/** The fields of a POST, whichever way they came: scalars as text, `attribute` as lists of texts by code. */
export type SubmittedFields = { fields: Record<string, unknown>; findings: Finding[] };

/** `attribute[CODE]`, `attribute[CODE][]` and `attribute[CODE][0]` (standard, 3.3.1). */
const ATTRIBUTE = /^attribute\[([^[\]]+)\](?:\[\d{0,6}\])?$/;

/** The one field besides attributes that may come several times. */
const MANY = 'media_url';

/** Spellings that deployed clients use. */
const ALIASES = new Map([['deviceid', 'device_id']]);

/** Bounds of one multipart body; the whole of it is bounded before it is read. */
const MULTIPART_LIMITS = { fieldNameSize: 300, fields: 501, parts: 501, headerPairs: 50 };

/**
 * Reads the body of a POST in any of the accepted dialects (standard, R26 to R29, 3.3.1).
 * @throws AppError invalid when it cannot be read at all, unsupported_media_type
 */
export async function readSubmissionBody(
  body: Buffer,
  contentType: string | undefined,
): Promise<SubmittedFields> {
  const type = (contentType ?? 'application/x-www-form-urlencoded').split(';')[0]?.trim().toLowerCase() ?? '';
  requireUtf8Charset(contentType);
  switch (type) {
    case 'application/x-www-form-urlencoded':
      return fieldsOfPairs(readPairs(readText(body)));
    case 'multipart/form-data':
      return fieldsOfPairs(requireFewPairs(await readMultipart(body, contentType ?? '')));
    case 'application/json':
      return fieldsOfObject(readJson(readText(body)));
    default:
      throw unsupportedMediaType(
        `The body must be application/x-www-form-urlencoded, multipart/form-data or application/json, not ${printable(type)}.`,
      );
  }
}

function requireUtf8Charset(contentType: string | undefined): void {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw unsupportedMediaType(`The body must be UTF-8, not ${printable(charset)}.`);
  }
}

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);

function readText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid([{ message: 'The body is not valid UTF-8.' }]);
  }
}

function readMultipart(body: Buffer, contentType: string): Promise<Pair[]> {
  return new Promise((resolve, reject) => {
    const unreadableBody = () =>
      reject(invalid([{ message: 'The multipart body is broken: a part or its end is missing.' }]));
    let parser: busboy.Busboy;
    try {
      // Latin-1 keeps every byte, so that the bytes can then be read as UTF-8 strictly.
      parser = busboy({
        headers: { 'content-type': contentType },
        defCharset: 'latin1',
        defParamCharset: 'latin1',
        limits: { ...MULTIPART_LIMITS, fieldSize: body.length },
      });
    } catch {
      unreadableBody();
      return;
    }
    const pairs: Pair[] = [];
    const findings: Finding[] = [];
    parser.on('field', (rawName, rawValue) => {
      const name = utf8(rawName);
      const value = utf8(rawValue);
      if (name === undefined || value === undefined) {
        findings.push({
          field: name ?? 'name',
          message: `${name ?? 'The name of a field'} is not valid UTF-8.`,
        });
      } else pairs.push({ name, value });
    });
    parser.on('file', (name, stream) => {
      stream.resume();
      findings.push({
        field: printable(name),
        message: `${printable(name)} is a file. Files are not taken here; send the address of a picture as media_url.`,
      });
    });
    parser.on('error', unreadableBody);
    parser.on('close', () => {
      if (findings.length > 0) reject(invalid(findings));
      else resolve(pairs);
    });
    parser.end(body);
  });
}

/**
 * The UTF-8 text of bytes that were read as Latin-1. A part that declares its own charset has been decoded already, which
 * shows by characters beyond Latin-1; there a replacement character tells of a wrong byte.
 */
function utf8(latin1: string): string | undefined {
  if (/[^\u0000-\u00ff]/.test(latin1)) return latin1.includes('\ufffd') ? undefined : latin1;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return undefined;
  }
}

function readJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid([{ message: 'The body is not valid JSON.' }]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid([{ message: 'The body must be a JSON object such as {"service_code": "POTHOLE"}.' }]);
  }
  return value as Record<string, unknown>;
}

function fieldsOfPairs(pairs: readonly Pair[]): SubmittedFields {
  const collected = new Collected();
  for (const { name, value } of pairs) {
    const code = ATTRIBUTE.exec(name)?.[1];
    if (code !== undefined) collected.addAttribute(code, value);
    else if (name === 'attribute' || name.startsWith('attribute[')) collected.refuseAttribute(name);
    else collected.addScalar(name, value);
  }
  return collected.result();
}

function fieldsOfObject(object: Record<string, unknown>): SubmittedFields {
  const collected = new Collected();
  for (const [name, value] of Object.entries(object)) {
    if (name !== 'attribute') {
      for (const one of name === MANY && Array.isArray(value) ? (value as unknown[]) : [value])
        collected.addScalar(name, one);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [code, answer] of Object.entries(value as Record<string, unknown>)) {
        for (const one of Array.isArray(answer) ? (answer as unknown[]) : [answer])
          collected.addAttribute(code, one);
      }
    } else if (value !== null && value !== '') collected.refuseAttribute(name);
  }
  return collected.result();
}

/** Fields as they are gathered: empty and null are absent (R20), line ends become LF (R8), repeats must agree (R30). */
class Collected {
  private readonly scalars = new Map<string, unknown>();
  private readonly attributes = new Map<string, string[]>();
  private readonly findings = new Map<string, Finding>();

  addScalar(givenName: string, given: unknown): void {
    const name = ALIASES.get(givenName) ?? givenName;
    const value = this.readable(name, given);
    if (value === undefined) return;
    const before = this.scalars.get(name);
    if (name === MANY) this.scalars.set(name, [...((before as unknown[] | undefined) ?? []), value]);
    else if (before === undefined || before === value) this.scalars.set(name, value);
    else
      this.findings.set(name, {
        field: name,
        message: `${name} is given twice with different values. Send it once.`,
      });
  }

  addAttribute(code: string, given: unknown): void {
    const field = `attribute[${code}]`;
    const value = this.readable(field, given);
    if (value === undefined) return;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      this.refuseAttribute(field);
      return;
    }
    this.attributes.set(code, [...(this.attributes.get(code) ?? []), String(value)]);
  }

  refuseAttribute(field: string): void {
    this.findings.set(field, { field, message: `${field} cannot be read. Write attribute[CODE]=value.` });
  }

  result(): SubmittedFields {
    const fields = Object.fromEntries(this.scalars);
    const urls = this.scalars.get(MANY) as unknown[] | undefined;
    if (urls?.length === 1) fields[MANY] = urls[0];
    if (this.attributes.size > 0) fields['attribute'] = Object.fromEntries(this.attributes);
    return { fields, findings: [...this.findings.values()] };
  }

  private readable(field: string, value: unknown): unknown {
    if (value === null || value === undefined || value === '') return undefined;
    if (typeof value !== 'string') return value;
    if (isReadableText(value)) return value.replace(/\r\n?/g, '\n');
    this.findings.set(field, unreadable(field));
    return undefined;
  }
}
