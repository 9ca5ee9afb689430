import type { Findings } from './findings.ts';
import {
  bool,
  coordinate,
  group,
  id,
  idOrZero,
  isEmpty,
  isItem,
  keywords,
  mediaUrl,
  mendPlace,
  status,
  statusOfUpdate,
  text,
  time,
  timeOfUpdate,
  wordOf,
} from './fields.ts';
import type { Item, ReadField, Spot } from './fields.ts';

/** What a body says, before anything is mended. */
export interface Body {
  value: unknown;
  /** The name of the root element; undefined for JSON. */
  root: string | undefined;
}

type Rules = Spot['rules'] & {
  /** A field that every entry needs. */
  fields: string;
  /** A field that may be empty, but not absent. */
  absent: string | undefined;
  /** Fields that the standard does not have. */
  more: string | undefined;
};

/** One kind of entry. */
export interface Kind {
  fields: Readonly<Record<string, ReadField>>;
  /** What some cities call a field. It is read where the field says nothing, and stays beside it, as all that the standard does not have. */
  aliases?: Readonly<Record<string, string>>;
  /** Fields without which an entry is not one of this kind, or cannot be named. */
  key: string | undefined;
  required: readonly string[];
  rules: Rules;
  /** What is looked at when all fields are read. */
  whole?: (read: Record<string, unknown>, tell: Spot['tell'], item: Item) => void;
}

/** Fields that cities may add: when `extensions=true` asks for them, and as FixMyStreet knows them. */
const EXTENSIONS = ['extended_attributes', 'notes', 'attributes', 'groups', 'automated', 'values'];

const rulesOf = (section: string, name: string, rest: Partial<Rules> = {}): Rules => ({
  ids: `A1/${name}`,
  texts: `${section}/texts`,
  empty: `R40/${name}`,
  booleans: 'A4',
  fields: `${section}/fields`,
  absent: undefined,
  more: `7/${name}`,
  ...rest,
});

const SERVICE: Kind = {
  fields: {
    service_code: id,
    service_name: text,
    description: text,
    metadata: bool,
    type: wordOf(['realtime', 'batch', 'blackbox'], '3.1/type'),
    keywords,
    group,
  },
  aliases: { group: 'groups' },
  key: 'service_code',
  required: ['service_code', 'service_name', 'metadata', 'type'],
  rules: rulesOf('3.1', 'services', { booleans: 'A4/services.*', absent: '3.1/all-fields' }),
};

const REQUEST: Kind = {
  fields: {
    service_request_id: id,
    status,
    status_notes: text,
    service_name: text,
    service_code: id,
    description: text,
    agency_responsible: text,
    service_notice: text,
    requested_datetime: time,
    updated_datetime: time,
    expected_datetime: time,
    address: text,
    address_id: idOrZero,
    zipcode: idOrZero,
    lat: coordinate,
    long: coordinate,
    media_url: mediaUrl,
  },
  aliases: { address: 'address_string', zipcode: 'zip_code', status_notes: 'status_note' },
  key: 'service_request_id',
  required: ['service_request_id', 'status', 'service_code', 'requested_datetime'],
  rules: rulesOf('3.7', 'cases', { absent: 'A8/fields' }),
  whole(read, tell, item) {
    Object.assign(read, mendPlace(read as { lat: unknown; long: unknown }, tell));
    if (Object.hasOwn(item, 'updated_datetime') && isEmpty(item.updated_datetime))
      tell('3.7/updated', 'an empty updated_datetime');
  },
};

const SUBMITTED: Kind = {
  fields: { service_request_id: id, token: id, service_notice: text, account_id: id },
  key: undefined,
  required: [],
  rules: rulesOf('3.3', 'submission', { more: undefined }),
  whole(read, tell, item) {
    const { service_request_id: number, token } = read;
    if (number && Object.hasOwn(item, 'token')) tell('3.3/number', 'a token beside the number');
    else if (token && Object.hasOwn(item, 'service_request_id'))
      tell('3.3/token', 'a number beside the token');
    for (const name of ['service_request_id', 'token']) if (read[name] === null) delete read[name];
  },
};

const TOKEN: Kind = {
  fields: { service_request_id: id, token: id },
  key: undefined,
  required: ['token'],
  rules: rulesOf('3.4', 'token', { fields: '3.4/shape', more: undefined }),
};

const UPDATE: Kind = {
  fields: {
    update_id: id,
    service_request_id: id,
    status: statusOfUpdate,
    updated_datetime: timeOfUpdate,
    description: text,
    media_url: mediaUrl,
  },
  key: 'update_id',
  required: ['update_id', 'service_request_id', 'status', 'updated_datetime'],
  rules: rulesOf('5.1', 'updates', { more: undefined }),
};

