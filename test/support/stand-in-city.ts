import type { IncomingHttpHeaders } from 'node:http';

/** What somebody asks of the stand-in. */
export type Call = {
  method: string;
  /** Without endpoint and ending: `requests/17`. */
  resource: string;
  format: 'json' | 'xml';
  isKnownFormat: boolean;
  isMultipart: boolean;
  /** Whether the address had a slash too many. */
  isDoubled: boolean;
  /** Of query and body together. */
  fields: Map<string, string>;
  inQuery: ReadonlySet<string>;
  headers: IncomingHttpHeaders;
  /** When the stand-in began, in milliseconds: a list read twice says the same, also when a second has passed between. */
  began: number;
};

type Row = Record<string, unknown>;

/** An answer before it is written; `root` is its name in XML. */
export type Reply = { status: number; root: string; value: unknown };

export const STAND_IN = { path: '/v2', jurisdiction: 'stand-in.example', key: 'sp-key-of-the-stand-in/+&=' };

const DAY = 86_400_000;
const written = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

const service = (service_code: string, type: string, metadata = false) => ({
  service_code,
  service_name: `Service ${service_code}`,
  description: `About ${service_code} & more`,
  metadata,
  type,
  keywords: 'street, test',
  group: 'Streets',
});
const SERVICES = [
  service('17', 'realtime'),
  service('TREE', 'batch'),
  service('TIP', 'blackbox'),
  service('HOLE', 'realtime', true),
];
const question = (code: string, datatype: string, order: number, required = false) => ({
  variable: true,
  code,
  datatype,
  required,
  datatype_description: null,
  order,
  description: `What about ${code}?`,
});
const QUESTIONS = [
  {
    ...question('SIZE', 'singlevaluelist', 1, true),
    values: ['1', '2'].map((key) => ({ key, name: `Size ${key}` })),
  },
  question('NOTE', 'string', 2),
];

/** Cases of the last days, the newest first; one of them has a picture. */
const cases = (began: number): Row[] =>
  [0, 1, 2, 3, 4, 5].map((at) => ({
    service_request_id: String(1001 + at),
    status: at % 2 === 0 ? 'open' : 'closed',
    status_notes: at % 2 === 0 ? null : 'Done.',
    service_name: at < 4 ? 'Service 17' : 'Service HOLE',
    service_code: at < 4 ? '17' : 'HOLE',
    description: 'Żarówka nie świeci',
    agency_responsible: 'Works',
    service_notice: null,
    requested_datetime: written(began - (at + 1) * DAY),
    updated_datetime: written(began - (at + 1) * DAY + 60_000),
    expected_datetime: null,
    address: 'Main Street 1',
    address_id: '545483',
    zipcode: '01234',
    lat: 51.1,
    long: 17.03,
    media_url: at === 0 ? 'https://city.example/1.jpg' : null,
  }));
const updates = (began: number): Row[] =>
  [5, 3, 1].map((days, at) => ({
    update_id: `${at + 1}`,
    service_request_id: '1006',
    status: at === 2 ? 'closed' : 'in_progress',
    updated_datetime: written(began - days * DAY),
    description: 'Something was done.',
    media_url: null,
  }));

const errors = (status: number, ...descriptions: string[]): Reply => ({
  status,
  root: 'errors',
  value: descriptions.map((description) => ({ code: status, description })),
});
const list = (value: Row[]): Reply => ({ status: 200, root: 'service_requests', value });

const made = new Map<string, Row>();

/** Answers as the standard says. */
export function standInAnswer(call: Call, origin: string): Reply {
  const { method, resource, fields, isKnownFormat } = call;
  if (!isKnownFormat) return errors(404, 'There is no such address.');
  if (method === 'OPTIONS') return list([]);
  if (resource === 'discovery') return discovery(`${origin}${STAND_IN.path}`);
  const jurisdiction = fields.get('jurisdiction_id') ?? '';
  if (jurisdiction === '') return errors(400, 'jurisdiction_id is missing.');
  if (jurisdiction !== STAND_IN.jurisdiction) return errors(404, 'There is no such jurisdiction_id.');
  const [kind = '', id] = resource.split('/');
  if (method === 'POST') return kind === 'requests' ? submit(call) : update(call);
  switch (kind) {
    case 'services':
      return id === undefined
        ? { status: 200, root: 'services', value: SERVICES.map((one) => ({ ...one })) }
        : definition(id);
    case 'requests':
      return id === undefined ? requests(call) : one(id, call.began);
    case 'tokens':
      return id?.startsWith('token-') === true
        ? list([{ service_request_id: null, token: id }])
        : errors(404, 'There is no such token.');
    case 'servicerequestupdates':
      return {
        status: 200,
        root: 'service_request_updates',
        value: updates(call.began).filter((row) => isBetween(row['updated_datetime'], fields)),
      };
    default:
      return errors(404, 'There is no such address.');
  }
}

