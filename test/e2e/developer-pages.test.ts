import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { RULES } from '../../src/http/standard/rules.ts';
import { HAS_CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, ROOT, startServerProgram } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { findingsInLooks, findingsOn, openPage, TWO_LOOKS } from '../support/watched-page.ts';

/** The documentation for developers, as the built server gives it to programs and to a Chromium without a window. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let database: TestDatabase;
let browser: Browser;
let url: string;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env, arguments: ['--json'] });
  url = server.url;
  key = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  if (HAS_CHROMIUM) browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  if (HAS_CHROMIUM) await browser.close();
  await endPrograms();
  await database.drop();
});

const open = (path: string, options?: BrowserContextOptions) => openPage(browser, `${url}${path}`, options);
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { headers, redirect: 'manual' });

/** The addresses of all pages, as `llms.txt` tells them. */
async function pagesTold(): Promise<string[]> {
  const text = await (await get('/llms.txt')).text();
  return [...text.matchAll(/^- \[.+?\]\((\S+)\.md\): \S/gm)].map(([, address = '']) =>
    address.replace(url, '').replace(/\/index$/, '/'),
  );
}

/** Each `ErrorCode`, as a part of an address. */
const codes = [
  ...(
    /type ErrorCode =([\s\S]*?);/.exec(readFileSync(join(ROOT, 'src/platform/errors.ts'), 'utf8'))?.[1] ?? ''
  ).matchAll(/'(\w+)'/g),
].map(([, code = '']) => code.replaceAll('_', '-'));