const SUBMITTED_UPDATE: Kind = {
  fields: { update_id: id, account_id: id, token: id },
  key: undefined,
  required: [],
  rules: rulesOf('5.2', 'updates', { more: undefined }),
  whole(read, tell) {
    if (read.token === null) {
      delete read.token;
      if (read.update_id === null) tell('5.2/taken', 'no update_id');
    }
  },
};

const VALUE: Kind = {
  fields: { key: id, name: text },
  key: 'key',
  required: ['key', 'name'],
  rules: rulesOf('3.2', 'values', { fields: '3.2/values', more: undefined }),
};

const QUESTION: Kind = {
  fields: {
    variable: bool,
    code: id,
    datatype: wordOf(
      ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'],
      '3.2/datatype',
      // What may be anything is answered by a text.
      'string',
    ),
    required: bool,
    datatype_description: text,
    order: (value) => (isEmpty(value) || Number.isNaN(Number(value)) ? null : Number(value)),
    description: text,
  },
  key: 'code',
  required: ['variable', 'code', 'datatype', 'required', 'order'],
  rules: rulesOf('3.2', 'definitions', { booleans: 'A4/definition.*' }),
};

/** An answer that is a list. */
interface Listed {
  kind: Kind;
  /** The elements in XML: the root, and one for each entry. */
  root: string;
  entry: string;
  /** The rule on its shape; `*` is the format. */
  shape: string;
}

/** The rule of one format. */
const ruleOf = (rule: string, xml: boolean): string => rule.replace('*', xml ? 'xml' : 'json');

const cases = { root: 'service_requests', entry: 'request' };
const updates = { root: 'service_request_updates', entry: 'request_update' };
const LISTS: Readonly<Record<string, Listed>> = {
  'services.list': {
    kind: SERVICE,
    root: 'services',
    entry: 'service',
    shape: 'R43/services.*',
  },
  'requests.list': { kind: REQUEST, ...cases, shape: 'R43/requests.*' },
  'requests.get': { kind: REQUEST, ...cases, shape: '3.6/shape' },
  'requests.create': { kind: SUBMITTED, ...cases, shape: '3.3/shape' },
  'tokens.get': { kind: TOKEN, ...cases, shape: '3.4/shape' },
  'updates.list': { kind: UPDATE, ...updates, shape: '5.1/*' },
  'updates.create': { kind: SUBMITTED_UPDATE, ...updates, shape: '5.2/taken' },
};

/** How to read what stands there. */
export interface Mending {
  timeZone?: string | undefined;
  findings: Findings;
}

/** Reads the answer of an operation, in whatever dialect it is; undefined when it is another thing. */
export function mendAnswer(operationId: string, body: Body, mending: Mending): unknown {
  if (operationId === 'services.get') return mendDefinition(body, mending);
  const listed = LISTS[operationId];
  if (!listed) return undefined;
  const { kind, root, entry, shape } = listed;
  const { value, root: found } = body;
  const xml = found !== undefined;
  const rows = rowsIn(value, kind);
  if (!rows) return undefined;
  const isPlain = xml
    ? found === root && (value === null || (isItem(value) && Object.keys(value).join() === entry))
    : Array.isArray(value) && rows.length === value.length;
  if (!isPlain) mending.findings.tell(ruleOf(shape, xml), '', found ?? value);
  return mendRows(rows, kind, xml, mending, '');
}

const WRAPPER = /service|request|update|attribute|endpoint|value|item|result|data|row|list/i;

/** The entries of a list, however it is wrapped; undefined when there are none of this kind in it. */
export function rowsIn(value: unknown, kind: Kind, depth = 0): Item[] | undefined {
  // An empty element is an empty list; so is what is empty where a list belongs.
  if (value === null || (depth > 0 && isEmpty(value))) return [];
  if (depth > 3) return undefined;
  const isRow = (one: unknown): one is Item =>
    isItem(one) && Object.keys(kind.fields).some((name) => name !== 'attributes' && Object.hasOwn(one, name));
  if (Array.isArray(value)) {
    const rows = value.flatMap((one: unknown) =>
      isRow(one) ? [one] : (depth < 3 && isItem(one) && rowsIn(one, kind, depth + 1)) || [],
    );
    return rows.length > 0 || value.length === 0 ? rows : undefined;
  }
  if (!isItem(value)) return undefined;
  // What goes round a list may have a status too, but not the name of an entry.
  if (Object.hasOwn(value, kind.key ?? 'service_request_id')) return [value];
  const inner = Object.entries(value).flatMap(([name, one]) => (WRAPPER.test(name) ? [one] : []));
  for (const one of inner) {
    const rows = isEmpty(one) ? undefined : rowsIn(one, kind, depth + 1);
    if (rows) return rows;
  }
  return isRow(value) ? [value] : inner.some(isEmpty) ? [] : undefined;
}

