import { deflateRawSync } from 'node:zlib';
import { absent, inRows, inText, isJson, isServices, isXml } from './deviations-of-catalogues.ts';
import type { Deviation, Written } from './stand-in.ts';
import { STAND_IN } from './stand-in-city.ts';
import type { Call, Reply } from './stand-in-city.ts';

type Row = Record<string, unknown>;

const isSubmission = ({ method, resource }: Call) => method === 'POST' && resource === 'requests';
const isUpdate = ({ method, resource }: Call) => method === 'POST' && resource === 'servicerequestupdates';
const isMade = ({ resource }: Call) => /^requests\/2\d+$/.test(resource);
const isToken = ({ resource }: Call) => resource === 'tokens/token-1';
const isCaseList = ({ method, resource }: Call) => method === 'GET' && resource === 'requests';
const isAny = () => true;

/** Answers of a service of one type to a submission. */
const ofType = (field: string, change: (row: Row) => void) =>
  inRows(isSubmission, (row) => field in row && change(row));
const errors = (change: (reply: Reply, call: Call) => void) => (reply: Reply, call: Call) => {
  if (reply.root === 'errors') change(reply, call);
};
const refuse = (reply: Reply, status: number, description: string) =>
  Object.assign(reply, { status, root: 'errors', value: [{ code: status, description }] });
const header =
  (isMeant: (call: Call) => boolean, name: string, value: string) => (written: Written, call: Call) => {
    if (isMeant(call)) written.headers[name] = value;
  };
const sets =
  (name: string, value: string, isMeant: (call: Call) => boolean): NonNullable<Deviation['call']> =>
  (call) => {
    if (isMeant(call)) call.fields.set(name, value);
  };
const first = (description: unknown) => [{ code: 400, description }];

