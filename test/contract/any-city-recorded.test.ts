import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { BadRequestError, ForbiddenError, NotFoundError } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { ApiError } from '../../sdk/src/index.ts';
import type { Open311Options } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';
import { replay } from '../support/replay.ts';
import type { Recording } from '../support/replay.ts';
import { describeWithData } from '../support/test-data.ts';

type Row = Record<string, unknown>;

const NOTHING = {
  status_notes: null,
  description: null,
  agency_responsible: null,
  service_notice: null,
  expected_datetime: null,
  address_id: null,
  zipcode: null,
  lat: null,
  long: null,
  media_url: null,
};
const SIDEWALK = {
  ...NOTHING,
  service_name: 'Sidewalk and Curb Issues',
  service_code: '006',
  address: '8TH AVE and JUDAH ST',
  address_id: '545483',
  zipcode: '94122',
  lat: 37.762221815,
  long: -122.4651145,
};
const DUPLICATE = {
  ...SIDEWALK,
  service_request_id: '638344',
  status: 'closed',
  status_notes: 'Duplicate request.',
  requested_datetime: '2010-04-14T06:37:38-08:00',
  updated_datetime: '2010-04-14T06:37:38-08:00',
  expected_datetime: '2010-04-15T06:37:38-08:00',
};
const OPEN = {
  ...SIDEWALK,
  service_request_id: '638349',
  status: 'open',
  requested_datetime: '2010-04-19T06:37:38-08:00',
  updated_datetime: '2010-04-19T06:37:38-08:00',
  expected_datetime: '2010-04-19T06:37:38-08:00',
};
const SF = 'http://open311.city.gov.s3.amazonaws.com/requests/media';
const SPEC = 'http://city.gov.s3.amazonaws.com/requests/media';
const TORONTO = {
  ...NOTHING,
  service_request_id: '101005420892',
  status: 'open',
  status_notes: 'In progress - The request has been scheduled.',
  service_name: 'Road - Pot hole',
  service_code: 'CSROWR-12',
  agency_responsible: '311 Toronto',
  requested_datetime: '2018-07-30T00:01:00-04:00',
  updated_datetime: null,
  expected_datetime: '2018-08-03T00:01:00-04:00',
  address: 'Warden Ave / Freeman St, Scarborough',
  address_id: '13459430',
  lat: 43.691104288,
  long: -79.272306875,
};
const CHICAGO_2014 = {
  ...NOTHING,
  service_request_id: '14-01100669',
  status: 'open',
  service_name: 'Alley Light Out',
  service_code: '4ffa9cad6018277d4000007b',
  agency_responsible: 'Division of Electrical Operations CDOT',
  requested_datetime: '2014-07-12T10:58:43-05:00',
  updated_datetime: '2014-07-12T11:08:21-05:00',
  address: '1540 W 17TH ST, CHICAGO, IL, 60608',
  lat: 41.858724777757864,
  long: -87.66475146237676,
};
const LITTER = 'Garbage or recycling cans that have been left out for more than 24 hours after collection.';
const giessen = (
  service_code: string,
  service_name: string,
  description: string | null,
  keywords: string | null,
) => ({
  ...{ service_code, service_name, description, keywords },
  metadata: false,
  type: 'realtime',
  group: null,
});