export function mendRows(
  rows: readonly Item[],
  kind: Kind,
  xml: boolean,
  mending: Mending,
  above: string,
): Item[] {
  const mended: Item[] = [];
  for (const row of rows) {
    // Nobody can ask for what has no name: some cities list cases that they have not taken in yet.
    const isLeftOut = kind.key !== undefined && isEmpty(row[kind.key]);
    const read = mendRow(row, kind, xml, mending, isLeftOut ? '' : `${above}/${mended.length}`);
    if (kind.key === undefined || read[kind.key] !== null) mended.push(read);
  }
  return mended;
}

/** @param at where it will stand; empty where it will not */
function mendRow(item: Item, kind: Kind, xml: boolean, { timeZone, findings }: Mending, at: string): Item {
  const { fields, aliases = {}, required, rules } = kind;
  const read: Record<string, unknown> = {};
  for (const [name, readField] of Object.entries(fields)) {
    const where = at && `${at}/${name}`;
    const tell: Spot['tell'] = (rule, found) => findings.tell(ruleOf(rule, xml), where, found);
    const isThere = Object.hasOwn(item, name);
    const alias = aliases[name];
    const called = alias !== undefined && isEmpty(item[name]) && Object.hasOwn(item, alias) ? alias : name;
    read[name] = readField(Object.hasOwn(item, called) ? item[called] : null, { xml, timeZone, rules, tell });
    if (required.includes(name)) {
      if (!isThere || isEmpty(item[name])) tell(rules.fields, `no ${name}`);
    } else if (!isThere && rules.absent !== undefined) tell(rules.absent, `no ${name}`);
  }
  kind.whole?.(read, (rule, found) => findings.tell(rule, at, found), item);
  const more = Object.keys(item).filter((name) => !Object.hasOwn(fields, name));
  // Kept as they are: who knows the city knows what they mean.
  for (const name of more) if (name !== '__proto__') read[name] = item[name];
  const foreign = more.filter((name) => !EXTENSIONS.includes(name));
  if (foreign.length > 0 && rules.more !== undefined) findings.tell(rules.more, at, foreign.join(', '));
  return read;
}

function mendDefinition({ value, root }: Body, mending: Mending): Item | undefined {
  const xml = root !== undefined;
  const found = definitionIn(value);
  if (!found) return undefined;
  const { attribute = null, ...rest } = found;
  const given = rest.attributes ?? attribute;
  const rows = rowsIn(given, QUESTION, 1);
  const isPlain = xml
    ? given === null ||
      (isItem(found.attributes) && isItem(given) && Object.keys(given).join() === 'attribute')
    : Array.isArray(found.attributes);
  if (found !== value || !isPlain || !rows)
    mending.findings.tell(ruleOf('R43/definition.*', xml), '', root ?? value);
  const questions = mendRows(rows ?? [], QUESTION, xml, mending, '/attributes');
  return {
    ...rest,
    service_code: id(rest.service_code, {
      xml,
      rules: QUESTION.rules,
      tell: (rule, one) => mending.findings.tell(rule, '/service_code', one),
    }),
    attributes: questions.map((question, at) => mendQuestion(question, at, xml, mending)),
  };
}

/** A definition is an object with questions, or with the code of its service. */
function definitionIn(value: unknown, depth = 0): Item | undefined {
  if (depth > 2) return undefined;
  if (Array.isArray(value)) return value.length === 1 ? definitionIn(value[0], depth + 1) : undefined;
  if (!isItem(value)) return undefined;
  if (['service_code', 'attributes', 'attribute'].some((name) => Object.hasOwn(value, name))) return value;
  const inner = Object.values(value);
  return inner.length === 1 ? definitionIn(inner[0], depth + 1) : undefined;
}

function mendQuestion(question: Item, at: number, xml: boolean, mending: Mending): Item {
  const { values, ...rest } = question;
  const where = `/attributes/${at}/values`;
  const isChoice = /list$/.test(String(question.datatype));
  if (!isChoice && values !== undefined) mending.findings.tell('A19', where, values);
  const rows = rowsIn(values ?? null, VALUE, 1) ?? [];
  if (isChoice && rows.length === 0) mending.findings.tell('3.2/values', where, values);
  return {
    ...rest,
    // A question that says nothing of itself is one, may be left out, and stands where it stands.
    variable: question.variable ?? true,
    required: question.required ?? false,
    order: question.order ?? at + 1,
    ...(isChoice && {
      values: mendRows(rows, VALUE, xml, mending, where).map((one) => ({
        ...one,
        name: one.name ?? one.key,
      })),
    }),
  };
}