const OF_SUBMISSIONS: Deviation[] = [
  {
    name: '401 for 403',
    rules: ['R21', '5.2/key'],
    verdict: 'deviates',
    reply: errors((reply) => reply.status === 403 && refuse(reply, 401, 'The key is not valid.')),
  },
  {
    name: 'submissions without a key',
    rules: ['R21'],
    verdict: 'fail',
    call: sets('api_key', STAND_IN.key, (call) => isSubmission(call) && !call.fields.has('api_key')),
  },
  {
    name: '201 for a new case',
    rules: ['3.3/json', '3.3/xml'],
    verdict: 'deviates',
    written: (written, call) => {
      if (isSubmission(call) && written.status === 200) written.status = 201;
    },
  },
  {
    name: 'submissions in JSON only',
    rules: ['3.3/xml'],
    verdict: 'fail',
    reply: (reply, call) => isXml(isSubmission)(call) && refuse(reply, 400, 'XML is not known here.'),
  },
  {
    name: 'a new case without its list',
    rules: ['3.3/shape'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isJson(isSubmission)(call) && reply.status === 200) reply.value = (reply.value as Row[])[0];
    },
  },
  {
    name: 'a token beside the number',
    rules: ['3.3/number'],
    verdict: 'deviates',
    reply: ofType('service_request_id', (row) => (row['token'] = null)),
  },
  {
    name: 'no number of a realtime service',
    rules: ['3.3/number'],
    verdict: 'fail',
    reply: ofType('service_request_id', (row) => delete row['service_request_id']),
  },
  {
    name: 'a number beside the token',
    rules: ['3.3/token'],
    verdict: 'deviates',
    reply: ofType('token', (row) => (row['service_request_id'] = null)),
  },
  {
    name: 'a token of a blackbox service',
    rules: ['3.3/neither'],
    verdict: 'fail',
    reply: inRows(isSubmission, (row) => Object.keys(row).length === 2 && (row['token'] = 'token-2')),
  },
  {
    name: 'a numeric id of a new case',
    rules: ['A1/submission'],
    verdict: 'deviates',
    reply: (reply, call) =>
      call.format === 'json' &&
      ofType('service_request_id', (row) => (row['service_request_id'] = Number(row['service_request_id'])))(
        reply,
        call,
      ),
  },
  { name: 'new cases that are not shown', rules: ['3.3/found'], verdict: 'deviates', reply: absent(isMade) },
  {
    name: 'lat and long exchanged',
    rules: ['3.3/kept'],
    verdict: 'fail',
    reply: inRows(isMade, (row) => Object.assign(row, { lat: row['long'], long: row['lat'] })),
  },
  {
    name: 'UTF-8 read as Latin-1',
    rules: ['R7/kept'],
    verdict: 'fail',
    reply: inRows(
      isMade,
      (row) => (row['description'] = Buffer.from(String(row['description'])).toString('latin1')),
    ),
  },
  {
    name: 'multipart refused',
    rules: ['R27'],
    verdict: 'deviates',
    reply: (reply, call) => call.isMultipart && refuse(reply, 400, 'That form is not known here.'),
  },
  {
    name: 'unknown arguments refused',
    rules: ['3.3/more'],
    verdict: 'deviates',
    reply: (reply, call) => call.fields.has('deviceid') && refuse(reply, 400, 'deviceid is not known here.'),
  },
  {
    name: 'jurisdiction_id in the body only',
    rules: ['R16'],
    verdict: 'deviates',
    call: (call) =>
      isSubmission(call) && call.inQuery.has('jurisdiction_id') && call.fields.delete('jurisdiction_id'),
  },
  {
    name: '400 for an unknown service',
    rules: ['3.3/unknown-service'],
    verdict: 'deviates',
    reply: errors(
      (reply, call) => isSubmission(call) && reply.status === 404 && refuse(reply, 400, 'Unknown.'),
    ),
  },
  {
    name: 'submissions without a service',
    rules: ['3.3/no-service'],
    verdict: 'fail',
    call: (call) =>
      isSubmission(call) &&
      !call.fields.has('service_code') &&
      call.fields.has('lat') &&
      call.fields.set('service_code', '17'),
  },
  {
    name: 'submissions without a place',
    rules: ['3.3/no-place'],
    verdict: 'fail',
    call: sets(
      'address_string',
      'somewhere',
      (call) => isSubmission(call) && !call.fields.has('lat') && call.fields.has('service_code'),
    ),
  },
  {
    name: 'half a place taken',
    rules: ['3.3/half-place'],
    verdict: 'fail',
    call: sets(
      'long',
      '17.03',
      (call) => isSubmission(call) && call.fields.has('lat') && !call.fields.has('long'),
    ),
  },
  {
    name: 'any place taken',
    rules: ['3.3/bad-place'],
    verdict: 'fail',
    call: (call) => {
      if (isSubmission(call) && call.fields.get('lat') === '91')
        for (const name of ['lat', 'long']) call.fields.set(name, '0');
    },
  },
  {
    name: 'the first mistake only',
    rules: ['R32/all'],
    verdict: 'deviates',
    reply: errors((reply) => (reply.value = (reply.value as Row[]).slice(0, 1))),
  },
  {
    name: 'descriptions that are cut',
    rules: ['3.3/long'],
    verdict: 'deviates',
    call: (call) =>
      isSubmission(call) &&
      call.fields.set('description', (call.fields.get('description') ?? '').slice(0, 4000)),
  },
  {
    name: 'questions that nobody needs to answer',
    rules: ['3.3.1/required'],
    verdict: 'fail',
    call: sets(
      'attribute[SIZE]',
      '1',
      (call) => call.fields.get('service_code') === 'HOLE' && !call.fields.has('attribute[SIZE]'),
    ),
  },
  {
    name: 'answers that nobody looks at',
    rules: ['3.3.1/choice'],
    verdict: 'fail',
    call: sets('attribute[SIZE]', '1', (call) => call.fields.has('attribute[SIZE]')),
  },
  {
    name: '200 for unknown tokens',
    rules: ['3.4/unknown'],
    verdict: 'fail',
    call: (call) => {
      if (call.resource === 'tokens/doctor-no-such-token') call.resource = 'tokens/token-9';
    },
  },
  { name: '404 while a token waits', rules: ['3.4/known'], verdict: 'deviates', reply: absent(isToken) },
  {
    name: 'a token without its list',
    rules: ['3.4/shape'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isJson(isToken)(call)) reply.value = (reply.value as Row[])[0];
    },
  },
  {
    name: 'a new update without its list',
    rules: ['5.2/taken'],
    verdict: 'fail',
    reply: (reply, call) => {
      if (isUpdate(call) && reply.status === 200) reply.value = (reply.value as Row[])[0];
    },
  },
  {
    name: '400 for an update of an unknown case',
    rules: ['5.2/unknown'],
    verdict: 'deviates',
    reply: errors(
      (reply, call) => isUpdate(call) && reply.status === 404 && refuse(reply, 400, 'Not found.'),
    ),
  },
  {
    name: 'an update once more is another one',
    rules: ['5.2/again'],
    verdict: 'fail',
    reply: inRows(isUpdate, (row) => Object.assign(row, { update_id: String(Math.random()) })),
  },
];

