import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Open311 } from '../../sdk/src/open311.ts';
import { walk } from '../support/any-city-walk.ts';
import { DEVIATIONS_OF_CALLS } from '../support/deviations-of-calls.ts';
import { DEVIATIONS_OF_CASES } from '../support/deviations-of-cases.ts';
import { DEVIATIONS_OF_CATALOGUES } from '../support/deviations-of-catalogues.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { Deviation } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

const DEVIATIONS = [...DEVIATIONS_OF_CATALOGUES, ...DEVIATIONS_OF_CASES, ...DEVIATIONS_OF_CALLS];

/** What a client that asks for cases and services never comes upon: other questions, arguments and headers. */
const NOT_ASKED = [
  ...['services in another order each time', 'status ignored', 'service_code ignored'],
  ...['everything for an unknown service_code', 'start_date ignored', 'end_date ignored'],
  ...['lists of numbers ignored', 'numbers that do not override status', 'empty arguments refused'],
  ...['any span of dates', 'inverted dates answered with everything', 'a start_date that is no time ignored'],
  ...['a status that does not exist ignored', 'all updates whatever the dates', 'submissions without a key'],
  ...['new cases that are not shown', 'lat and long exchanged', 'UTF-8 read as Latin-1', 'multipart refused'],
  ...['unknown arguments refused', 'jurisdiction_id in the body only', 'submissions without a service'],
  ...['half a place taken', 'any place taken', 'descriptions that are cut'],
  ...['questions that nobody needs to answer', 'answers that nobody looks at', '200 for unknown tokens'],
  ...['a new update without its list', '400 for an update of an unknown case'],
  ...['an update once more is another one', '401 for an unknown jurisdiction'],
  ...['404 for a missing jurisdiction', '200 for the definition of an unknown service'],
  ...['200 for what does not exist', 'any ending', '500 for a date that is none', 'no charset'],
  ...['deflate that is none', 'no pages of other origins', 'no HEAD', 'no OPTIONS', 'no doubled slashes'],
  ...['no discovery.json', 'no discovery.xml', 'the last page repeated', 'paging ignored'],
];
/** What says what it says, and is read as that: there is nothing to mend. */
const AS_IT_STANDS = [
  ...[
    'a single endpoint',
    'another contact in XML',
    'a service_code twice',
    'another name of a service in XML',
  ],
  ...['an order that begins with 0', 'a code with brackets', 'another question in XML'],
  ...['404 for the definition of a service without questions', 'more than 1,000 cases'],
  ...['404 for the definition of a service with questions', 'cases of more than 90 days'],
  ...['the oldest case first', 'another description in the XML of lists', 'a number twice in a list'],
  ...['a case that changed before it came', 'a case of the day after tomorrow'],
  ...['a description that is too long', 'no case by its number', '403 for hidden and unknown ids'],
  ...['another description of a single case', 'another description in the XML of a single case'],
  ...['another description of an update in XML', 'an update_id twice', 'the newest update first'],
  ...['no number of a realtime service', 'a token of a blackbox service', '400 for an unknown service'],
  ...['404 while a token waits', 'the first mistake only', 'submissions without a place'],
  ...['HTML errors', 'empty errors', 'the key in an error', 'a key for everything'],
  // What is not served cannot be read. What is cut off is no answer, though people could read the rest.
  ...['no services.json', 'no requests.json', 'no requests.xml', 'submissions in JSON only'],
  ...['services.xml with an element that is never closed', 'the first page for every page'],
];
/** Told under another rule than the doctor's. */
const TOLD_AS: Record<string, string[]> = {
  // The doctor has a rule of its own for what a reporter says of himself.
  'the e-mail address of a reporter': ['7/cases'],
  // What is sent by updates is not asked here.
  '401 for 403': ['R21'],
};
/** Where something else is read than without the deviation, and what: by the name of the question and the way into the answer. */
const READ: Record<string, [where: string, value: unknown, format?: 'json' | 'xml'][]> = {
  'type with a capital letter': [['discovery.endpoints.1.type', 'production']],
  'an empty contact': [['discovery.contact', null]],
  'endpoints without a changeset': [['discovery.endpoints.1.changeset', null]],
  'a changeset that is no full time': [['discovery.changeset', '2011-09-1 17:35']],
  'a specification with a slash at its end': [
    ['discovery.endpoints.0.specification', 'http://wiki.open311.org/GeoReport_v2/'],
  ],
  'formats without JSON': [['discovery.endpoints.0.formats', ['text/xml']]],
  'max_requests in discovery': [
    ['discovery.max_requests', 1000, 'json'],
    ['discovery.max_requests', '1000', 'xml'],
  ],
  'a service without type': [['services.2.type', null]],
  'services without keywords and group': [
    ['services.0.keywords', null],
    ['services.3.group', null],
  ],
  'a type that does not exist': [['services.2.type', null]],
  'keywords as a list': [['services.0.keywords', 'code:SKA', 'json']],
  'a description that is an object': [['services.0.description', 'A lamp', 'json']],
  'empty texts instead of null in services': [['services.0.keywords', null]],
  'a field of its own in services': [['services.0.id', '1']],
  'the definition of another service': [['HOLE.service_code', 'TREE']],
  'a choice without values': [['HOLE.attributes.0.values', []]],
  'conditions in a definition': [['HOLE.attributes.1.dependencies', null]],
  'a case without requested_datetime': [
    ['requests.1.requested_datetime', null],
    ['1002.0.requested_datetime', null],
  ],
  'fields of its own in cases': [['requests.0.ward', '5']],
  'the e-mail address of a reporter': [['1001.0.email', 'jan@city.example']],
  'a numeric zipcode': [['requests.0.zipcode', '1234', 'json']],
  'missing zones': [
    ['requests.0.requested_datetime', '2026-11-19T12:00:00+01:00'],
    ['1001.0.requested_datetime', '2026-11-19T12:00:00+01:00'],
  ],
  'an empty updated_datetime': [['requests.1.updated_datetime', null]],
  'lat without long': [
    ['requests.1.lat', null],
    ['requests.1.long', null],
  ],
  'a place that is not on this earth': [
    ['requests.1.lat', null],
    ['requests.1.long', null],
  ],
  'zeros for an unknown place': [
    ['requests.1.lat', null],
    ['requests.1.long', null],
  ],
  'media_url as a list': [['requests.1.media_url', 'https://city.example/1.jpg', 'json']],
  'an update without status': [['updates.1.status', null]],
  'updates without zones': [['updates.0.updated_datetime', '2026-11-15T12:00:00+01:00']],
  '200 for unknown ids': [
    ['999999999', { error: 'NotFoundError', status: 404, text: 'There is no 999999999 here.' }],
  ],
  'another case than the one that was asked for': [['1001.0.service_request_id', '1999']],
  'an error as a text in XML': [
    ['999999999', { error: 'NotFoundError', status: 404, text: 'Invalid api_key' }, 'xml'],
  ],
  'markup in errors': [['999999999', { error: 'NotFoundError', status: 404, text: 'Not found' }]],
  '401 for 403': [
    ['new of a stranger', { error: 'ForbiddenError', status: 401, text: 'The key is not valid.' }],
  ],
  // The signs that Latin-1 does not have are lost before they come here.
  'Latin-1': [['1001.0.description', '{arówka nie [wieci']],
};

