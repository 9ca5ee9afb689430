import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { examine } from '../../sdk/cli/src/doctor/index.ts';
import { replay } from '../support/replay.ts';
import type { Recording } from '../support/replay.ts';
import { describeWithData } from '../support/test-data.ts';

/** What only a server that works out its answers can be asked: a recording says the same to every question. */
const WORKED_OUT =
  /^(3\.5\/(status|service|unknown-service|start_date|end_date|numbers|inverted|bad-status)|A13|R13|6\/pages|3\.6\/served|3\.2\/unknown)$/;
const SUBMISSIONS = 'Submissions';
/** What was not recorded. */
const NOT_RECORDED = /^(D1|R2(?!\/listed)|R3[67]|R1|R9|R5|A18|3\.2\/served)(\/|$)/;

/** Each deviation by the rule that finds it, in the words of the standard's file. */
type Deviations = Record<string, string>;

const CASES: [string, string, Recording, Deviations][] = [
  [
    'San Francisco, 2012',
    '2012-05-23T12:00:00Z',
    { 'services.xml': '200 san_francisco_services.xml', 'requests.xml': '200 san_francisco_requests.xml' },
    {
      'A8/fields': 'fields are left out',
      '3.7/status': 'a capitalised status',
      'R11/form': 'times in another form',
      'R11/zone': 'times without a zone',
      A25: 'parts of seconds',
      '3.7/updated': 'an empty updated_datetime',
      '3.7/no-place': 'zeros for an unknown place',
      R38: 'namespaces',
      R39: 'attributes, xsi:nil among them',
      R41: 'padding',
    },
  ],
  [
    'Chicago, 2019',
    '2019-01-30T12:00:00Z',
    { 'services.json': '200 chicago_services_2019.json', 'requests.json': '200 chicago_requests_2019.json' },
    {
      A5: 'keywords as a list',
      A14: 'Connected Bits sorts by updated_datetime, whatever is asked for',
      'A8/fields': 'Connected Bits leaves fields out',
    },
  ],
  [
    'Chicago, 2014',
    '2014-07-13T12:00:00Z',
    {
      'services.json': '200 o3status_service_list.json',
      'requests.json': '200 o3status_service_requests.json',
    },
    { 'A8/fields': 'Connected Bits leaves fields out' },
  ],
  [
    'Boston',
    '2012-01-01T12:00:00Z',
    { 'discovery.json': '200 discovery-boston.json' },
    { D5: 'a changeset that is no full time' },
  ],
  [
    'the District of Columbia',
    '2013-01-01T12:00:00Z',
    { 'discovery.xml': '200 discovery-dc.xml' },
    { 'R2/listed': 'XML only' },
  ],
  [
    'Gießen',
    '2018-01-01T12:00:00Z',
    { 'services.xml': '200 o3status_services_giessen.xml' },
    { '3.1/all-fields': 'no group', R39: 'is_array="true"' },
  ],
  [
    'Toronto',
    '2018-08-01T12:00:00Z',
    {
      'requests.xml': '200 o3status_requests_many.xml',
      'requests/ID.xml': '200 o3status_requests_single.xml',
    },
    { '3.7/updated': 'an empty updated_datetime, since Toronto sends everything empty' },
  ],
  [
    'San Francisco, 2010: cases and a definition',
    '2010-04-20T12:00:00Z',
    {
      'services.json': '200 o3status_service_list.json',
      'services/CODE.xml': '200 cfa_service_definition.xml',
      'requests.xml': '200 cfa_service_requests.xml',
      'requests/ID.xml': '200 cfa_get_service_request.xml',
      'requests/unknown.xml': '404 cfa_get_service_request_not_found.xml',
    },
    {
      'R43/definition.xml': 'before 2011 there was no <attributes>',
      A14: 'Connected Bits sorts by updated_datetime',
      R41: 'padding',
    },
  ],
  [
    'San Francisco, 2010: a key is refused',
    '2010-04-20T12:00:00Z',
    { 'services.xml': '200 cfa_services.xml', 'POST requests.xml': '403 cfa_403.xml' },
    { R38: 'namespaces', R41: 'padding', 'R31/xml': 'an error that is a text alone' },
  ],
  [
    'San Francisco, 2010: a submission is taken, and no case is found',
    '2010-04-20T12:00:00Z',
    {
      'services.xml': '200 o3status_services_giessen.xml',
      'requests.xml': '200 cfa_service_requests_empty.xml',
      'POST requests.xml': '200 cfa_post_service_request.xml',
    },
    { '3.1/all-fields': 'of the list', R39: 'of the list', R41: 'padding in service_notice' },
  ],
  [
    'Boston: a repeat is refused, with nothing to find fault with',
    '2012-09-01T12:00:00Z',
    {
      'services.xml': '200 o3status_services_giessen.xml',
      'POST requests.xml': '400 boston-err-submitrequest-base_is_duplicate.xml',
    },
    { '3.1/all-fields': 'of the list', R39: 'of the list' },
  ],
  [
    "the standard's own examples",
    '2010-04-20T12:00:00Z',
    { 'requests.xml': '200 spec-service-requests.xml', 'requests/ID.xml': '200 spec-service-request.xml' },
    { A14: 'not in the order of requests', R41: 'padding' },
  ],
];

describeWithData('signpost doctor on recorded servers', ['open311/r311_endpoints.json'], (path) => {
  test.each(CASES)('%s', async (_name, now, recording, expected) => {
    const server = await replay(dirname(path), recording);
    const asked = Object.keys(recording);
    const url = asked.some((one) => one.startsWith('discovery'))
      ? new URL(`${server.url.href}/discovery`)
      : server.url;
    const write = asked.some((one) => one.startsWith('POST'));
    const { areas } = await examine({
      url,
      write,
      key: write ? 'key-of-a-replay' : undefined,
      now: new Date(now),
    });
    await server.stop();
    const found = areas
      .filter(({ title }) => title !== SUBMISSIONS)
      .flatMap(({ results }) => results)
      .filter(
        ({ id, outcome }) =>
          ['fail', 'deviates'].includes(outcome.verdict) && !NOT_RECORDED.test(id) && !WORKED_OUT.test(id),
      );
    expect(found.map(({ id }) => id).sort()).toEqual(Object.keys(expected).sort());
    for (const { outcome } of found)
      expect('evidence' in outcome && outcome.evidence.length).toBeGreaterThan(0);
  });
});
