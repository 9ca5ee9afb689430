import { absent, inReply, inRows, inText, isJson, isXml } from './deviations-of-catalogues.ts';
import type { Deviation } from './stand-in.ts';
import type { Call, Reply } from './stand-in-city.ts';

type Row = Record<string, unknown>;

const DAY = 86_400_000;
const isList = ({ resource, method }: Call) => resource === 'requests' && method === 'GET';
const isSingle = ({ resource }: Call) => /^requests\/1\d+$/.test(resource);
const isCase = (call: Call) => isList(call) || isSingle(call);
const isPlain = (call: Call) => isList(call) && [...call.fields.keys()].join() === 'jurisdiction_id';
const isUnknown = ({ resource }: Call) => resource === 'requests/999999999';
const isUpdates = ({ resource, method }: Call) => resource === 'servicerequestupdates' && method === 'GET';

/** One case of the list, wherever it comes. */
const second = (change: (row: Row) => unknown, isMeant = isCase) =>
  inRows(isMeant, (row) => row['service_request_id'] === '1002' && change(row));
/** Leaves an argument unheard. */
const forgets =
  (...names: string[]) =>
  (isMeant: (call: Call) => boolean = () => true): NonNullable<Deviation['call']> =>
  (call) => {
    if (isList(call) && isMeant(call)) for (const name of names) call.fields.delete(name);
  };
const dateOf = (call: Call, name: string) => Date.parse(call.fields.get(name) ?? '');
const written = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const bare = (isMeant: (call: Call) => boolean, name?: string) => (reply: Reply, call: Call) => {
  if (reply.status === 200 && isMeant(call)) {
    const value = reply.value as Row[];
    reply.value = name === undefined ? value[0] : { [name]: value };
  }
};