async function heardOf(format: 'json' | 'xml', deviation?: Deviation) {
  const server = await startStandIn(deviation);
  try {
    const { heard, deviations } = await walk(server.url, format);
    // Addresses and new numbers differ each time.
    const plain = JSON.stringify(heard)
      .replaceAll(server.url, 'http://stand-in')
      .replace(/"2\d{3}"/g, '"new"');
    return {
      heard: JSON.parse(plain) as typeof heard,
      told: [...new Set(deviations.map(({ rule }) => rule))],
    };
  } finally {
    await server.stop();
  }
}

function at(heard: object, where: string): unknown {
  const [question = '', ...way] = where.split('.');
  const answer = (heard as Record<string, { data?: unknown }>)[question];
  return way.reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part],
    answer?.data ?? answer,
  );
}

describe('A client for any city and the stand-in', () => {
  let plain: Record<'json' | 'xml', Awaited<ReturnType<typeof heardOf>>>;

  beforeAll(async () => {
    jest.useFakeTimers({
      now: Date.parse('2026-11-20T12:00:00Z'),
      doNotFake: [
        'nextTick',
        'queueMicrotask',
        'performance',
        'hrtime',
        'setImmediate',
        'clearImmediate',
      ].concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']) as never[],
    });
    plain = { json: await heardOf('json'), xml: await heardOf('xml') };
  });

  test('has nothing to mend where the standard is kept, and reads the same in JSON and XML', () => {
    expect(plain.json.told).toEqual([]);
    expect(plain.xml.told).toEqual([]);
    expect(plain.xml.heard).toEqual(plain.json.heard);
    expect(Object.values(plain.json.heard).filter((one) => 'data' in one)).toHaveLength(13);
    expect(plain.json.heard['requests']).toMatchObject({
      data: [
        { service_request_id: '1001', lat: 51.1, media_url: 'https://city.example/1.jpg' },
        {},
        {},
        {},
        {},
        {},
      ],
    });
    expect(plain.json.heard['pages']).toEqual(plain.json.heard['requests']);
  });

  test('names only deviations that there are', () => {
    const names = new Set(DEVIATIONS.map(({ name }) => name));
    const named = [...NOT_ASKED, ...AS_IT_STANDS, ...Object.keys(TOLD_AS), ...Object.keys(READ)];
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  test.each(DEVIATIONS.map((deviation) => [deviation.name, deviation] as const))(
    '%s',
    async (name, deviation) => {
      // What is not asked is not asked in XML either.
      const xml = NOT_ASKED.includes(name) ? plain.xml : await heardOf('xml', deviation);
      const found = { json: await heardOf('json', deviation), xml };
      const told = new Set([...found.json.told, ...found.xml.told]);
      const isSilent = NOT_ASKED.includes(name) || AS_IT_STANDS.includes(name);
      expect([...told].sort()).toEqual(isSilent ? [] : [...(TOLD_AS[name] ?? deviation.rules)].sort());
      if (AS_IT_STANDS.includes(name)) return;
      for (const format of ['json', 'xml'] as const) {
        const read = (READ[name] ?? []).filter(([, , only]) => only === undefined || only === format);
        if (read.length === 0 && name !== 'services in another order each time')
          expect(found[format].heard).toEqual(plain[format].heard);
        for (const [where, value] of read)
          expect([where, at(found[format].heard, where)]).toEqual([where, value]);
      }
    },
  );

  test.each([
    ['paging ignored', 6],
    ['the last page repeated', 6],
    // Nobody can come by the others.
    ['the first page for every page', 1],
  ])('pages come to an end: %s', async (name, count) => {
    const server = await startStandIn(DEVIATIONS.find((deviation) => deviation.name === name));
    const city = new Open311({ baseUrl: server.url, jurisdictionId: STAND_IN.jurisdiction });
    const numbers: string[] = [];
    for await (const { service_request_id } of city.requests.list({ page_size: 1 }))
      numbers.push(service_request_id);
    await server.stop();
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
  });

  test('a key for everything is sent with everything when it is asked for, and told to nobody', async () => {
    const server = await startStandIn(DEVIATIONS.find(({ name }) => name === 'a key for everything'));
    const urls: string[] = [];
    const city = new Open311({
      baseUrl: server.url,
      jurisdictionId: STAND_IN.jurisdiction,
      apiKey: STAND_IN.key,
      keyForReading: true,
      onRequest: ({ url }) => urls.push(url),
    });
    expect(await city.services.list()).toHaveLength(4);
    await server.stop();
    expect(server.calls.map(({ resource, fields }) => [resource, fields.get('api_key')])).toEqual([
      ['discovery', undefined],
      ['services', STAND_IN.key],
    ]);
    expect(urls).toHaveLength(2);
    expect(urls.join()).not.toContain(STAND_IN.key);
    expect(decodeURIComponent(urls.join())).not.toContain(STAND_IN.key);
  });
});
