import { afterEach, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { unavailable } from '../../src/platform/errors.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let city: TestCity;
afterEach(() => app.stop());

async function start(http: Parameters<typeof startApp>[0] = {}): Promise<void> {
  app = await startApp(http);
  city = await createCity(app.db);
}

function submit(
  given: { key?: string; headers?: Record<string, string>; format?: string } = {},
): Promise<Response> {
  return fetch(`${app.url}/open311/v2/requests.${given.format ?? 'json'}`, {
    method: 'POST',
    headers: given.headers ?? {},
    body: new URLSearchParams({
      api_key: given.key ?? city.key,
      service_code: 'LAMP',
      lat: '51.1',
      long: '17',
    }),
  });
}

describe('limits', () => {
  test('R35: by key, 429 with Retry-After in the asked format; another key goes on', async () => {
    await start({ http: { limits: { address: 1000, key: 2 } } });
    expect([(await submit()).status, (await submit()).status]).toEqual([200, 200]);
    const refused = await submit({ format: 'xml' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.text()).toMatch(
      /^<\?xml version="1.0" encoding="utf-8"\?>\n<errors><error><code>429<\/code><description>Too many submissions with this key\./,
    );
    const other = await createKey(app.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['submit'] });
    expect((await submit({ key: other.key })).status).toBe(200);
  });

  test.each([
    ['a mistake of ours', () => new Error('secret'), 500, null],
    ['a database that is away', () => unavailable(), 503, '2'],
  ])('R35: %s has the same body in the asked format', async (_name, failure, status, again) => {
    const fail = () => Promise.reject(failure());
    await start({ operations: (composed) => ({ ...composed, 'services.list': fail }) });
    const [json, xml] = [
      await fetch(`${app.url}/open311/v2/services.json`),
      await fetch(`${app.url}/open311/v2/services.xml`),
    ];
    for (const answer of [json, xml])
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, again]);
    expect(await json.json()).toEqual([
      { code: status, description: expect.stringMatching(/\.$/), type: expect.any(String) },
    ]);
    const text = await xml.text();
    expect(text).toMatch(
      new RegExp(
        `^<\\?xml version="1.0" encoding="utf-8"\\?>\n<errors><error><code>${status}</code><description>[^<]+\\.</description></error></errors>$`,
      ),
    );
    expect(text).not.toContain('secret');
  });

  test('by address: also without a valid key; reading is not limited', async () => {
    await start({ http: { limits: { address: 2, key: 1000 } } });
    expect([(await submit({ key: 'x' })).status, (await submit()).status, (await submit()).status]).toEqual([
      403, 200, 429,
    ]);
    expect((await fetch(`${app.url}/open311/v2/requests.json`)).status).toBe(200);
  });

  test('behind a proxy that is trusted the address of the caller counts, else that of the proxy', async () => {
    await start({ http: { limits: { address: 1, key: 1000 }, trustProxy: 'loopback' } });
    const from = (address: string) =>
      submit({ headers: { 'X-Forwarded-For': address } }).then((response) => response.status);
    expect([await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')]).toEqual([
      200, 200, 429,
    ]);
    // One household of IPv6 is one address.
    expect([
      await from('2001:db8:1:2::1'),
      await from('2001:db8:1:2:3::9'),
      await from('2001:db8:1:3::1'),
    ]).toEqual([200, 429, 200]);
    await app.stop();
    await start({ http: { limits: { address: 1, key: 1000 } } });
    expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([200, 429]);
  });
});

describe('R24: https', () => {
  const http = { publicUrl: 'https://api.example.org', trustProxy: 'loopback' as const };

  test('a submission over plain http is refused with 403 and a text, reading is not', async () => {
    await start({ http });
    const refused = await submit();
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual([
      { code: 403, description: expect.stringMatching(/https/) as unknown, type: 'forbidden' },
    ]);
    const discovery = await fetch(`${app.url}/open311/discovery.json`);
    expect(await discovery.text()).toContain('"https://api.example.org/open311/v2"');
  });

  test('a trusted proxy says that it was https; an untrusted one is not believed', async () => {
    await start({ http });
    expect((await submit({ headers: { 'X-Forwarded-Proto': 'https' } })).status).toBe(200);
    await app.stop();
    await start({ http: { ...http, trustProxy: false } });
    expect((await submit({ headers: { 'X-Forwarded-Proto': 'https' } })).status).toBe(403);
  });
});
