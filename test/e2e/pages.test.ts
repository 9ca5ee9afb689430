import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, liveKey, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';
import { numberIn, submit } from '../support/submit.ts';

/** What the server says of the pages for people before a browser runs anything. */
let database: TestDatabase;
let server: ServerProgram;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  server = await startServerProgram({ env });
  key = await liveKey({ env });
}, 60_000);
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers, redirect: 'manual' });

/** What a document says of itself. */
async function headOf(response: Response) {
  const text = await response.text();
  const meta = (key: string) =>
    new RegExp(`<meta (?:name|property)="${key}" content="([^"]*)"`).exec(text)?.[1];
  return {
    text,
    meta,
    title: /<title>(.*?)<\/title>/.exec(text)?.[1],
    language: /<html lang="([^"]*)"/.exec(text)?.[1],
    start: JSON.parse(/id="start">(.*?)<\/script>/.exec(text)?.[1] ?? 'null') as Record<string, unknown>,
  };
}

describe('a document', () => {
  test('names the city and speaks the language that was chosen, then the one kept, then the browser’s, then the city’s', async () => {
    const english = { 'Accept-Language': 'en-GB' };
    const first = await headOf(await get('/wroclaw.pl/', english));
    expect(first).toMatchObject({ language: 'en', title: 'Tell Wrocław what is wrong' });
    const chosen = await get('/wroclaw.pl/?locale=uk', english);
    expect(chosen.headers.get('set-cookie')).toMatch(/^locale=uk; .*SameSite=Lax/);
    expect((await headOf(chosen)).language).toBe('uk');
    expect((await headOf(await get('/wroclaw.pl/', { ...english, Cookie: 'a=b; locale=pl' }))).language).toBe(
      'pl',
    );
    expect((await headOf(await get('/wroclaw.pl/'))).language).toBe('pl');
    expect((await headOf(await get('/wroclaw.pl/?locale=zz', english))).language).toBe('en');
  });

  test('says in which languages it is, and at which address, whatever stands behind it', async () => {
    const { text, meta } = await headOf(await get('/wroclaw.pl/cases?status=open&locale=pl'));
    const address = `${server.url}/wroclaw.pl/cases`;
    expect([meta('og:url'), meta('og:locale')]).toEqual([address, 'pl_PL']);
    expect([...text.matchAll(/og:locale:alternate" content="(\w+)"/g)].map(([, one]) => one)).toEqual([
      'en_US',
      'uk_UA',
    ]);
    expect([...text.matchAll(/<link rel="(?:canonical|alternate)[^>]*>/g)].map(([link]) => link)).toEqual([
      `<link rel="canonical" href="${address}" />`,
      `<link rel="alternate" hreflang="en" href="${address}?locale=en" />`,
      `<link rel="alternate" hreflang="pl" href="${address}?locale=pl" />`,
      `<link rel="alternate" hreflang="uk" href="${address}?locale=uk" />`,
      `<link rel="alternate" hreflang="x-default" href="${address}" />`,
    ]);
    expect((await headOf(await get('/wroclaw.pl/nothing'))).text).not.toContain('rel="canonical"');
  });

  test('takes an address from its caller where that is a plain one', async () => {
    for (const [host, base] of [
      ['city.example:8080', 'http://city.example:8080'],
      ['evil.example/?q="><script>', 'http://127.0.0.1:3111'],
      ['user@evil.example', 'http://127.0.0.1:3111'],
    ] as const) {
      const call = request(`${server.url}/wroclaw.pl/`, { headers: { Host: host } }).end();
      const [answer] = (await once(call, 'response')) as [IncomingMessage];
      const { meta } = await headOf(new Response(await textOf(answer)));
      expect([host, meta('og:url')]).toEqual([host, `${base}/wroclaw.pl/`]);
    }
  });

  test('is not sent again to those who have it, and allows nothing from elsewhere', async () => {
    const whole = await get('/wroclaw.pl/');
    expect(whole.headers.get('content-security-policy')).toMatch(
      /^default-src 'self'; style-src 'self' 'sha256-/,
    );
    expect(whole.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(whole.headers.get('vary')).toBe('Accept-Language, Cookie');
    const again = await get('/wroclaw.pl/', { 'If-None-Match': whole.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const widget = await get('/wroclaw.pl/widget');
    expect(widget.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(widget.headers.get('x-frame-options')).toBeNull();
  });

  test('lists the cities where none is named, and says so in words where there is no page', async () => {
    const { start } = await headOf(await get('/'));
    expect(start['cities']).toContainEqual({ jurisdiction_id: 'wroclaw.pl', name: 'Wrocław' });
    for (const path of ['/wroclaw.pl/no-such-page', '/no-such-city/', '/developers/no-such-page']) {
      const page = await get(path, { Accept: 'text/html,*/*;q=0.8', 'Accept-Language': 'en' });
      expect([path, page.status]).toEqual([path, 404]);
      expect((await headOf(page)).title).toContain('This page is not here');
      expect((await get(path)).headers.get('content-type')).toContain('application/problem+json');
    }
  });
});

describe('a shared case', () => {
  test('shows what everybody may see, and runs nothing that somebody typed', async () => {
    const typed = `"><script>alert(1)</script> & call 601 234 567 ${'x'.repeat(300)}`;
    const submitted = await submit(
      { url: server.url, jurisdiction_id: 'wroclaw.pl', key },
      {
        service_code: 'STREET-LIGHT',
        description: typed,
        address_string: 'Rynek 1',
        'attribute[FAULT]': 'dark',
      },
    );
    const number = numberIn(submitted);
    const page = await headOf(await get(`/wroclaw.pl/cases/${number}`, { 'Accept-Language': 'en' }));
    const spoken = number.replace(/\B(?=(\d{3})+$)/g, ' ');
    expect(page.title).toContain(`Case ${spoken} · Wrocław`);
    expect(page.meta('og:title')).toBe(page.title);
    expect(page.meta('og:url')).toBe(`${server.url}/wroclaw.pl/cases/${number}`);
    expect(page.meta('og:description')).toContain('&quot;&gt;&lt;script&gt;');
    expect(page.meta('og:description')).not.toContain('601');
    expect(page.meta('og:description')?.endsWith('…')).toBe(true);
    expect(page.text).not.toContain('<script>alert');
  });

  test('of a number that is not there is a page that says so', async () => {
    for (const number of ['10000000', '99999999', '1', '123456789012345678']) {
      const page = await get(`/wroclaw.pl/cases/${number}`, { Accept: 'text/html' });
      expect([number, page.status, page.headers.get('content-type')]).toEqual([
        number,
        404,
        'text/html; charset=utf-8',
      ]);
    }
  });
});

test('what was built is kept for ever and comes packed; a path out of the folder leads nowhere', async () => {
  const { text } = await headOf(await get('/wroclaw.pl/'));
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
  const packed = await get(script, { 'Accept-Encoding': 'br' });
  expect(packed.headers.get('content-encoding')).toBe('br');
  expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await get('/assets/nothing.js')).status).toBe(404);
  for (const path of ['/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/index.html', '/assets/.built'])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});
