import { SignpostError } from '../errors.ts';
import type { Body, Kind, Mending } from './mend-answer.ts';
import { mendRows, rowsIn } from './mend-answer.ts';
import { isEmpty, isItem, text, wordOf } from './fields.ts';
import type { Item, ReadField } from './fields.ts';
import { mendTime } from './mend-time.ts';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
const FIELDS = ['changeset', 'contact', 'key_service', 'endpoints'];

/** A list of texts: in XML of elements, of which one alone looks like none. */
const formats: ReadField = (value) => {
  const inner = isItem(value) ? value.format : value;
  return (Array.isArray(inner) ? inner : [inner]).filter((one): one is string => typeof one === 'string');
};

const ENDPOINT: Kind = {
  fields: {
    specification: text,
    url: text,
    changeset: text,
    type: wordOf(['production', 'test'], 'D2/type'),
    formats,
  },
  key: 'url',
  required: ['specification', 'url', 'changeset', 'type', 'formats'],
  rules: {
    ids: 'D2/endpoints',
    texts: 'D2/endpoints',
    empty: 'D2/endpoints',
    booleans: 'D2/endpoints',
    fields: 'D2/endpoints',
    absent: undefined,
    more: 'D8',
  },
  whole({ specification, changeset, formats: listed }, tell) {
    if (typeof specification === 'string' && specification !== SPECIFICATION && isOurs(specification))
      tell('D4', specification);
    if (isShortTime(changeset)) tell('D5', changeset);
    const list = listed as string[];
    if (!list.includes('text/xml') || !list.includes('application/json')) tell('R2/listed', list);
  },
};

/** One place where a city can be spoken to. */
export interface FoundEndpoint {
  specification: string | null;
  url: string;
  type: 'production' | 'test' | null;
  formats: readonly string[];
}

/** A discovery document in whatever dialect; undefined when it is another thing. */
export function mendDiscovery({ value, root }: Body, mending: Mending): Item | undefined {
  const document = isItem(value) && isItem(value.discovery) ? value.discovery : value;
  const { findings } = mending;
  if (!isItem(document) || !Object.hasOwn(document, 'endpoints')) return undefined;
  const rows = rowsIn(document.endpoints, ENDPOINT, 1);
  if (!rows) return undefined;
  const xml = root !== undefined;
  const isPlain = xml
    ? root === 'discovery' && isItem(document.endpoints)
    : Array.isArray(document.endpoints);
  if (document !== value || !isPlain) findings.tell('D3', '', root ?? value);
  for (const name of FIELDS)
    if (isEmpty(document[name])) findings.tell('D2/fields', `/${name}`, document[name]);
  if (isShortTime(document.changeset)) findings.tell('D5', '/changeset', document.changeset);
  const more = Object.keys(document).filter((name) => !FIELDS.includes(name));
  if (more.length > 0) findings.tell('D8', '', more.join(', '));
  const endpoints = mendRows(rows, ENDPOINT, xml, mending, '/endpoints');
  return { changeset: null, contact: null, key_service: null, ...document, endpoints };
}

/** A changeset is a text to compare; it stays as it is. */
function isShortTime(changeset: unknown): boolean {
  const read = typeof changeset === 'string' ? mendTime(changeset) : undefined;
  return !isEmpty(changeset) && read?.rules.length !== 0;
}

const isOurs = (specification: string | null) => /GeoReport_v2\/?$/i.test(specification ?? '');

/**
 * Which endpoint is meant: the one at the base URL where the document lists it, else the one of the type that is asked for.
 * Of a document that lies above the base URL, only an endpoint that lies below it. Undefined where none of them is meant.
 * @throws {@link SignpostError} when there are endpoints, but none of that type.
 */
export function chooseEndpoint(
  endpoints: readonly FoundEndpoint[],
  { baseUrl, type, isAbove }: { baseUrl: string; type: 'production' | 'test' | undefined; isAbove: boolean },
): FoundEndpoint | undefined {
  const ours = endpoints.flatMap((one) => {
    const url = URL.canParse(one.url) ? new URL(one.url) : undefined;
    if (
      !isOurs(one.specification) ||
      !/^https?:$/.test(url?.protocol ?? '') ||
      url?.username ||
      url?.password
    )
      return [];
    return [{ ...one, url: one.url.trim().replace(/\/+$/, '') }];
  });
  const isWanted = (one: FoundEndpoint) => (one.type ?? 'production') === (type ?? 'production');
  const same = ours.find((one) => sameAddress(one.url, baseUrl) && (type === undefined || isWanted(one)));
  if (same) return { ...same, url: baseUrl };
  const near = isAbove ? ours.filter((one) => sameAddress(one.url, baseUrl, true)) : ours;
  const wanted = near.find(isWanted);
  if (wanted || near.length === 0) return wanted;
  const others = near.map((one) => one.type).join(', ');
  throw new SignpostError(
    `The city has no ${type ?? 'production'} endpoint: its discovery lists ${others}. Give type: '${near[0]?.type ?? 'test'}' if that is meant.`,
  );
}

/** Whether two addresses are one, whatever the scheme and the case of the path; or the one lies below the other. */
function sameAddress(one: string, base: string, isBelow = false): boolean {
  const [left = '', right = ''] = [one, base].map((url) => url.replace(/^https?:/i, '').toLowerCase());
  return isBelow ? left.startsWith(`${right}/`) : left === right;
}