const OF_LISTS: Deviation[] = [
  {
    name: 'an array of cases that is wrapped',
    rules: ['R43/requests.json'],
    verdict: 'fail',
    reply: bare(isJson(isList), 'service_requests'),
  },
  {
    name: 'another root around the cases',
    rules: ['R43/requests.xml'],
    verdict: 'fail',
    written: inText(isXml(isList), /(<\/?)service_requests/g, '$1requests'),
  },
  {
    name: 'no requests.json',
    rules: ['R2/requests.json'],
    verdict: 'deviates',
    reply: absent(isJson(isList)),
  },
  { name: 'no requests.xml', rules: ['R2/requests.xml'], verdict: 'fail', reply: absent(isXml(isList)) },
  {
    name: 'more than 1,000 cases',
    rules: ['3.5/limit'],
    verdict: 'fail',
    reply: inReply(isPlain, (value, _call, reply) => {
      const rows = value as unknown as Row[];
      const last = rows.at(-1);
      reply.value = [
        ...rows,
        ...Array.from({ length: 1000 }, (_, at) => ({ ...last, service_request_id: `3${at}` })),
      ];
    }),
  },
  {
    name: 'cases of more than 90 days',
    rules: ['3.5/window'],
    verdict: 'deviates',
    reply: inRows(isPlain, (row, at, { began }) => {
      if (at === 5) Object.assign(row, { requested_datetime: written(began - 100 * DAY) });
    }),
  },
  {
    name: 'the oldest case first',
    rules: ['A14'],
    verdict: 'deviates',
    reply: inReply(isList, (value) => (value as unknown as Row[]).reverse()),
  },
  {
    name: 'status ignored',
    rules: ['3.5/status'],
    verdict: 'fail',
    call: forgets('status')((call) => /^(open|closed)$/.test(call.fields.get('status') ?? '')),
  },
  {
    name: 'service_code ignored',
    rules: ['3.5/service'],
    verdict: 'fail',
    call: forgets('service_code')((call) => !call.fields.get('service_code')?.startsWith('doctor')),
  },
  {
    name: 'everything for an unknown service_code',
    rules: ['3.5/unknown-service'],
    verdict: 'fail',
    call: forgets('service_code')((call) => call.fields.get('service_code')?.startsWith('doctor') === true),
  },
  {
    name: 'start_date ignored',
    rules: ['3.5/start_date'],
    verdict: 'fail',
    call: forgets('start_date')(
      (call) => !call.fields.has('end_date') && !Number.isNaN(dateOf(call, 'start_date')),
    ),
  },
  {
    name: 'end_date ignored',
    rules: ['3.5/end_date'],
    verdict: 'fail',
    call: forgets('end_date')((call) => !call.fields.has('start_date')),
  },
  {
    name: 'lists of numbers ignored',
    rules: ['3.5/numbers'],
    verdict: 'fail',
    call: forgets('service_request_id')(
      (call) => call.fields.get('service_request_id')?.includes(',') === true,
    ),
  },
  {
    name: 'numbers that do not override status',
    rules: ['3.5/numbers-first'],
    verdict: 'fail',
    reply: inReply(isList, (value, call, reply) => {
      const status = call.fields.get('status') ?? '';
      if (status !== '') reply.value = (value as unknown as Row[]).filter((row) => row['status'] === status);
    }),
  },
  {
    name: 'empty arguments refused',
    rules: ['R20'],
    verdict: 'fail',
    call: (call) => isList(call) && call.fields.get('status') === '' && call.fields.set('status', 'none'),
  },
  {
    name: 'any span of dates',
    rules: ['A13'],
    verdict: 'deviates',
    call: forgets(
      'start_date',
      'end_date',
    )((call) => dateOf(call, 'end_date') - dateOf(call, 'start_date') > 90 * DAY),
  },
  {
    name: 'inverted dates answered with everything',
    rules: ['3.5/inverted'],
    verdict: 'fail',
    call: forgets('start_date', 'end_date')((call) => dateOf(call, 'end_date') < dateOf(call, 'start_date')),
  },
  {
    name: 'a start_date that is no time ignored',
    rules: ['R13'],
    verdict: 'deviates',
    call: forgets('start_date')((call) => call.fields.get('start_date')?.startsWith('yesterday') === true),
  },
  {
    name: 'a status that does not exist ignored',
    rules: ['3.5/bad-status'],
    verdict: 'deviates',
    call: forgets('status')((call) => call.fields.get('status') === 'doctored'),
  },
  {
    name: 'paging ignored',
    rules: ['6/pages'],
    verdict: 'deviates',
    call: forgets('page', 'page_size')(),
  },
  {
    name: 'the first page for every page',
    rules: ['6/pages', '6/beyond'],
    verdict: 'fail',
    call: forgets('page')(),
  },
  {
    name: 'the last page repeated',
    rules: ['6/beyond'],
    verdict: 'fail',
    call: (call) => isList(call) && Number(call.fields.get('page')) > 6 && call.fields.set('page', '1'),
  },
  {
    name: 'another description in the XML of lists',
    rules: ['R2/requests'],
    verdict: 'fail',
    reply: second((row) => (row['description'] = 'Something else'), isXml(isList)),
  },
];

