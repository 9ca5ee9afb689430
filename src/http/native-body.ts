import { invalid, unsupportedMediaType } from '../platform/errors.ts';
import type { Finding } from '../platform/errors.ts';
import { isReadableText } from '../platform/readable-text.ts';
import type { Schema } from './contract.ts';
import { printable } from './multipart.ts';
import { unreadable } from './pairs.ts';
import { mediaTypeOf, readJson, readText } from './submission-body.ts';

/**
 * Reads the body of a path outside of GeoReport, which is JSON. A page of another origin can send that only after a browser has asked.
 * @param known the fields of the contract; all others are ignored
 * @throws AppError invalid when it cannot be read at all, unsupported_media_type
 */
export function readNativeBody(
  body: Buffer,
  contentType: string | undefined,
  known: Readonly<Record<string, Schema>>,
): Record<string, unknown> {
  const type = contentType === undefined ? '' : mediaTypeOf(contentType);
  if (type !== 'application/json')
    throw unsupportedMediaType(
      type === ''
        ? 'The Content-Type names no type. Send application/json.'
        : `The body must be application/json, not ${printable(type)}.`,
    );
  const fields: Record<string, unknown> = {};
  const findings: Finding[] = [];
  const given = readJson(readText(body), '{"email": "name@example.org"}');
  for (const [name, value] of Object.entries(given)) {
    // Empty and null are absent, as everywhere.
    if (!Object.hasOwn(known, name) || value === null || isBlank(value)) continue;
    if (textsIn(value).every(isReadableText)) fields[name] = value;
    else findings.push(unreadable(name));
  }
  if (findings.length > 0) throw invalid(findings);
  return fields;
}

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === '';

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one) => typeof one === 'string');