describeWithData('Recorded answers of other cities', ['open311/r311_endpoints.json'], (path) => {
  const folder = dirname(path);

  async function ask<Answer>(
    recording: Recording,
    options: Partial<Open311Options>,
    question: (city: Open311) => Promise<Answer>,
  ): Promise<Answer> {
    const server = await replay(folder, recording);
    try {
      return await question(
        new Open311({ baseUrl: server.url.href, discovery: false, xml: readXml, retries: 0, ...options }),
      );
    } finally {
      await server.stop();
    }
  }

  const told = ({ response }: { response: { deviations: readonly { rule: string }[] } }) =>
    response.deviations.map(({ rule }) => rule).sort();

  test.each<[string, string, Partial<Open311Options>, Row[], string[]]>([
    [
      'San Francisco, 2010',
      'cfa_service_requests.xml',
      {},
      [
        { ...DUPLICATE, media_url: `${SF}/638344.rss` },
        { ...OPEN, media_url: `${SF}/638349.rss` },
      ],
      ['R41'],
    ],
    ['San Francisco, 2010: no case', 'cfa_service_requests_empty.xml', {}, [], []],
    [
      "the standard's example",
      'spec-service-requests.xml',
      {},
      [
        { ...DUPLICATE, media_url: `${SPEC}/638344.jpg` },
        { ...OPEN, media_url: `${SPEC}/638349.jpg` },
      ],
      ['R41'],
    ],
    [
      'Toronto, 2018',
      'o3status_requests_many.xml',
      {},
      [
        TORONTO,
        {
          ...TORONTO,
          service_request_id: '101005420894',
          address: 'Parkette Pl / Danforth Ave, Scarborough',
          address_id: '13458509',
          lat: 43.695823056,
          long: -79.267190219,
        },
      ],
      ['3.7/updated'],
    ],
    [
      'Chicago, 2014',
      'o3status_service_requests.json',
      { format: 'json' },
      [
        CHICAGO_2014,
        {
          ...CHICAGO_2014,
          service_request_id: '14-01100627',
          status_notes: 'Locked',
          service_name: 'Building Violation',
          service_code: '4fd3bd72e750846c530000cd',
          agency_responsible: 'DOB - Conservation',
          requested_datetime: '2014-07-12T10:48:56-05:00',
          updated_datetime: '2014-07-12T11:08:20-05:00',
          address: '7408 S NORMAL AVE, CHICAGO, IL, 60621',
          lat: 41.759712056258536,
          long: -87.6369602073906,
        },
      ],
      ['A8/fields'],
    ],
  ])('cases of %s', async (_name, file, options, rows, rules) => {
    const format = options.format ?? 'xml';
    const result = await ask({ [`requests.${format}`]: `200 ${file}` }, { format, ...options }, (city) =>
      city.requests.list().withResponse(),
    );
    expect(result.data).toEqual(rows);
    expect(told(result)).toEqual(rules);
  });

  test.each<[string, string, string, Row, string[]]>([
    [
      'San Francisco, 2010',
      'cfa_get_service_request.xml',
      '638344',
      { ...DUPLICATE, media_url: `${SF}/638344.rss` },
      ['R41'],
    ],
    [
      "the standard's example",
      'spec-service-request.xml',
      '638344',
      { ...DUPLICATE, media_url: `${SPEC}/638344.jpg` },
      ['R41'],
    ],
    ['Toronto, 2018', 'o3status_requests_single.xml', '101005420892', TORONTO, ['3.7/updated']],
  ])('one case of %s', async (_name, file, service_request_id, row, rules) => {
    const result = await ask({ 'requests/ID.xml': `200 ${file}` }, { format: 'xml' }, (city) =>
      city.requests.get({ service_request_id }).withResponse(),
    );
    expect(result.data).toEqual([row]);
    expect(told(result)).toEqual(rules);
  });

  test('cases of San Francisco, 2012: capitals, blanks for T, no zones, zeros, nil, namespaces', async () => {
    const file = 'san_francisco_requests.xml';
    const result = await ask(
      { 'requests.xml': `200 ${file}` },
      { format: 'xml', timeZone: 'America/Los_Angeles' },
      (city) => city.requests.list().withResponse(),
    );
    expect(result.data).toHaveLength(56);
    expect(result.data[0]).toEqual({
      ...NOTHING,
      service_request_id: '1129806',
      status: 'open',
      service_name: 'RCS - SFMTA - G',
      service_code: '280',
      requested_datetime: '2012-05-22T23:57:23-07:00',
      updated_datetime: null,
      expected_datetime: '2012-05-31T08:30:00-07:00',
      address: 'SAN FRANCISCO , CA',
    });
    expect(result.data[3]).toEqual({
      ...NOTHING,
      service_request_id: '1129792',
      status: 'open',
      service_name: 'Illegal_Dumping',
      service_code: '015',
      requested_datetime: '2012-05-22T22:43:22-07:00',
      updated_datetime: null,
      address: 'INTERSECTION  of  FALMOUTH ST  and  FOLSOM ST',
      lat: 37.77944,
      long: -122.404434,
    });
    expect(result.data[54]).toEqual({
      ...NOTHING,
      service_request_id: '1129684',
      status: 'closed',
      service_name: 'Landscaping',
      service_code: '016',
      requested_datetime: '2012-05-22T17:17:22-07:00',
      updated_datetime: '2012-05-22T17:23:05-07:00',
      address: 'INTERSECTION  of  BROADWAY  and  POLK ST',
      lat: 37.795944,
      long: -122.42177,
    });
    // The rest, by another way than the SDK's: each text where it stands.
    const time = (text: string | null) => text && `${text.replace(' ', 'T').slice(0, 19)}-07:00`;
    const number = (text: string | null) => (text === null || text === '0.0' ? null : Number(text));
    expect(result.data).toEqual(
      elements(file, 'request').map((row) => ({
        ...row,
        media_url: null,
        status: row.status?.toLowerCase(),
        zipcode: row.zipcode === '0' ? null : row.zipcode,
        requested_datetime: time(row.requested_datetime ?? null),
        updated_datetime: time(row.updated_datetime ?? null),
        expected_datetime: time(row.expected_datetime ?? null),
        lat: number(row.lat ?? null),
        long: number(row.long ?? null),
      })),
    );
    expect(told(result)).toEqual(
      [
        ...['A8/fields', '3.7/status', 'R11/form', 'R11/zone', 'A25', '3.7/updated', '3.7/no-place'],
        ...['R38', 'R39', 'R41'],
        // The zipcode 0.
        'R40/cases',
      ].sort(),
    );
    expect(result.response.deviations.find(({ rule }) => rule === '3.7/status')).toEqual({
      rule: '3.7/status',
      where: '/0/status',
      found: 'Open',
      count: 56,
    });
  });

  test('times of San Francisco stay without a zone when nobody told which it is', async () => {
    const [first] = await ask(
      { 'requests.xml': '200 san_francisco_requests.xml' },
      { format: 'xml' },
      (city) => city.requests.list(),
    );
    expect(first?.requested_datetime).toBe('2012-05-22T23:57:23');
  });

  /** Every element of a name, with the trimmed texts of what is in it. */
  const elements = (file: string, name: string): Record<string, string | null>[] =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(
      ([, inner = '']) =>
        Object.fromEntries(
          [...inner.matchAll(/<(\w+)(?:\s[^>]*?)?(?:\/>|>([^<]*)<)/g)].map(([, field = '', text = '']) => [
            field,
            text.trim() || null,
          ]),
        ),
    );

  test.each([
    ['San Francisco, 2010', 'cfa_services.xml', 36, ['R38', 'R41']],
    ['San Francisco, 2012', 'san_francisco_services.xml', 38, ['R38']],
    ['Gießen', 'o3status_services_giessen.xml', 8, ['3.1/all-fields', 'R39']],
  ])('services of %s', async (_name, file, count, rules) => {
    // Found out by asking for JSON first.
    const result = await ask({ 'services.xml': `200 ${file}` }, {}, (city) =>
      city.services.list().withResponse(),
    );
    expect(result.data).toHaveLength(count);
    expect(result.data).toEqual(
      elements(file, 'service').map((row) => ({ group: null, ...row, metadata: row.metadata === 'true' })),
    );
    expect(told(result)).toEqual(rules);
  });

  test('services of San Francisco and Gießen, as people read them', async () => {
    const [cans] = await ask({ 'services.xml': '200 cfa_services.xml' }, {}, (city) => city.services.list());
    expect(cans).toEqual({
      service_code: '001',
      service_name: 'Cans_Left_Out_24x7',
      description: `${LITTER} Violators will be cited.`,
      metadata: false,
      type: 'realtime',
      keywords: null,
      group: 'Litter Receptacles',
    });
    const services = await ask({ 'services.xml': '200 o3status_services_giessen.xml' }, {}, (city) =>
      city.services.list(),
    );
    expect(services).toEqual([
      giessen('015', 'Abwasser und Wasser', null, null),
      giessen('010', 'Ampel defekt', null, null),
      giessen('013', 'Laterne defekt', null, null),
      giessen(
        '012',
        'Verkehrsschild beschädigt',
        'Report graffiti on a building you own.',
        'graffiti, paintings',
      ),
      giessen(
        '011',
        'Straßen- und Gehwegschäden',
        'Litter Basket Request or Complaint',
        'litter, trash, garbage',
      ),
      giessen('016', 'Schrottautos und -Fahrräder', null, null),
      giessen('017', 'Wilde Müllkippe, Sperrmüll', null, null),
      giessen('014', 'Grünflächen und Spielplätze', null, null),
    ]);
  });

  test('services and cases of Chicago, 2019: lists of keywords, fields left out', async () => {
    const recording = {
      'services.json': '200 chicago_services_2019.json',
      'requests.json': '200 chicago_requests_2019.json',
    };
    const [services, cases] = await ask(recording, {}, (city) =>
      Promise.all([city.services.list().withResponse(), city.requests.list().withResponse()]),
    );
    const recorded = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Row[];
    expect(services.data[0]).toEqual({
      service_code: '4ffa4c69601827691b000018',
      service_name: 'Abandoned Vehicle Complaint',
      description: 'Use this service request to report an abandoned vehicle. (Car, truck, motorcycle, etc.)',
      metadata: true,
      type: 'batch',
      keywords: 'code:SKA',
      group: 'Streets and Sanitation',
    });
    expect(services.data).toEqual(
      recorded('chicago_services_2019.json').map((row) => ({
        ...row,
        keywords: (row['keywords'] as string[]).join(', '),
      })),
    );
    expect(told(services)).toEqual(['A5']);
    expect(cases.data[1]).toEqual({
      ...NOTHING,
      service_request_id: 'SR19-00134783',
      status: 'open',
      service_name: 'No Water Complaint',
      service_code: '5c1849cc9e6e99eda0ada43a',
      requested_datetime: '2019-01-29T17:19:13-06:00',
      updated_datetime: '2019-01-29T17:19:20-06:00',
      address: '8124 S King Drive Dr',
    });
    expect(cases.data).toEqual(recorded('chicago_requests_2019.json').map((row) => ({ ...NOTHING, ...row })));
    expect(told(cases)).toEqual(['A8/fields']);
  });

  test('services of Chicago, 2014: nothing to mend', async () => {
    const { data, response } = await ask({ 'services.json': '200 o3status_service_list.json' }, {}, (city) =>
      city.services.list().withResponse(),
    );
    const one = (service_code: string, service_name: string, description: string, group: string) => ({
      ...{ service_code, service_name, description, group },
      metadata: true,
      type: 'realtime',
      keywords: 'lorem, ipsum, dolor',
    });
    expect(data).toEqual([
      one('001', 'Cans left out 24x7', `${LITTER} Violators will be cited.`, 'sanitation'),
      one(
        '002',
        'Construction plate shifted',
        'Metal construction plate covering the street or sidewalk has been moved.',
        'street',
      ),
      one(
        '003',
        'Curb or curb ramp defect',
        'Sidewalk curb or ramp has problems such as cracking, missing pieces, holes, and/or chipped curb.',
        'street',
      ),
    ]);
    expect(response.deviations).toEqual([]);
  });

  test('questions of San Francisco, 2010, without an element around them', async () => {
    const result = await ask(
      { 'services/CODE.xml': '200 cfa_service_definition.xml' },
      { format: 'xml' },
      (city) => city.services.get({ service_code: 'DMV66' }).withResponse(),
    );
    expect(result.data).toEqual({
      service_code: 'DMV66',
      attributes: [
        {
          variable: true,
          code: 'WHISHETN',
          datatype: 'singlevaluelist',
          required: true,
          datatype_description: null,
          order: 1,
          description: 'What is the ticket/tag/DL number?',
          values: [
            { key: '123', name: 'Ford' },
            { key: '124', name: 'Chrysler' },
          ],
        },
      ],
    });
    expect(told(result)).toEqual(['R43/definition.xml']);
  });

  test.each<[string, string, Row, string[]]>([
    [
      'San Francisco, 2010: a number and a notice over several lines',
      'cfa_post_service_request.xml',
      {
        service_request_id: '293944',
        service_notice:
          'The City will inspect and require the responsible party to correct within 24 hours and/or issue a Correction Notice or Notice of Violation of the Public Works Code',
        account_id: null,
      },
      ['R41'],
    ],
    [
      'Boston: a token alone',
      'boston-submitrequest-token.xml',
      { token: '503fc045901932078800163c', service_notice: null, account_id: null },
      [],
    ],
  ])('the answer to a submission in %s', async (_name, file, row, rules) => {
    const result = await ask(
      { 'POST requests.xml': `200 ${file}` },
      { format: 'xml', apiKey: 'sp-key' },
      (city) => city.requests.create({ service_code: '006', lat: 37.7, long: -122.4 }).withResponse(),
    );
    expect(result.data).toEqual([row]);
    expect(told(result)).toEqual(rules);
  });

  test.each(['cfa_request_id_from_token.xml', 'token.xml'])('the number behind a token: %s', async (file) => {
    const result = await ask({ 'tokens/12345.xml': `200 ${file}` }, { format: 'xml' }, (city) =>
      city.tokens.get({ token: '12345' }).withResponse(),
    );
    expect(result.data).toEqual([{ service_request_id: '638344', token: '12345' }]);
    expect(told(result)).toEqual([]);
  });

  test.each<[string, string, string, new (...details: never[]) => ApiError, number, string, string[]]>([
    [
      'San Francisco, 2010: a bare text',
      'POST requests.xml',
      '403 cfa_403.xml',
      ForbiddenError,
      403,
      "Invalid api_key received -- can't proceed with create_request.",
      ['R31/xml'],
    ],
    [
      'San Francisco, 2010: an unknown case',
      'requests/unknown.xml',
      '404 cfa_get_service_request_not_found.xml',
      NotFoundError,
      404,
      'Service request not found with id or token not-an-id',
      [],
    ],
    [
      'Boston: sent before',
      'POST requests.xml',
      '400 boston-err-submitrequest-base_is_duplicate.xml',
      BadRequestError,
      400,
      'Invalid service request: base is a duplicate.',
      [],
    ],
  ])('an error of %s', async (_name, resource, answer, kind, code, description, rules) => {
    const asked = ask<unknown>({ [resource]: answer }, { format: 'xml', apiKey: 'sp-key' }, (city) =>
      resource.startsWith('POST')
        ? city.requests.create({ service_code: '006', lat: 37.7, long: -122.4 })
        : city.requests.get({ service_request_id: '999' }),
    );
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason as ApiError,
    );
    expect(error).toBeInstanceOf(kind);
    expect(error?.errors).toEqual([{ code, description }]);
    expect(error?.message).toBe(description);
    expect(error?.deviations.map(({ rule }) => rule)).toEqual(rules);
  });

  test('the discovery of Boston: times that are none, an endpoint for trying', async () => {
    const recording = { 'discovery.json': '200 discovery-boston.json' };
    const result = await ask(recording, { discovery: true }, (city) => city.discovery.get().withResponse());
    const endpoint = (type: string) => ({
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: expect.stringMatching(/\/v2$/) as unknown,
      changeset: '2011-09-1 17:35',
      type,
      formats: ['text/xml', 'application/json'],
    });
    expect(result.data).toEqual({
      changeset: '2011-09-1 17:35',
      contact: 'You can email for assistance to developers@cityofboston.gov',
      key_service: 'You can request a key here: https://mayors24.cityofboston.gov:6443/open311',
      endpoints: [endpoint('production'), endpoint('test')],
    });
    expect(told(result)).toEqual(['D5']);
  });

  test('the discovery of the District of Columbia leads to XML', async () => {
    const recording = {
      'discovery.xml': '200 discovery-dc.xml',
      'services.xml': '200 o3status_services_giessen.xml',
    };
    const [result, services] = await ask(recording, { discovery: true }, async (city) => [
      await city.discovery.get().withResponse(),
      await city.services.list(),
    ]);
    expect(result.data).toMatchObject({
      changeset: '2012-03-08T16:00:00-05:00',
      contact: 'You can email or call for assistance octo@dc.gov +1 (202) 727-2277',
      key_service: 'You can request a key here: http://octo.dc.gov/',
      endpoints: [
        { specification: 'http://wiki.open311.org/GeoReport_v2', type: 'production', formats: ['text/xml'] },
        { specification: 'http://wiki.open311.org/GeoReport_v2.1_Draft', formats: ['text/xml'] },
      ],
    });
    expect(told(result)).toEqual(['R2/listed']);
    expect(services).toHaveLength(8);
  });
});
