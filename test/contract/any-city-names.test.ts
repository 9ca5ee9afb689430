import { expect, test } from '@jest/globals';
import { Open311 } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';

/** Names and words of cities that the standard does not have, read as a person reads them. */
function cityThatSays(body: unknown, status = 200): Open311 {
  const isXml = typeof body === 'string';
  return new Open311({
    baseUrl: 'https://city.example/v2',
    discovery: false,
    format: isXml ? 'xml' : 'json',
    xml: readXml,
    fetch: () =>
      Promise.resolve(
        new Response(isXml ? body : JSON.stringify(body), {
          status,
          headers: { 'Content-Type': isXml ? 'text/xml; charset=utf-8' : 'application/json' },
        }),
      ),
  });
}

const rulesIn = ({ response }: { response: { deviations: readonly { rule: string }[] } }) =>
  response.deviations.map(({ rule }) => rule);

const SERVICE = { service_code: '1', service_name: 'A', description: '', metadata: false, type: 'realtime' };
const CASE = { service_request_id: '7', service_code: '1', requested_datetime: '2026-03-01T09:30:00Z' };

test('the first of several groups is the group, in both formats', async () => {
  for (const groups of [['G1', 'G2'], { group: ['G1', 'G2'] }]) {
    const told = await cityThatSays([{ ...SERVICE, keywords: '', groups }])
      .services.list()
      .withResponse();
    expect(told.data[0]?.group).toBe('G1');
    expect(rulesIn(told)).toContain('A6');
  }
  const written = Object.entries(SERVICE).map(([name, value]) => `<${name}>${value}</${name}>`);
  const told = await cityThatSays(
    `<services><service>${written.join('')}<groups><group>G1</group><group>G2</group></groups></service></services>`,
  ).services.list();
  expect(told[0]?.group).toBe('G1');
});

test('a group of its own goes before others', async () => {
  const [service] = await cityThatSays([{ ...SERVICE, group: 'G0', groups: ['G1'] }]).services.list();
  expect(service?.group).toBe('G0');
});

test('zip_code and address_string are read, told, and kept', async () => {
  const named = { status: 'open', zip_code: '00100', address_string: 'Rynek 1' };
  const told = await cityThatSays([{ ...CASE, ...named }])
    .requests.list()
    .withResponse();
  expect(told.data[0]).toMatchObject({ zipcode: '00100', address: 'Rynek 1', ...named });
  expect(told.response.deviations).toContainEqual(
    expect.objectContaining({ rule: '7/cases', found: 'zip_code, address_string' }),
  );
});

test.each([
  ['fixed - council', 'closed'],
  ['Closed - Duplicate', 'closed'],
  ['Open - Under Review', 'open'],
  ['a - b', null],
])('the status %s is %s', async (status, expected) => {
  const told = await cityThatSays([{ ...CASE, status }])
    .requests.list()
    .withResponse();
  expect(told.data[0]?.status).toBe(expected);
  expect(rulesIn(told)).toContain('3.7/status');
});

test('401 without a key is told to be about the city, and with one about the key', async () => {
  const city = cityThatSays([{ code: 401, description: 'Unknown jurisdiction.' }], 401);
  const error: unknown = await city.services.list().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ status: 401, deviations: [{ rule: 'R15/unknown' }] });
  const submitted: unknown = await city.requests
    .create({ service_code: '1' })
    .catch((reason: unknown) => reason);
  expect(submitted).toMatchObject({ status: 401, deviations: [{ rule: 'R21' }] });
});