function discovery(url: string): Reply {
  const endpoint = (type: string) => ({
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url,
    changeset: '2026-01-01T10:00:00Z',
    type,
    formats: ['text/xml', 'application/json'],
  });
  return {
    status: 200,
    root: 'discovery',
    value: {
      changeset: '2026-01-01T10:00:00Z',
      contact: 'Write to us.',
      key_service: 'Ask us for a key.',
      endpoints: [endpoint('production'), endpoint('test')],
    },
  };
}

function definition(code: string): Reply {
  const found = SERVICES.find(({ service_code }) => service_code === code);
  if (found === undefined) return errors(404, 'There is no such service.');
  const attributes = found.metadata ? QUESTIONS.map((one) => ({ ...one })) : [];
  return { status: 200, root: 'service_definition', value: { service_code: code, attributes } };
}

const isBetween = (time: unknown, fields: Map<string, string>) =>
  String(time) >= (fields.get('start_date') || '0') && String(time) <= (fields.get('end_date') || '9');

function requests({ fields, began }: Call): Reply {
  const given = (name: string) => fields.get(name) ?? '';
  const [from, to] = ['start_date', 'end_date'].map((name) =>
    given(name) === '' ? NaN : Date.parse(given(name)),
  );
  if (/[a-z]{2}/.test(given('start_date'))) return errors(400, 'start_date is no time.');
  if ((to ?? NaN) < (from ?? NaN) || (to ?? NaN) - (from ?? NaN) > 90 * DAY)
    return errors(400, 'That is no span of 90 days.');
  if (!/^(open|closed|)$/.test(given('status'))) return errors(400, 'status is open or closed.');
  const all = cases(began);
  if (given('service_request_id') !== '')
    return list(
      all.filter((row) => given('service_request_id').split(',').includes(String(row['service_request_id']))),
    );
  const found = all
    .filter((row) => isBetween(row['requested_datetime'], fields))
    .filter((row) => given('status') === '' || row['status'] === given('status'))
    .filter((row) => given('service_code') === '' || row['service_code'] === given('service_code'));
  const size = Number(given('page_size') || 1000);
  const page = Math.max(Number(given('page') || 1), 1);
  return list(found.slice((page - 1) * size, page * size));
}

function one(id: string, began: number): Reply {
  const found = made.get(id) ?? cases(began).find((row) => row['service_request_id'] === id);
  return found === undefined ? errors(404, 'There is no such case.') : list([{ ...found }]);
}

function mistakesIn(fields: Map<string, string>): string[] {
  const code = fields.get('service_code') ?? '';
  const [lat, long] = ['lat', 'long'].map((name) => fields.get(name) ?? '');
  const mistakes = code === '' ? ['service_code is missing.'] : [];
  if ((lat === '') !== (long === '')) mistakes.push('lat and long come together.');
  if (lat === '' && !fields.get('address_string')) mistakes.push('A place is missing.');
  if (Math.abs(Number(lat)) > 90 || Math.abs(Number(long)) > 180) mistakes.push('There is no such place.');
  if ((fields.get('description') ?? '').length > 4000) mistakes.push('description is too long.');
  if (code === 'HOLE' && !['1', '2'].includes(fields.get('attribute[SIZE]') ?? ''))
    mistakes.push('attribute[SIZE] is 1 or 2.');
  return mistakes;
}

function submit({ fields, began }: Call): Reply {
  if (fields.get('api_key') !== STAND_IN.key) return errors(403, 'The key is not valid.');
  const code = fields.get('service_code') ?? '';
  const type = SERVICES.find(({ service_code }) => service_code === code)?.type;
  if (code !== '' && type === undefined) return errors(404, 'There is no such service.');
  const mistakes = mistakesIn(fields);
  if (mistakes.length > 0) return errors(400, ...mistakes);
  const more = { service_notice: null, account_id: null };
  if (type === 'batch') return list([{ token: 'token-1', ...more }]);
  if (type === 'blackbox') return list([more]);
  const number = String(2001 + made.size);
  made.set(number, {
    ...cases(began)[1],
    service_request_id: number,
    service_code: code,
    description: fields.get('description')?.replaceAll('\r\n', '\n'),
    lat: Number(fields.get('lat')),
    long: Number(fields.get('long')),
  });
  return list([{ service_request_id: number, ...more }]);
}

function update({ fields }: Call): Reply {
  if (fields.get('api_key') !== STAND_IN.key) return errors(403, 'The key is not valid.');
  if (!made.has(fields.get('service_request_id') ?? '')) return errors(404, 'There is no such case.');
  return {
    status: 200,
    root: 'service_request_updates',
    value: [{ update_id: `of-${fields.get('update_id')}`, account_id: null }],
  };
}
