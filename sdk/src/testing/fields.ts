import { readText } from '../attributes/read-text.ts';
import type { PlayedId } from './played.ts';
import type { Finding } from './refusal.ts';

/** What the contract says of a field. */
type Rule = { required?: true } & (
  | { is: 'text'; most?: number; matches?: RegExp }
  | { is: 'number' | 'whole'; from: number; to?: number }
  | { is: 'list'; most: number }
  | { is: 'choice'; of: readonly string[] }
  | { is: 'addresses' | 'pictures' | 'answers' }
);

const text = (most?: number): Rule => (most === undefined ? { is: 'text' } : { is: 'text', most });
const required = (rule: Rule): Rule => ({ ...rule, required: true });
const lat: Rule = { is: 'number', from: -90, to: 90 };
const long: Rule = { is: 'number', from: -180, to: 180 };
const city = { jurisdiction_id: text(253) };
const locale = text(35);
const extensions = text(20);
const list: Rule = { is: 'list', most: 1000 };
const status: Rule = { is: 'list', most: 10 };
const window = { start_date: text(), end_date: text() };
const pages: Record<string, Rule> = {
  page: { is: 'whole', from: 0 },
  page_size: { is: 'whole', from: 1 },
  cursor: text(500),
};
const sender = { first_name: text(200), last_name: text(200), phone: text(50) };
const pictures: Record<string, Rule> = { media: { is: 'pictures' }, media_url: { is: 'addresses' } };
const key = { api_key: text(255) };

const REASONS = ['abusive', 'personal_data', 'spam', 'wrong_place', 'other'];
const ORDERS = ['requested_datetime', '-requested_datetime', 'updated_datetime', '-updated_datetime'];

/** The fields of each operation, in the order in which what is wrong with them is told. */
const FIELDS: Record<PlayedId, Record<string, Rule>> = {
  'discovery.get': city,
  'jurisdictions.list': {},
  'jurisdictions.get': city,
  'services.list': { ...city, lat, long, locale },
  'services.get': { ...city, locale },
  'requests.list': {
    ...city,
    service_request_id: list,
    service_code: list,
    ...window,
    status,
    updated_after: text(),
    updated_before: text(),
    q: text(200),
    lat,
    long,
    radius: { is: 'number', from: 1, to: 100_000 },
    bbox: text(200),
    sort: { is: 'choice', of: ORDERS },
    ...pages,
    own: { is: 'choice', of: ['true', 'false'] },
    extensions,
    locale,
  },
  'requests.create': {
    ...key,
    ...city,
    service_code: required(text(255)),
    lat,
    long,
    address_string: text(1000),
    address_id: text(255),
    attribute: { is: 'answers' },
    email: { is: 'text', most: 254, matches: /^[^\s@]+@[^\s@]+$/ },
    ...sender,
    device_id: text(255),
    account_id: text(255),
    description: text(4000),
    ...pictures,
    'Idempotency-Key': { is: 'text', most: 255, matches: /^[\x21-\x7e]+$/ },
  },
  'requests.get': { ...city, extensions, locale },
  'requests.export': { ...city, service_code: list, ...window, status, locale },
  'duplicates.list': {
    ...city,
    service_code: required(text(255)),
    lat: required(lat),
    long: required(long),
    description: text(4000),
    extensions,
    locale,
  },
  'supporters.create': { ...key, ...city, account_id: required(text(255)) },
  'updates.list': { ...city, service_request_id: list, ...window, ...pages, locale },
  'updates.create': {
    ...key,
    ...city,
    service_request_id: required(text(255)),
    update_id: required(text(255)),
    status: required(text(50)),
    updated_datetime: required(text(50)),
    description: required(text(4000)),
    email: text(254),
    ...sender,
    account_id: text(255),
    ...pictures,
  },
  'reports.create': { ...city, reason: required({ is: 'choice', of: REASONS }), comment: text(500) },
  'areas.list': { ...city, outline: { is: 'choice', of: ['true', 'false'] } },
  'locations.list': { ...city, lat: required(lat), long: required(long) },
  'clusters.list': {
    ...city,
    bbox: required(text(200)),
    zoom: required({ is: 'whole', from: 0, to: 22 }),
    service_code: list,
    ...window,
    status,
  },
  'places.list': { ...city, q: required(text(200)) },
  'media.get': {},
  'tokens.get': city,
  'health.live': {},
  'health.ready': {},
};

/** What a value has to look like, where its rule alone would not tell a person. */
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
  'Idempotency-Key': '1 to 255 visible ASCII characters',
};