describe('llms.txt', () => {
  test('lists every page that links lead to, and each is there as Markdown and as a document', async () => {
    const told = await pagesTold();
    expect(told).toEqual(expect.arrayContaining(['/developers/', '/developers/quickstart']));
    expect(new Set(told).size).toBe(told.length);
    const found = new Set(['/developers/']);
    for (const path of found) {
      const page = await get(path);
      expect([path, page.status, page.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      for (const [, href = ''] of (await page.text()).matchAll(/href="(\/developers\/[^"#]*)"/g))
        if (!href.endsWith('.md') && href !== '/developers/keys') found.add(href);
    }
    expect([...found].sort()).toEqual([...told].sort());
    for (const path of told) {
      const address = path === '/developers/' ? '/developers/index.md' : `${path}.md`;
      const markdown = await get(address);
      expect([path, markdown.headers.get('content-type')]).toEqual([path, 'text/markdown; charset=utf-8']);
      const text = await markdown.text();
      expect(text).toMatch(/^# \S/);
      const asked = await get(path, { Accept: 'text/markdown' });
      expect([path, await asked.text()]).toEqual([path, text]);
      expect(asked.headers.get('vary')).toContain('Accept');
    }
  });

  test('begins with a title and a summary, and speaks of this server', async () => {
    const text = await (await get('/llms.txt')).text();
    expect(text).toMatch(/^# Signpost\n\n> \S.+\n\n/);
    expect(text).not.toContain('127.0.0.1:3111');
    expect(text).toContain(`${url}/openapi.yaml`);
  });
});

describe('A page', () => {
  test('is not sent again to those who have it, comes packed, and allows nothing from elsewhere', async () => {
    const page = await get('/developers/quickstart', { 'Accept-Encoding': 'br' });
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(await page.text()).toContain('<h1 id="quickstart">Quickstart</h1>');
    const tag = page.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    expect((await get('/developers/quickstart', { 'If-None-Match': tag })).status).toBe(304);
    expect((await get('/developers/quickstart.md', { 'If-None-Match': tag })).status).toBe(200);
    for (const path of ['/developers/quickstart', '/docs/', '/livez']) {
      const policy = (await get(path)).headers.get('content-security-policy');
      expect([path, policy?.startsWith("default-src 'self'"), policy?.includes('unsafe')]).toEqual([
        path,
        true,
        false,
      ]);
    }
  });

  test('has the address under which the reader has come, and nothing that a caller has made up', async () => {
    expect(await (await get('/developers/quickstart')).text()).toContain(`curl -s '${url}/open311/`);
    const { hostname, port } = new URL(url);
    const { request } = await import('node:http');
    const made = await new Promise<string>((resolve, reject) => {
      const call = request({
        hostname,
        port,
        path: '/developers/quickstart',
        headers: { host: 'a"\'$(x)<b>' },
      });
      call.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      });
      call.on('error', reject).end();
    });
    expect(made).toContain('http://127.0.0.1:3111/open311/');
    expect(made).not.toContain('$(x)');
  });

  test('is found under the addresses that people leave something out of, or have kept', async () => {
    for (const [path, proper] of [
      ['/developers', '/developers/'],
      ['/developers/quickstart/', '/developers/quickstart'],
      ['/docs', '/docs/'],
      ['/docs/deviations', '/developers/deviations'],
    ] as const) {
      const { status, headers } = await get(path);
      expect([path, status, headers.get('location')]).toEqual([path, 308, proper]);
    }
    for (const path of [
      '/developers/nothing',
      '/developers/nothing.md',
      '/developers/..%2findex.html',
      '/developers/index',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });
});

describe('Errors', () => {
  test('have a page for every code, and no other', async () => {
    expect(codes.length).toBeGreaterThan(10);
    const told = (await pagesTold()).filter((path) => path.startsWith('/developers/errors/'));
    expect(told.sort()).toEqual(codes.map((code) => `/developers/errors/${code}`).sort());
  });

  test.each(codes)('%s: what it means, an answer, what to do', async (code) => {
    const text = await (await get(`/developers/errors/${code}.md`)).text();
    expect(text).toMatch(new RegExp(`^# ${code.replaceAll('-', '_')}\n\nHTTP \\d{3}\\. \\S`));
    const [, answer = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const shown = JSON.parse(answer) as { code: number; type: string }[] | { status: number; type: string };
    const status = Number(/^HTTP (\d{3})/m.exec(text)?.[1]);
    if (Array.isArray(shown))
      expect(shown[0]).toMatchObject({ code: status, type: code.replaceAll('-', '_') });
    else expect([shown.status, shown.type.split('/').pop()]).toEqual([status, code]);
    expect(text).toMatch(/## What to do\n\n- \S/);
  });
});

describe('The deviations', () => {
  test('are a page that lists each of them, and no other rule', async () => {
    const text = await (await get('/developers/deviations')).text();
    for (const { id, deviation } of RULES)
      expect([id, text.includes(`<h2 id="${id}">`)]).toEqual([id, deviation !== undefined]);
  });
});

/** Sends what the one open form at `/docs/` says. */
async function tryOut(page: Page): Promise<void> {
  const form = page.locator('.opblock.is-open');
  await form.getByRole('button', { name: 'Try it out' }).click();
  await form.getByLabel('jurisdiction_id').fill('wroclaw.pl');
  await form.getByRole('button', { name: 'Execute' }).click();
}

/** Whether the focus is in the dialog, or nowhere in the page. */
const INSIDE = `document.activeElement === document.body || document.activeElement.closest('.dialog-ux') !== null`;

describe('In a browser', () => {
  testInChromium(
    'no page has a finding of axe, complains or is wider than the window, wide and narrow, light and dark',
    async () => {
      const { page, context, complaints } = await open('/developers/');
      for (const path of await pagesTold()) {
        await page.goto(`${url}${path}`);
        if (path.endsWith('/status')) await page.locator('#status-now[data-state=there]').waitFor();
        // All errors are told in the same form.
        const looks = path.startsWith('/developers/errors/') ? TWO_LOOKS : undefined;
        expect([path, await findingsInLooks(page, looks)]).toEqual([path, []]);
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
  );

  testInChromium(
    'nor have the forms, with an operation open, an answer there and the keys asked for, wide and narrow, light and dark',
    async () => {
      // Colours that change slowly are none that can be looked at.
      const { page, context, complaints } = await open('/docs/#/requests/requests.list', {
        reducedMotion: 'reduce',
      });
      const form = page.locator('.opblock.is-open');
      const inspect = async (state: string) =>
        expect([state, await findingsInLooks(page, TWO_LOOKS)]).toEqual([state, []]);
      await tryOut(page);
      await form.locator('.live-responses-table .response-col_status').getByText('200').waitFor();
      const create = page.locator('[id$=".create"][id^="operations-requests"]');
      await create.locator('.opblock-summary-control').click();
      await create.getByText('Request body').waitFor();
      await inspect('answered, and another one open');
      await page.getByRole('button', { name: 'Authorize' }).first().click();
      await page.getByRole('heading', { name: 'Available authorizations' }).waitFor();
      await inspect('keys');
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
  );

  testInChromium('the tables of the reference are read on a phone without moving them sideways', async () => {
    const { page, context } = await open('/developers/reference', { viewport: { width: 360, height: 740 } });
    const cut = `[...document.querySelectorAll('.scrolls')].filter((one) => one.scrollWidth > one.clientWidth).length`;
    expect(await page.locator('.scrolls').count()).toBeGreaterThan(5);
    expect(await page.evaluate<number>(cut)).toBe(0);
    await context.close();
  });

  testInChromium(
    'the keys are asked for in a dialog that holds the focus, and gives it back',
    async () => {
      const { page, context, complaints } = await open('/docs/#/requests/requests.list');
      const button = page.getByRole('button', { name: 'Authorize' }).first();
      const dialog = page.getByRole('dialog', { name: 'Available authorizations' });
      await page.locator('.opblock.is-open').waitFor();
      await button.focus();
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await page.locator('.dialog-ux :focus').waitFor();
      // All around, forwards and backwards: nothing behind it is reached. Past the last one the browser itself has the focus.
      for (const press of ['Tab', 'Shift+Tab'])
        for (let times = 0; times < 30; times += 1) {
          await page.keyboard.press(press);
          expect([press, times, await page.evaluate<boolean>(INSIDE)]).toEqual([press, times, true]);
        }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('.btn.authorize:focus').waitFor();
      await page.locator('[inert]').first().waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await context.close();
    },
    90_000,
  );

  testInChromium(
    'every link within the pages leads somewhere, and every part that is named is there',
    async () => {
      const { page, context } = await open('/developers/');
      const links = new Set<string>();
      for (const path of await pagesTold()) {
        await page.goto(`${url}${path}`);
        for (const href of await page.evaluate<string[]>('[...document.links].map(({ href }) => href)'))
          if (href.startsWith(url)) links.add(href);
      }
      expect(links.size).toBeGreaterThan(40);
      const texts = new Map<string, string>();
      for (const href of links) {
        const { hash, pathname } = new URL(href);
        const address = href.replace(/#.*/, '');
        if (!texts.has(address)) {
          const answer = await fetch(address);
          expect([href, answer.status]).toEqual([href, 200]);
          texts.set(address, await answer.text());
        }
        if (hash !== '' && pathname !== '/docs/')
          expect([href, texts.get(address)?.includes(`id="${hash.slice(1)}"`)]).toEqual([href, true]);
      }
      await context.close();
    },
    60_000,
  );

  testInChromium('the pages can be read and used without JavaScript', async () => {
    const { page, context } = await open('/developers/quickstart', { javaScriptEnabled: false });
    await page.getByRole('heading', { name: '3. Report something' }).waitFor();
    expect(await page.getByText('api_key=YOUR_KEY').count()).toBeGreaterThan(1);
    expect(await page.getByRole('button').count()).toBe(0);
    await page
      .getByRole('navigation', { name: 'Documentation' })
      .getByRole('link', { name: 'Errors' })
      .click();
    await page.getByRole('link', { name: 'not_found' }).first().click();
    expect(new URL(page.url()).pathname).toBe('/developers/errors/not-found');
    await context.close();
  });

  testInChromium(
    'the reader’s own sandbox key stands in the examples, which then work as they are copied',
    async () => {
      const { page, context, complaints } = await open('/developers/quickstart');
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      expect(await page.locator('#filled').count()).toBe(0);
      await page.evaluate(
        `localStorage.setItem('signpost.sandbox_key', '${key}'), localStorage.setItem('signpost.sandbox_city', 'wroclaw.pl')`,
      );
      await page.reload();
      await page.locator('#filled').waitFor();
      expect(await page.getByText('api_key=YOUR_KEY').count()).toBe(0);
      await page.getByRole('button', { name: 'Copy example 3', exact: true }).click();
      await page.getByRole('status').getByText('Copied, example 3').waitFor({ state: 'attached' });
      const copied = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(copied).toContain(`api_key=${key}`);
      expect(copied).toMatch(/^curl -s '.*\S$/s);
      expect(await findingsOn(page)).toEqual([]);

      // What is no key is not put into a command.
      await page.evaluate(`localStorage.setItem('signpost.sandbox_key', 'sp_test_x; rm -rf')`);
      await page.reload();
      await page.getByRole('button', { name: 'Copy example 1', exact: true }).waitFor();
      expect(await page.locator('#filled').count()).toBe(0);
      expect(complaints).toEqual([]);
      await context.close();
    },
    60_000,
  );

  testInChromium('the status tells of this server and of its cities, and of an outage', async () => {
    const { page, context } = await open('/developers/status');
    const row = (name: string) => page.getByRole('row', { name });
    await page.locator('#status-now[data-state=there]').waitFor();
    expect(await row('It can work').textContent()).toMatch(/Yes$/);
    expect(await row('Wrocław').textContent()).toMatch(/(second|minute|hour|day)s? ago$/);
    await page.route('**/readyz', (route) => route.fulfill({ status: 503, json: { status: 'unavailable' } }));
    await page.route(/jurisdiction_id=rzeka.example/, (route) => route.abort());
    await page.reload();
    await page.locator('#status-now[data-state=there]').waitFor();
    expect(await row('It can work').textContent()).toMatch(/No: it answers 503$/);
    expect(await row('Rzeka').textContent()).toMatch(/No: there is no answer$/);
    await context.close();
  });

  testInChromium(
    'the forms of the reference send to the sandbox, under the same strict policy',
    async () => {
      const { page, context, complaints } = await open('/developers/reference');
      await page.evaluate(`localStorage.setItem('signpost.sandbox_key', '${key}')`);
      await page.getByRole('link', { name: 'requests.list' }).click();
      const form = page.locator('.opblock.is-open');
      const answered = page.waitForResponse((response) => response.url().includes('/requests.'));
      await tryOut(page);
      const answer = await answered;
      expect(answer.url()).toContain('/open311/test/v2/requests.');
      expect(answer.status()).toBe(200);
      await form.locator('.live-responses-table .response-col_status').getByText('200').waitFor();
      await page.getByLabel('Send everything to the sandbox').uncheck();
      const live = page.waitForResponse((response) => response.url().includes('/requests.'));
      await form.getByRole('button', { name: 'Execute' }).click();
      expect((await live).url()).toContain('/open311/v2/requests.');
      expect(complaints).toEqual([]);
      await context.close();
    },
    60_000,
  );
});
