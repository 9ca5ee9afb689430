import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { examine } from '../../src/doctor/index.ts';
import { replay } from '../support/replay.ts';
import type { Recording } from '../support/replay.ts';
import { describeWithData } from '../support/test-data.ts';

/** What only a server that works out its answers can be asked: a recording says the same to every question. */
const OF_WORKING_SERVERS = ['Lists of cases', 'Single cases', 'What is not there', 'Submissions', 'Tokens'];
/** What was not recorded. */
const NOT_RECORDED = /^(D1|R2(?!\/listed)|R3[67]|R1|R9|R5|A18|3\.2\/served)(\/|$)/;

describeWithData('signpost doctor on recorded servers', ['open311/r311_endpoints.json'], (path) => {
  test.each<[string, string, Recording, string[]]>([
    [
      'San Francisco, 2012: namespaces, nil, capitals, other times without zones, zeros, padding',
      '2012-05-23T12:00:00Z',
      { 'services.xml': '200 san_francisco_services.xml', 'requests.xml': '200 san_francisco_requests.xml' },
      [
        ...['A8/fields', '3.7/status', 'R11/form', 'R11/zone', 'A25', '3.7/updated', '3.7/no-place'],
        ...['R38', 'R39', 'R41'],
      ],
    ],
    [
      'Chicago, 2019: lists of keywords, fields left out',
      '2019-01-30T12:00:00Z',
      {
        'services.json': '200 chicago_services_2019.json',
        'requests.json': '200 chicago_requests_2019.json',
      },
      ['A5', 'A8/fields'],
    ],
    [
      'Chicago, 2014: fields left out',
      '2014-07-13T12:00:00Z',
      {
        'services.json': '200 o3status_service_list.json',
        'requests.json': '200 o3status_service_requests.json',
      },
      ['A8/fields'],
    ],
    [
      'Boston: a changeset that is no time',
      '2012-01-01T12:00:00Z',
      { 'discovery.json': '200 discovery-boston.json' },
      ['D5'],
    ],
    [
      'the District of Columbia: XML only',
      '2013-01-01T12:00:00Z',
      { 'discovery.xml': '200 discovery-dc.xml' },
      ['R2/listed'],
    ],
    [
      'Gießen: attributes, no group',
      '2018-01-01T12:00:00Z',
      { 'services.xml': '200 o3status_services_giessen.xml' },
      ['3.1/all-fields', 'R39'],
    ],
    [
      'Toronto: an empty updated_datetime',
      '2018-08-01T12:00:00Z',
      {
        'requests.xml': '200 o3status_requests_many.xml',
        'requests/ID.xml': '200 o3status_requests_single.xml',
      },
      ['3.7/updated'],
    ],
    [
      'San Francisco, 2010: questions without a wrapping, an error as a text, padding',
      '2010-04-20T12:00:00Z',
      {
        'services.json': '200 o3status_service_list.json',
        'services/CODE.xml': '200 cfa_service_definition.xml',
        'requests.xml': '200 cfa_service_requests.xml',
        'requests/ID.xml': '200 cfa_get_service_request.xml',
        'requests/unknown.xml': '404 cfa_get_service_request_not_found.xml',
        'tokens/doctor-no-such-token.xml': '403 cfa_403.xml',
      },
      ['R43/definition.xml', 'R41', 'R31/xml'],
    ],
    [
      'its list of services: namespaces, padding',
      '2010-04-20T12:00:00Z',
      { 'services.xml': '200 cfa_services.xml' },
      ['R38', 'R41'],
    ],
    [
      "the standard's own example: padding",
      '2010-04-20T12:00:00Z',
      { 'requests.xml': '200 spec-service-requests.xml', 'requests/ID.xml': '200 spec-service-request.xml' },
      ['R41'],
    ],
  ])('%s', async (_name, now, recording, expected) => {
    const server = await replay(dirname(path), recording);
    const url = Object.keys(recording).some((one) => one.startsWith('discovery'))
      ? new URL(`${server.url.href}/discovery`)
      : server.url;
    const { areas } = await examine({ url, write: false, now: new Date(now) });
    await server.stop();
    const found = areas
      .filter(({ title }) => !OF_WORKING_SERVERS.includes(title))
      .flatMap(({ results }) => results)
      .filter(({ id, outcome }) => ['fail', 'deviates'].includes(outcome.verdict) && !NOT_RECORDED.test(id));
    expect(found.map(({ id }) => id)).toEqual(expected);
  });
});
