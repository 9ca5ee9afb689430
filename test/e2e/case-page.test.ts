import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { closeContexts, HAS_CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, endPrograms, ROOT, runJson, startServerProgram } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { PLACE } from '../support/submit.ts';
import { findingsInLooks, findingsOn, openPage, TWO_LOOKS, untilLoaded } from '../support/watched-page.ts';

/** The page of one case, and the frame that other pages show, in a Chromium without a window. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let database: TestDatabase;
let browser: Browser;
let url: string;
let env: Record<string, string>;
let city: Awaited<ReturnType<typeof createCity>>;

/** Where it is written. */
const TEXTS = ['Evil', 'Notice', 'Agency', 'Text', 'Street', 'Notes', 'Size', 'Big'];
/** What would run if anything that somebody wrote were taken for a page. */
const SCRIPT = `<img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">`;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection) };
  city = await createCity(database.db, {
    services: [
      { service_code: 'LAMP' },
      { service_code: 'TREE', type: 'batch' },
      { service_code: 'NOISE', attributes: [{ code: 'HEARD', datatype: 'datetime' }] },
      {
        service_code: 'EVIL',
        names: { en: `Evil ${SCRIPT}` },
        notices: { en: `Notice ${SCRIPT}` },
        agency: `Agency ${SCRIPT}`,
        attributes: [
          {
            code: 'SIZE',
            datatype: 'singlevaluelist',
            descriptions: { en: `Size ${SCRIPT}` },
            values: [{ key: 'big', names: { en: `Big ${SCRIPT}` } }],
          },
        ],
      },
    ],
  });
  ({ url } = await startServerProgram({ env }));
  browser = await launchChromium();
}, 60_000);
afterEach(async () => {
  if (HAS_CHROMIUM) await closeContexts(browser);
});
afterAll(async () => {
  if (!HAS_CHROMIUM) return;
  await browser.close();
  await endPrograms();
  await database.drop();
});

const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, locale: 'en' };

const open = (path: string, options = WIDE) =>
  openPage(browser, `${url}/${city.jurisdiction_id}/${path}`, options);

/** Submits a case with whatever it has, and gives its number or token. */
async function submitted(fields: Record<string, string>, photo?: Buffer): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ api_key: city.key, service_code: 'LAMP', ...fields }))
    form.set(name, value);
  if (photo !== undefined) form.set('media', new Blob([photo]), 'lamp.jpg');
  const address = `${url}/open311/${city.jurisdiction_id}/v2/requests.json`;
  const answer = await fetch(address, { method: 'POST', body: form });
  const [first] = (await answer.json()) as { service_request_id?: string; token?: string }[];
  return first?.service_request_id ?? first?.token ?? '';
}

const spoken = (number: string) => number.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
const title = (page: Page) => page.getByRole('heading', { level: 1 });

