import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseServiceList } from '../../src/features/catalogue/parse-service-list.ts';
import { AppError } from '../../src/platform/errors.ts';
import { describeWithData } from '../support/test-data.ts';

const xml = (inner: string) => `<?xml version="1.0" encoding="utf-8"?><services>${inner}</services>`;
const service = (inner: string) =>
  xml(`<service><service_code>1</service_code><service_name>A</service_name>${inner}</service>`);

const LIGHT = {
  service_code: '001',
  service_name: 'Light out',
  description: null,
  metadata: false,
  type: 'realtime',
  keywords: null,
  group: null,
  publishes: null,
  duplicate_radius: null,
};

function first(text: string) {
  const { services, refused } = parseServiceList(text);
  expect(refused).toEqual([]);
  return services[0];
}

function complaint(text: string): string {
  try {
    parseServiceList(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
  throw new Error('the text was taken');
}

describe('shapes of a list', () => {
  const entry = { service_code: '001', service_name: 'Light out' };
  test.each([
    ['a list', [entry]],
    ['a wrapped list', { services: [entry] }],
    ['a doubly wrapped list', { services: { service: [entry] } }],
    ['wrapped entries', { services: [{ service: entry }] }],
    ['a single service', entry],
    ['a single wrapped service', { services: { service: entry } }],
    ['empty fields in many ways', [{ ...entry, description: '', keywords: [], group: {}, type: null }]],
  ])('JSON: %s', (_name, document) => {
    expect(first(`\ufeff ${JSON.stringify(document)}`)).toEqual(LIGHT);
  });

  const inner =
    '<service_code>001</service_code><service_name> Light out </service_name><keywords/><group></group>';
  test.each([
    ['a list of one', `<services><service>${inner}</service></services>`],
    ['a bare service', `<service>${inner}</service>`],
    ['attributes', `<services type="array"><service is_array="true">${inner}</service></services>`],
    [
      'a namespace',
      `<services xmlns="http://wiki.open311.org/GeoReport_v2"><service>${inner}</service></services>`,
    ],
    [
      'prefixes',
      `<o:services xmlns:o="urn:x"><o:service>${inner.replaceAll(/<(\/?)(\w)/g, '<$1o:$2')}</o:service></o:services>`,
    ],
    [
      'nil, comments and instructions',
      `<?xml version="1.0"?><?style x?><!-- a --><services><service>${inner}<description xsi:nil="true" xmlns:xsi="x"/></service></services>`,
    ],
  ])('XML: %s', (_name, document) => {
    expect(first(`\ufeff${document}`)).toEqual(LIGHT);
  });
});

describe('values', () => {
  test('codes are texts whatever they look like', () => {
    expect(
      first(xml('<service><service_code>0x1F</service_code><service_name>1.50</service_name></service>')),
    ).toMatchObject({
      service_code: '0x1F',
      service_name: '1.50',
    });
    expect(first('[{"service_code": 7, "service_name": true}]')).toMatchObject({
      service_code: '7',
      service_name: 'true',
    });
  });

  test('keywords come as a text, a list or elements', () => {
    expect(first('[{"service_code":"1","service_name":"A","keywords":["x"," y ",""]}]')?.keywords).toBe(
      'x, y',
    );
    expect(first(service('<keywords>x, y</keywords>'))?.keywords).toBe('x, y');
    expect(first(service('<keywords><keyword>x</keyword><keyword>y</keyword></keywords>'))?.keywords).toBe(
      'x, y',
    );
  });

  test('booleans come as texts', () => {
    expect(first(service('<metadata>True</metadata>'))?.metadata).toBe(true);
    expect(first('[{"service_code":"1","service_name":"A","metadata":"true"}]')?.metadata).toBe(true);
    expect(first('[{"service_code":"1","service_name":"A","metadata":true}]')?.metadata).toBe(true);
    expect(first(service('<metadata>false</metadata>'))?.metadata).toBe(false);
  });

  test('types are read in any case', () => {
    expect(first(service('<type>Batch</type>'))?.type).toBe('batch');
  });

  test('of several groups the first is taken', () => {
    expect(first(service('<groups><group>Roads</group><group>Light</group></groups>'))?.group).toBe('Roads');
  });

  test('character references are decoded once', () => {
    const text =
      '<description>&#321;&#x105;ka &amp;lt; &lt;b&gt; &eacute;&nbsp;&amp;amp; &unknown; <![CDATA[<i>&amp;</i>]]></description>';
    expect(first(service(text))?.description).toBe('Łąka &lt; <b> é\u00a0&amp; &unknown; <i>&amp;</i>');
  });

  test('more references than an attacker would need are decoded, too', () => {
    expect(first(service(`<description>${'&amp;'.repeat(20_000)}</description>`))?.description).toBe(
      '&'.repeat(20_000),
    );
  });
});

describe('refused entries', () => {
  test('each with its position and reason, the others are taken', () => {
    const entries = [
      { service_code: '1', service_name: 'A' },
      { service_name: 'B' },
      { service_code: '3', service_name: '' },
      { service_code: '4', service_name: 'D', type: 'instant' },
      { service_code: '1', service_name: 'again' },
      { service_code: '6', service_name: 'F\u0007' },
      { service_code: '7'.repeat(256), service_name: 'G' },
      'text',
      { service_code: '9', service_name: 'I' },
    ];
    const { services, refused } = parseServiceList(JSON.stringify(entries));
    expect(services.map(({ service_code }) => service_code)).toEqual(['1', '9']);
    expect(refused.map(({ position }) => position)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/service_code is missing/),
      expect.stringMatching(/service_name of "3" is missing/),
      expect.stringMatching(/"instant".*realtime, batch, blackbox/),
      expect.stringMatching(/stands in the list before/),
      expect.stringMatching(/service_name of "6" contains a control character/),
      expect.stringMatching(/longer than 255/),
      expect.stringMatching(/no fields/),
    ]);
  });

  test.each(['&#0;', '&#x1F;', '&#xD800;', '&#xFFFE;', '&#x110000;', '\u0001'])('%j in XML', (reference) => {
    const { services, refused } = parseServiceList(service(`<description>a${reference}b</description>`));
    expect(services).toEqual([]);
    expect(refused).toEqual([{ position: 1, reason: expect.stringMatching(/description of "1" contains/) }]);
  });
});

