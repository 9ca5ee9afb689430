import type { Finding } from '../platform/errors.ts';
import type { Contract, ContractOperation } from './contract.ts';

/** One complaint of the validator about one value. */
export type Complaint = { path: string; message: string; errorCode?: string };

/** What a value should look like, where the contract's rule alone would not tell a person. */
const WANTED: Record<string, string> = {
  service_code: 'a code from services.json, for example POTHOLE',
  lat: 'a latitude from -90 to 90 such as 51.1079',
  long: 'a longitude from -180 to 180 such as 17.0385',
  radius: 'a distance in metres from 1 to 100000',
  bbox: 'west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2',
  zoom: 'a whole number from 0 to 22, such as 12',
  q: 'what is looked for, such as Main Street',
  page: 'the number of a page: 1, 2, 3',
  page_size: 'a whole number from 1, such as 50',
  sort: 'requested_datetime or updated_datetime, with - before it for the latest first',
  own: 'true or false',
  outline: 'true or false',
  email: 'an e-mail address such as name@example.org',
  media_url:
    'an http or https address of at most 2,000 characters and without a password, at most ten of them',
  media: 'a picture: a file of a multipart form, or its bytes in base64',
  reason: 'abusive, personal_data, spam, wrong_place or other',
  attribute: 'answers by code: attribute[CODE]=value',
  token: 'what stands behind the = in the link of a mail',
  kind: 'test, live or publishable',
  label: 'a name by which you know the key, of at most 200 characters',
  origins: 'the origins of pages, at most ten, such as https://app.example.org',
  purpose: 'what the key is for, in at most 2,000 characters',
  overlap_hours: 'a whole number of hours from 0 to 720',
  by: 'hour or day',
  'Idempotency-Key': '1 to 255 visible ASCII characters',
};

/** The validator's complaints as findings: one per field, in plain words. */
export function findingsOf(complaints: readonly Complaint[]): Finding[] {
  const byField = new Map<string, Finding>();
  for (const complaint of complaints) {
    const field = fieldOf(complaint.path);
    if (!byField.has(field)) byField.set(field, { field, message: messageFor(field, complaint) });
  }
  return [...byField.values()];
}

/**
 * One entry per field, in the order of the contract's form; what the form does not know comes last, as it came. Entries
 * without a field are all kept.
 */
export function inFormOrder<Entry extends { field?: string }>(
  contract: Contract,
  operation: ContractOperation,
  entries: readonly Entry[],
): Entry[] {
  const body = operation.body === undefined ? {} : (contract.resolve(operation.body).properties ?? {});
  const order = [...Object.keys(body), ...operation.parameters.map((parameter) => parameter.name)];
  const place = (field: string | undefined) => {
    const index = order.indexOf((field ?? '').replace(/\[.*$/s, ''));
    return index < 0 ? order.length : index;
  };
  const seen = new Set<string>();
  return entries
    .filter(({ field }) => field === undefined || (!seen.has(field) && seen.add(field)))
    .sort((a, b) => place(a.field) - place(b.field));
}

function fieldOf(path: string): string {
  const [, where, name = '', code] = path.split('/');
  if (where === 'headers') return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
  if (name === 'attribute' && code !== undefined) return `attribute[${code}]`;
  return name;
}

/** Tells a person what a field must look like. */
export const mustBe = (field: string) => `${field} must be ${WANTED[field] ?? 'a decimal number'}.`;

function messageFor(field: string, { message, errorCode }: Complaint): string {
  const rule = errorCode?.split('.')[0];
  const wanted = WANTED[field];
  if (rule === 'required') return `${field} is missing.${wanted === undefined ? '' : ` Send ${wanted}.`}`;
  if (rule === 'maxLength') return `${field} is longer than ${limitIn(message)} characters.`;
  if (rule === 'maxItems') return `${field} has more than ${limitIn(message)} values.`;
  return wanted === undefined ? `${field} ${message}.` : mustBe(field);
}

const limitIn = (message: string) => Number(/\d+/.exec(message)?.[0] ?? 0).toLocaleString('en');