const OF_ERRORS: Deviation[] = [
  {
    name: 'HTML errors',
    rules: ['R36'],
    verdict: 'fail',
    written: (written) => {
      if (written.status < 400) return;
      written.body = '<!DOCTYPE html><html><body><h1>Not Found</h1></body></html>';
      written.headers['content-type'] = 'text/html';
    },
  },
  {
    name: 'empty errors',
    rules: ['R36'],
    verdict: 'fail',
    written: (written) => {
      if (written.status >= 400) written.body = '';
    },
  },
  {
    name: 'single-object errors',
    rules: ['R31/json'],
    verdict: 'fail',
    reply: errors((reply, call) => {
      const [one, ...others] = reply.value as Row[];
      if (call.format === 'json' && others.length === 0) reply.value = one;
    }),
  },
  {
    name: 'an error as a text in XML',
    rules: ['R31/xml'],
    verdict: 'fail',
    written: (written, call) => {
      if (written.status >= 400 && call.format === 'xml')
        written.body = '<?xml version="1.0" encoding="utf-8"?>\n<error>Invalid api_key</error>';
    },
  },
  {
    name: 'markup in errors',
    rules: ['R33'],
    verdict: 'fail',
    reply: errors(
      (reply) =>
        reply.status === 404 &&
        Object.assign((reply.value as Row[])[0] ?? {}, { description: '<b>Not</b> found' }),
    ),
  },
  {
    name: 'the code of an error as a text',
    rules: ['R34'],
    verdict: 'deviates',
    reply: errors((reply, call) => {
      if (call.format === 'json') for (const one of reply.value as Row[]) one['code'] = String(one['code']);
    }),
  },
  {
    name: '401 for an unknown jurisdiction',
    rules: ['R15/unknown'],
    verdict: 'deviates',
    reply: errors(
      (reply, call) =>
        call.fields.get('jurisdiction_id')?.startsWith('doctor') === true && refuse(reply, 401, 'Unknown.'),
    ),
  },
  {
    name: '404 for a missing jurisdiction',
    rules: ['R15/missing'],
    verdict: 'deviates',
    reply: errors((reply, call) => !call.fields.has('jurisdiction_id') && refuse(reply, 404, 'Missing.')),
  },
  {
    name: '200 for the definition of an unknown service',
    rules: ['3.2/unknown'],
    verdict: 'fail',
    call: (call) => {
      if (call.resource === 'services/doctor-no-such-service') call.resource = 'services/TREE';
    },
  },
  {
    name: '200 for what does not exist',
    rules: ['R32/unknown'],
    verdict: 'fail',
    call: (call) => {
      if (call.resource === 'doctor-no-such-resource') call.resource = 'services';
    },
  },
  {
    name: 'any ending',
    rules: ['R3'],
    verdict: 'deviates',
    call: (call) => {
      if (!call.isKnownFormat) Object.assign(call, { isKnownFormat: true, resource: 'services' });
    },
  },
  {
    name: '500 for a date that is none',
    rules: ['R13', 'R35'],
    verdict: 'fail',
    reply: (reply, call) =>
      call.fields.get('start_date')?.startsWith('yesterday') === true && refuse(reply, 500, 'A trouble.'),
  },
  {
    name: 'the key in an error',
    rules: ['R25'],
    verdict: 'fail',
    reply: errors((reply, call) => {
      if (reply.status === 400 && call.method === 'POST')
        reply.value = first(`Not with ${call.fields.get('api_key')}.`).concat(first('More.'));
    }),
  },
];