const OF_ITEMS: Deviation[] = [
  {
    name: 'a case without requested_datetime',
    rules: ['3.7/fields'],
    verdict: 'fail',
    reply: second((row) => (row['requested_datetime'] = null)),
  },
  {
    name: 'empty fields left out',
    rules: ['A8/fields'],
    verdict: 'deviates',
    reply: inRows(isCase, (row) => {
      for (const field of Object.keys(row)) if (row[field] === null) delete row[field];
    }),
  },
  {
    name: 'fields of its own in cases',
    rules: ['7/cases'],
    verdict: 'deviates',
    reply: inRows(isCase, (row) => (row['ward'] = '5')),
  },
  {
    name: 'the e-mail address of a reporter',
    rules: ['A22'],
    verdict: 'fail',
    reply: inRows(isCase, (row) => (row['email'] = 'jan@city.example')),
  },
  {
    name: 'a number twice in a list',
    rules: ['3.7/unique'],
    verdict: 'fail',
    reply: inRows(isPlain, (row, at) => at === 5 && (row['service_request_id'] = '1005')),
  },
  {
    name: 'status with a capital letter',
    rules: ['3.7/status'],
    verdict: 'deviates',
    reply: inRows(isCase, (row) => (row['status'] = row['status'] === 'open' ? 'Open' : 'Closed')),
  },
  {
    name: 'a richer status',
    rules: ['3.7/status'],
    verdict: 'fail',
    reply: inRows(isPlain, (row, at) => at === 2 && (row['status'] = 'in progress')),
  },
  {
    name: 'numeric ids',
    rules: ['A1/cases'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => (row['service_request_id'] = Number(row['service_request_id']))),
  },
  {
    name: 'a numeric zipcode',
    rules: ['A1/cases'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => (row['zipcode'] = 1234)),
  },
  {
    name: 'agency_responsible as an object',
    rules: ['3.7/texts'],
    verdict: 'fail',
    reply: inRows(isCase, (row) => (row['agency_responsible'] = { recipient: 'Works', kind: 'body' })),
  },
  {
    name: 'empty texts instead of null in cases',
    rules: ['R40/cases'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => (row['service_notice'] = '')),
  },
  {
    name: 'empty objects instead of null',
    rules: ['R40/cases'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => (row['service_notice'] = {})),
  },
  {
    name: 'a blank between date and time',
    rules: ['R11/form'],
    verdict: 'fail',
    reply: inRows(
      isCase,
      (row) => (row['updated_datetime'] = String(row['updated_datetime']).replace('T', ' ')),
    ),
  },
  {
    name: 'a day that does not exist',
    rules: ['R11/form'],
    verdict: 'fail',
    reply: inRows(isCase, (row) => (row['expected_datetime'] = '2026-02-30T10:00:00Z')),
  },
  {
    name: 'missing zones',
    rules: ['R11/zone'],
    verdict: 'fail',
    reply: inRows(
      isCase,
      (row) => (row['requested_datetime'] = String(row['requested_datetime']).replace('Z', '')),
    ),
  },
  {
    name: 'fractions of seconds',
    rules: ['A25'],
    verdict: 'deviates',
    reply: inRows(
      isCase,
      (row) => (row['updated_datetime'] = String(row['updated_datetime']).replace('Z', '.123Z')),
    ),
  },
  {
    name: 'an empty updated_datetime',
    rules: ['3.7/updated'],
    verdict: 'deviates',
    reply: second((row) => (row['updated_datetime'] = null)),
  },
  {
    name: 'a case that changed before it came',
    rules: ['3.7/dates'],
    verdict: 'fail',
    reply: second((row) => (row['updated_datetime'] = '2020-01-01T00:00:00Z')),
  },
  {
    name: 'a case of the day after tomorrow',
    rules: ['3.7/future'],
    verdict: 'fail',
    reply: inRows(isCase, (row, _at, { began }) => {
      const time = written(began + 2 * DAY);
      if (row['service_request_id'] === '1001')
        Object.assign(row, { requested_datetime: time, updated_datetime: time });
    }),
  },
  {
    name: 'lat and long as texts',
    rules: ['A3/json'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => Object.assign(row, { lat: '51.1', long: '17.03' })),
  },
  {
    name: 'an exponent in XML',
    rules: ['A3/form'],
    verdict: 'fail',
    reply: inRows(isXml(isCase), (row) => (row['lat'] = '5.11e1')),
  },
  {
    name: 'lat without long',
    rules: ['3.7/place'],
    verdict: 'fail',
    reply: second((row) => (row['long'] = null)),
  },
  {
    name: 'a place that is not on this earth',
    rules: ['3.7/place'],
    verdict: 'fail',
    reply: second((row) => (row['lat'] = 151.1)),
  },
  {
    name: 'zeros for an unknown place',
    rules: ['3.7/no-place'],
    verdict: 'deviates',
    reply: second((row) => Object.assign(row, { lat: 0, long: 0 })),
  },
  {
    name: 'media_url as a list',
    rules: ['A17/one'],
    verdict: 'deviates',
    reply: inRows(isJson(isCase), (row) => (row['media_url'] = ['https://city.example/1.jpg'])),
  },
  {
    name: 'a media_url that is none',
    rules: ['A17/address'],
    verdict: 'fail',
    reply: second((row) => (row['media_url'] = 'no picture')),
  },
  {
    name: 'a description that is too long',
    rules: ['3.7/length'],
    verdict: 'deviates',
    reply: second((row) => (row['description'] = 'x'.repeat(4001))),
  },
];