describe('what is no list', () => {
  test.each([
    ['', /it is empty/],
    ['[]', /has no services/],
    ['{"services": []}', /has no services/],
    ['<services/>', /has no services/],
    ['<services> </services>', /has no services/],
    ['{"errors": [{"code": 404}]}', /no list of services/],
    ['"text"', /no list of services/],
    ['[{"service_code": 001}]', /neither XML nor JSON/],
    ['404 page not found', /neither XML nor JSON/],
    ['<errors><error><code>404</code></error></errors>', /root element is <errors>/],
    ['<html><body>Not found</body></html>', /root element is <html>/],
    ['<!DOCTYPE html><html></html>', /document type/],
    ['<!DOCTYPE a [<!ENTITY b "c">]><services><service>&b;</service></services>', /document type/],
    ['<services><service><service_code>1</services>', /line 1 is no XML/],
    ['<services><service>', /is no XML/],
    ['<services/><services/>', /no single root/],
  ])('%j', (text, why) => {
    expect(complaint(text)).toMatch(why);
  });
});

describeWithData(
  'real lists',
  [
    'open311/chicago_services_2019.json',
    'open311/san_francisco_services.xml',
    'open311/o3status_services_giessen.xml',
  ],
  (chicago, sanFrancisco, giessen) => {
    test.each([
      ['Chicago', chicago, 97],
      ['San Francisco', sanFrancisco, 38],
      ['Gießen', giessen, 8],
    ])('%s', (_city, path, count) => {
      const { services, refused } = parseServiceList(readFileSync(path, 'utf8'));
      expect(refused).toEqual([]);
      expect(services).toHaveLength(count);
    });

    test('Chicago has lists of keywords and definitions', () => {
      expect(parseServiceList(readFileSync(chicago, 'utf8')).services[0]).toEqual({
        service_code: '4ffa4c69601827691b000018',
        service_name: 'Abandoned Vehicle Complaint',
        description:
          'Use this service request to report an abandoned vehicle. (Car, truck, motorcycle, etc.)',
        metadata: true,
        type: 'batch',
        keywords: 'code:SKA',
        group: 'Streets and Sanitation',
        publishes: null,
        duplicate_radius: null,
      });
    });

    test('San Francisco has codes with leading zeros', () => {
      expect(parseServiceList(readFileSync(sanFrancisco, 'utf8')).services[0]).toMatchObject({
        service_code: '001',
        metadata: false,
        keywords: null,
        group: 'Litter Receptacles',
      });
    });

    test('Gießen has umlauts, attributes and no groups', () => {
      expect(parseServiceList(readFileSync(giessen, 'utf8')).services[4]).toEqual({
        service_code: '011',
        service_name: 'Straßen- und Gehwegschäden',
        description: 'Litter Basket Request or Complaint',
        metadata: false,
        type: 'realtime',
        keywords: 'litter, trash, garbage',
        group: null,
        publishes: null,
        duplicate_radius: null,
      });
    });
  },
);