/** The fields of a call that can be used, under their names. */
export type Fields = Record<string, unknown> & { attribute?: Record<string, string[]> };

const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/;
const ATTRIBUTE = /^attribute\[([^[\]]+)\](?:\[\d{0,6}\])?$/;
const WEB_ADDRESS = /^https?:\/\/[^\s/?#\\]\S*$/i;

/** Reads the fields that an operation knows; what cannot be used is told, and left out. */
export function readFields(
  operation: PlayedId,
  pairs: readonly (readonly [string, string])[],
): { fields: Fields; findings: Finding[] } {
  const rules = FIELDS[operation];
  const given = new Map<string, string[]>();
  const attribute = new Map<string, string[]>();
  const findings = new Map<string, string>();
  const add = (field: string, message: string) => findings.has(field) || findings.set(field, message);
  for (const [name, came] of pairs) {
    const code = rules['attribute'] && ATTRIBUTE.exec(name)?.[1];
    const field = code === undefined ? name.replace(/\[\d*\]$/, '') : `attribute[${code}]`;
    if (code === undefined && rules['attribute'] && name.startsWith('attribute'))
      add(name, `${name} cannot be read. Write attribute[CODE]=value.`);
    else if (code === undefined && rules[field] === undefined) continue;
    else {
      const read = readText(field, came) ?? (field === 'Idempotency-Key' ? { value: came } : undefined);
      if (read === undefined) continue;
      if ('wrong' in read) add(field, read.wrong);
      else if (code === undefined) given.set(field, [...(given.get(field) ?? []), read.value]);
      else attribute.set(code, [...(attribute.get(code) ?? []), read.value]);
    }
  }
  const answered = attribute.size > 0 && !findings.has('attribute');
  const fields: Fields = answered ? { attribute: Object.fromEntries(attribute) } : {};
  for (const [name, rule] of Object.entries(rules)) {
    const values = given.get(name);
    if (findings.has(name)) continue;
    if (values === undefined) {
      if (rule.required) add(name, `${name} is missing.${name in WANTED ? ` Send ${WANTED[name]}.` : ''}`);
      continue;
    }
    const read = readValue(name, rule, values);
    if ('wrong' in read) add(name, read.wrong);
    else fields[name] = read.value;
  }
  return { fields, findings: [...findings].map(([field, message]) => ({ field, message })) };
}

function readValue(name: string, rule: Rule, values: string[]): { value: unknown } | { wrong: string } {
  const mustBe = { wrong: `${name} must be ${WANTED[name] ?? 'a decimal number'}.` };
  if (rule.is === 'list') {
    const items = [
      ...new Set(
        values
          .join(',')
          .split(',')
          .map((one) => one.trim()),
      ),
    ].filter(Boolean);
    if (items.length > rule.most)
      return { wrong: `${name} has more than ${rule.most.toLocaleString('en')} values.` };
    return { value: items.length === 0 ? undefined : items };
  }
  if (rule.is === 'pictures') return { value: values };
  if (rule.is === 'addresses') {
    const right = values.every((one) => WEB_ADDRESS.test(one) && !hasPassword(one) && one.length <= 2000);
    return right && values.length <= 10 ? { value: values.map((one) => new URL(one).href) } : mustBe;
  }
  if (new Set(values).size > 1)
    return { wrong: `${name} is given twice with different values. Send it once.` };
  const [value = ''] = values;
  switch (rule.is) {
    case 'number':
    case 'whole': {
      const number = DECIMAL.test(value) ? Number(value) : NaN;
      const fits = number >= rule.from && number <= (rule.to ?? Infinity);
      return fits && (rule.is === 'number' || Number.isInteger(number)) ? { value: number } : mustBe;
    }
    case 'choice':
      return rule.of.includes(value) ? { value } : mustBe;
    case 'text':
      if ([...value].length > (rule.most ?? Infinity))
        return { wrong: `${name} is longer than ${rule.most?.toLocaleString('en')} characters.` };
      return rule.matches?.test(value) === false ? mustBe : { value };
    default:
      return { value };
  }
}

function hasPassword(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/** One for each field, in the order of the contract. */
export function inFormOrder(operation: PlayedId, findings: readonly Finding[]): Finding[] {
  const names = Object.keys(FIELDS[operation]);
  const place = (field: string | undefined) => {
    const index = names.indexOf((field ?? '').replace(/\[.*$/s, ''));
    return index < 0 ? names.length : index;
  };
  const seen = new Set<string>();
  return findings
    .filter(({ field }) => field === undefined || (!seen.has(field) && seen.add(field)))
    .sort((a, b) => place(a.field) - place(b.field));
}