const OF_FORMATS: Deviation[] = [
  {
    name: 'application/xml',
    rules: ['R6/type'],
    verdict: 'deviates',
    written: header(isXml(isAny), 'content-type', 'application/xml; charset=utf-8'),
  },
  {
    name: 'JSON as text/html',
    rules: ['R6/type'],
    verdict: 'fail',
    written: header(isJson(isAny), 'content-type', 'text/html; charset=utf-8'),
  },
  {
    name: 'no charset',
    rules: ['R6/charset'],
    verdict: 'deviates',
    written: header(isXml(isAny), 'content-type', 'text/xml'),
  },
  {
    name: 'no declaration',
    rules: ['R7/declaration'],
    verdict: 'deviates',
    written: inText(isXml(isAny), /<\?xml[^>]*>\n/g, ''),
  },
  {
    name: 'a declaration of Latin-1',
    rules: ['R7/declaration'],
    verdict: 'fail',
    written: inText(isXml(isAny), /encoding="utf-8"/g, 'encoding="ISO-8859-1"'),
  },
  {
    name: 'Latin-1',
    rules: ['R7/utf-8'],
    verdict: 'fail',
    written: (written, call) => {
      if (/^requests/.test(call.resource) && !isMade(call))
        written.body = Buffer.from(String(written.body), 'latin1');
    },
  },
  {
    name: 'a byte order mark',
    rules: ['R7/mark'],
    verdict: 'deviates',
    written: (written) => (written.body = `\ufeff${String(written.body)}`),
  },
  {
    name: 'a control character',
    rules: ['R8'],
    verdict: 'fail',
    written: inText(isXml(isCaseList), /<description>/g, '<description>\u000b'),
  },
  {
    name: 'namespaces of SOAP',
    rules: ['R38'],
    verdict: 'deviates',
    written: inText(
      isXml(isServices),
      /<services>/g,
      '<services xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">',
    ),
  },
  {
    name: 'another namespace',
    rules: ['R38'],
    verdict: 'fail',
    written: inText(isXml(isServices), /<services>/g, '<services xmlns="http://city.example/open311">'),
  },
  {
    name: 'prefixes',
    rules: ['R38'],
    verdict: 'fail',
    written: inText(isXml(isServices), /(<\/?)services(?=[ >])/g, '$1m:services'),
  },
  {
    name: 'type="array"',
    rules: ['R39'],
    verdict: 'fail',
    written: inText(isXml(isServices), /<services>/g, '<services is_array="true">'),
  },
  {
    name: 'xsi:nil',
    rules: ['R39'],
    verdict: 'fail',
    written: inText(isXml(isCaseList), /<service_notice\/>/g, '<service_notice xsi:nil="true"/>'),
  },
  {
    name: 'padding in texts',
    rules: ['R41'],
    verdict: 'deviates',
    written: inText(isXml(isCaseList), /1\.jpg</g, '1.jpg <'),
  },
  {
    name: 'redirects',
    rules: ['R10/redirects'],
    verdict: 'fail',
    written: (written, call) => {
      if (call.resource !== 'services' || call.method !== 'GET' || call.fields.has('sent_on')) return;
      written.status = 302;
      written.headers['location'] =
        `${STAND_IN.path}/services.${call.format}?${new URLSearchParams([...call.fields, ['sent_on', '1']]).toString()}`;
    },
  },
  {
    name: 'deflate that is none',
    rules: ['R10/packed'],
    verdict: 'deviates',
    written: (written, call) => {
      if (call.headers['accept-encoding']?.includes('deflate') !== true) return;
      written.body = deflateRawSync(written.body);
      written.headers['content-encoding'] = 'deflate';
    },
  },
  {
    name: 'no pages of other origins',
    rules: ['R9', 'R5/options'],
    verdict: 'deviates',
    written: (written) => delete written.headers['access-control-allow-origin'],
  },
  {
    name: 'no HEAD',
    rules: ['R5/head'],
    verdict: 'deviates',
    written: (written, call) => call.method === 'HEAD' && (written.status = 405),
  },
  {
    name: 'no OPTIONS',
    rules: ['R5/options'],
    verdict: 'deviates',
    written: (written, call) => call.method === 'OPTIONS' && (written.status = 405),
  },
  {
    name: 'no doubled slashes',
    rules: ['R1'],
    verdict: 'deviates',
    reply: (reply, call) => call.isDoubled && refuse(reply, 404, 'There is no such address.'),
  },
  {
    name: 'a key for everything',
    rules: ['R22'],
    verdict: 'deviates',
    reply: (reply, call) =>
      call.method !== 'OPTIONS' &&
      call.resource !== 'discovery' &&
      !call.fields.has('api_key') &&
      refuse(reply, 403, 'A key is needed.'),
  },
];

export const DEVIATIONS_OF_CALLS: readonly Deviation[] = [...OF_SUBMISSIONS, ...OF_ERRORS, ...OF_FORMATS];