describe('a case', () => {
  testInChromium(
    'is there with its photo, its place and what has happened, by a number with blanks or hyphens too',
    async () => {
      const photo = await readFile(join(ROOT, 'examples/report-a-case/lamp.jpg'));
      const number = await submitted({ ...PLACE, description: 'Dark.', address_string: 'Rynek 1' }, photo);
      await runJson(['case', 'status', number, 'in_progress', '--notes', 'We have ordered a lamp.'], { env });
      const { page, complaints } = await open(`cases/${number}`);
      await page.getByText('We have ordered a lamp.').first().waitFor();
      expect(await title(page).textContent()).toBe(`Case ${spoken(number)}`);
      expect(await page.locator('.tag').textContent()).toBe('Open');
      for (const text of ['Dark.', 'Rynek 1', 'We look into it.', 'Should be done by', 'Works'])
        expect([text, await page.getByText(text).count()]).toEqual([text, 1]);
      await page.getByAltText(`Photo 1 of case ${spoken(number)}`).scrollIntoViewIfNeeded();
      await until(() =>
        page.evaluate<boolean>(`document.querySelector('.case-photos img').naturalWidth > 0`),
      );
      await page.locator('.case-ground .map-point').waitFor();
      expect(await page.locator('.timeline li').count()).toBe(2);
      expect(await page.getByText('Last change').count()).toBe(1);

      await runJson(['case', 'status', number, 'fixed', '--notes', 'It shines again.'], { env });
      await page.reload();
      await page.locator('.timeline').getByText('It shines again.').waitFor();
      expect(await page.locator('.tag').textContent()).toBe('Closed');
      expect(await page.getByRole('button', { name: 'I see it too' }).count()).toBe(0);

      const typed = number.replace(/^(\d\d)(\d{3})/, '$1%20$2-');
      const again = await open(`cases/${typed}`);
      await again.page.locator('.timeline').waitFor();
      await until(async () => (await again.page.title()).includes(spoken(number)));
      expect((await fetch(`${url}/${city.jurisdiction_id}/cases/${typed}`)).status).toBe(200);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'is found on the first page by its number as people write it; untouched, it has no last change',
    async () => {
      const answers = { 'attribute[HEARD]': '2026-05-04T10:20' };
      const number = await submitted({ ...PLACE, ...answers, service_code: 'NOISE' });
      const { page, complaints } = await open('', { ...WIDE, timezoneId: 'America/New_York' });
      for (const typed of [number.replace(/^(\d\d)(\d{3})/, ' $1 $2-'), spoken(number)]) {
        await page.getByLabel('Number of the case').fill(typed);
        await page.getByRole('button', { name: 'Show the case' }).click();
        await page.locator('.timeline').waitFor();
        expect(new URL(page.url()).pathname).toBe(`/${city.jurisdiction_id}/cases/${number}`);
        // The hour that somebody has read off a clock of the city, wherever it is read.
        for (const media of ['print', 'screen'] as const) {
          await page.emulateMedia({ media });
          expect(await page.locator('.facts').getByText('May 4, 2026 at 10:20').isVisible()).toBe(true);
        }
        expect(await page.getByText('Last change').count()).toBe(0);
        await page.goBack();
      }
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'without a place says so; seen by others too it counts them; its text can be complained about',
    async () => {
      const number = await submitted({ address_string: 'Somewhere', description: 'No place.' });
      const { page, complaints } = await open(`cases/${number}`);
      await page.getByRole('button', { name: 'I see it too' }).click();
      await page.getByText('the city knows now that you see it too').waitFor();
      await page.getByText('1 person has said: I see it too.').waitFor();
      expect(await page.locator('.case-ground').count()).toBe(0);

      await page.getByText('Something here should not be public').click();
      await page.getByRole('button', { name: 'Tell the city' }).click();
      await page.getByRole('link', { name: 'Choose what is wrong.' }).click();
      expect(await findingsOn(page)).toEqual([]);
      await page.getByLabel('It insults or threatens somebody').check();
      await page.getByLabel('In your words').fill('Look at this.');
      await page.getByRole('button', { name: 'Tell the city' }).click();
      await page.getByText('the city will look at it').waitFor();
      const reports: unknown = await database
        .db('signpost.request_reports')
        .where({ number })
        .select('reason');
      expect(reports).toEqual([{ reason: 'abusive' }]);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'closed as a duplicate leads to the one that goes on, and both are told to those who print',
    async () => {
      const first = await submitted({ ...PLACE, description: 'First.' });
      const second = await submitted({ ...PLACE, description: 'Second.' });
      await runJson(['case', 'merge', second, '--into', first], { env });
      const { page } = await open(`cases/${second}`);
      await page
        .locator('.notice')
        .getByRole('link', { name: `Case ${spoken(first)}` })
        .click();
      await until(async () => (await title(page).textContent()) === `Case ${spoken(first)}`);
      await page.getByText('First.').waitFor();
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText(`${url}/${city.jurisdiction_id}/cases/${first}`).isVisible()).toBe(true);
      for (const gone of ['nav', '.buttons', '.complaint'])
        expect(await page.locator(gone).first().isVisible()).toBe(false);
    },
    60_000,
  );

  testInChromium(
    'that is not there is told in the words of the server, with ways on',
    async () => {
      const number = await submitted({ ...PLACE, description: 'Held.' });
      await runJson(['case', 'withdraw', number], { env });
      const mistyped = number.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
      for (const [typed, words] of [
        [number, number],
        [mistyped, mistyped],
        ['123', 'This is no number of a case'],
        ['abc', 'This is no number of a case'],
      ] as const) {
        const { page, context } = await open(`cases/${typed}`);
        await page.locator('main p').getByText(words).first().waitFor();
        expect(await page.getByRole('link', { name: 'Type the number again' }).count()).toBe(1);
        expect(await findingsOn(page)).toEqual([]);
        await context.close();
      }
    },
    60_000,
  );

  testInChromium(
    'that has a token first has a page that waits for its number',
    async () => {
      const token = await submitted({ ...PLACE, service_code: 'TREE' });
      const { page } = await open(`tokens/${token}`);
      await page.getByText(/The city has (what you reported|given it a number)/).waitFor();
      expect(await findingsOn(page)).toEqual([]);
      const unknown = await open('tokens/00000000000000000000000000000000');
      await unknown.page.getByText('token').first().waitFor();
      expect(await unknown.page.getByRole('alert').count()).toBe(0);
    },
    60_000,
  );
});

testInChromium(
  'what somebody wrote never runs, wherever it is shown, and is not even tried',
  async () => {
    const number = await submitted({
      ...PLACE,
      service_code: 'EVIL',
      description: `Text ${SCRIPT}`,
      address_string: `Street ${SCRIPT}`,
      'attribute[SIZE]': 'big',
    });
    await runJson(['case', 'status', number, 'in_progress', '--notes', `Notes ${SCRIPT}`], { env });
    for (const path of [
      `cases/${number}`,
      'cases',
      `cases?q=${encodeURIComponent(SCRIPT)}&place=${encodeURIComponent(SCRIPT)}`,
      `cases?service_code=${encodeURIComponent(SCRIPT)}`,
      'widget',
      `cases/${encodeURIComponent(SCRIPT)}`,
    ]) {
      const context = await browser.newContext(WIDE);
      const page = await context.newPage();
      await page.addInitScript(`
        window.trapped = [];
        window.alert = (what) => window.trapped.push('alert ' + what);
        addEventListener('securitypolicyviolation', (event) => window.trapped.push(event.violatedDirective + ' ' + event.blockedURI));
      `);
      await page.goto(`${url}/${city.jurisdiction_id}/${path}`);
      await untilLoaded(page);
      for (const text of path === `cases/${number}` ? TEXTS : [])
        await page.getByText(`${text} <img src=x`).first().waitFor({ state: 'attached' });
      expect([path, await page.evaluate('window.trapped')]).toEqual([path, []]);
      expect(await page.locator('img[src="x"], a[href^="javascript"]').count()).toBe(0);
    }
  },
  60_000,
);

describe('the widget', () => {
  let elsewhere: Server;
  let other: string;
  beforeAll(async () => {
    elsewhere = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://other').searchParams.get('frame') ?? '';
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><html lang="en"><title>A city</title><main><h1>A city</h1><iframe title="Cases" width="320" height="500" src="${url}/${city?.jurisdiction_id}/${path}"></iframe></main></html>`,
      );
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, 'localhost', resolve));
    other = `http://localhost:${(elsewhere.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  testInChromium(
    'stands in a frame of another origin and opens cases in a window of their own; other pages refuse',
    async () => {
      const context = await browser.newContext(WIDE);
      const page = await context.newPage();
      const number = await submitted({ ...PLACE, description: 'Seen elsewhere.' });
      await page.goto(`${other}/?frame=${encodeURIComponent('widget?service_code=LAMP')}`);
      const frame = page.frameLocator('iframe');
      await frame.locator('.case-entry').first().waitFor();
      expect(await frame.locator('.case-entry').count()).toBeLessThanOrEqual(5);
      expect(await frame.locator('header, footer').count()).toBe(0);
      for (const link of await frame.locator('a').all())
        expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual([
          '_blank',
          'noopener',
        ]);
      const [opened] = await Promise.all([
        context.waitForEvent('page'),
        frame.locator(`a[href$="/cases/${number}"]`).click(),
      ]);
      await opened.getByText('Seen elsewhere.').waitFor();
      expect(await opened.getByRole('banner').count()).toBe(1);

      for (const refused of ['', 'cases', `cases/${number}`, 'report']) {
        await page.goto(`${other}/?frame=${encodeURIComponent(refused)}`);
        await until(() => page.frames().at(-1)?.url().startsWith('chrome-error:') ?? false);
      }
    },
    60_000,
  );
});

testInChromium(
  'axe finds nothing and nothing sticks out, wide and at 320 pixels, light and dark, in each language',
  async () => {
    const number = await submitted({ ...PLACE, description: 'Looked at.', address_string: 'Rynek 1' });
    for (const locale of ['en', 'pl', 'uk'])
      for (const path of [`cases/${number}`, 'widget']) {
        const { page, context, complaints } = await open(path, { locale });
        await page
          .locator(path === 'widget' ? '.case-entry' : '.timeline')
          .first()
          .waitFor();
        if (path !== 'widget') await page.locator('summary').click();
        const looks = locale === 'en' ? undefined : TWO_LOOKS;
        expect([locale, path, await findingsInLooks(page, looks)]).toEqual([locale, path, []]);
        expect(complaints).toEqual([]);
        await context.close();
      }
  },
  120_000,
);