const OF_SINGLES: Deviation[] = [
  {
    name: 'a single case without its list',
    rules: ['3.6/shape'],
    verdict: 'fail',
    reply: bare(isJson(isSingle)),
  },
  { name: 'no case by its number', rules: ['3.6/served'], verdict: 'fail', reply: absent(isSingle) },
  {
    name: '200 for unknown ids',
    rules: ['3.6/unknown'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isUnknown(call)) Object.assign(reply, { status: 200, root: 'service_requests', value: [] });
    },
  },
  {
    name: '403 for hidden and unknown ids',
    rules: ['3.6/unknown'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isUnknown(call)) reply.status = 403;
    },
  },
  {
    name: 'an error with the status 200',
    rules: ['R37'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isUnknown(call)) reply.status = 200;
    },
  },
  {
    name: 'another case than the one that was asked for',
    rules: ['3.6/case'],
    verdict: 'fail',
    reply: inRows(isSingle, (row) => (row['service_request_id'] = '1999')),
  },
  {
    name: 'another description of a single case',
    rules: ['3.6/same'],
    verdict: 'fail',
    reply: inRows(isSingle, (row) => (row['description'] = 'Something else')),
  },
  {
    name: 'another description in the XML of a single case',
    rules: ['R2/single'],
    verdict: 'fail',
    reply: inRows(isXml(isSingle), (row) => (row['description'] = 'Something else')),
  },
];

const OF_UPDATES: Deviation[] = [
  {
    name: 'an array of updates that is wrapped',
    rules: ['5.1/json'],
    verdict: 'fail',
    reply: bare(isJson(isUpdates), 'service_request_updates'),
  },
  {
    name: 'another root around the updates',
    rules: ['5.1/xml'],
    verdict: 'fail',
    written: inText(isXml(isUpdates), /(<\/?)service_request_updates/g, '$1service_requests_updates'),
  },
  {
    name: 'an update without status',
    rules: ['5.1/fields'],
    verdict: 'fail',
    reply: inRows(isUpdates, (row, at) => at === 1 && (row['status'] = null)),
  },
  {
    name: 'another description of an update in XML',
    rules: ['R2/updates'],
    verdict: 'fail',
    reply: inRows(isXml(isUpdates), (row) => (row['description'] = 'Something else')),
  },
  {
    name: 'numeric update_id',
    rules: ['A1/updates'],
    verdict: 'deviates',
    reply: inRows(isJson(isUpdates), (row) => (row['update_id'] = Number(row['update_id']))),
  },
  {
    name: 'an update_id twice',
    rules: ['5.1/unique'],
    verdict: 'fail',
    reply: inRows(isUpdates, (row, at) => at === 1 && (row['update_id'] = '1')),
  },
  {
    name: 'the status of an update in capital letters',
    rules: ['5.1/status'],
    verdict: 'deviates',
    reply: inRows(
      isUpdates,
      (row) => (row['status'] = String(row['status']).toUpperCase().replace('_', ' ')),
    ),
  },
  {
    name: 'updates without zones',
    rules: ['R11/updates'],
    verdict: 'fail',
    reply: inRows(
      isUpdates,
      (row) => (row['updated_datetime'] = String(row['updated_datetime']).replace('Z', '')),
    ),
  },
  {
    name: 'the newest update first',
    rules: ['5.1/order'],
    verdict: 'deviates',
    reply: inReply(isUpdates, (value) => (value as unknown as Row[]).reverse()),
  },
  {
    name: 'all updates whatever the dates',
    rules: ['5.1/window'],
    verdict: 'fail',
    call: (call) => isUpdates(call) && call.fields.delete('end_date'),
  },
];

export const DEVIATIONS_OF_CASES: readonly Deviation[] = [
  ...OF_LISTS,
  ...OF_ITEMS,
  ...OF_SINGLES,
  ...OF_UPDATES,
];
