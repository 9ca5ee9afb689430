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
import { submit } from '../support/submit.ts';
import { findingsInLooks, findingsOn, NARROW_LOOKS, openPage, WIDE_LOOKS } from '../support/watched-page.ts';

/** The cases of a city as a list and on a map, in a Chromium without a window. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let database: TestDatabase;
let browser: Browser;
let url: string;
let env: Record<string, string>;
/** A city that has said neither where it is nor what its districts are. */
let bare: Awaited<ReturnType<typeof createCity>>;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  ({ url } = await startServerProgram({ env }));
  // After the demonstration city, which is made where there is none.
  bare = await createCity(database.db, { outline: null });
  // As PostgreSQL does by itself a minute after so many cases have come: without statistics a search takes seconds.
  await database.db.raw('analyze');
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
const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 }, locale: 'en' };
const open = (path: string, options = WIDE) => openPage(browser, `${url}${path}`, options);

/** What the API says of the same filters. */
async function asked(query: string) {
  const answer = await fetch(`${url}/open311/wroclaw.pl/v2/requests.json?${query}`);
  const cases = (await answer.json()) as { service_request_id: string; lat: number | null }[];
  return {
    total: Number(answer.headers.get('x-total-count')),
    numbers: cases.map((one) => one.service_request_id),
  };
}

const countOf = (page: Page) => page.locator('.count');
/** The numbers of the listed cases, in their order. */
const listed = (page: Page) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('.case-entry h3 a')].map((link) => link.href.split('/').at(-1))`,
  );
/** Until the list has these cases, in this order. */
const untilListed = (page: Page, numbers: readonly string[]) =>
  until(async () => (await listed(page)).join() === numbers.join());
const untilSaid = (page: Page, label: string, value: string) =>
  until(async () => (await page.getByLabel(label).inputValue()) === value);
/** How many cases all marks of the map stand for. */
const drawn = (page: Page) =>
  page.evaluate<number>(
    `[...document.querySelectorAll('.map-cluster')].reduce((sum, one) => sum + Number(one.textContent), 0)
      + document.querySelectorAll('.map-case').length`,
  );

describe('filters', () => {
  testInChromium(
    'in the address, in the form, in the list and on the map say the same as the API',
    async () => {
      const { page, complaints } = await open('/wroclaw.pl/cases');
      const all = await asked('page_size=20');
      await page.getByText(`${all.total} cases in the last 90 days`).waitFor();
      expect(await listed(page)).toEqual(all.numbers);
      await until(async () => (await drawn(page)) === all.total);

      await page.getByLabel('Status').selectOption('open');
      await page.getByLabel('What it is about').selectOption('STREET-LIGHT');
      await page.getByRole('button', { name: 'Show these cases' }).click();
      const some = await asked('status=open&service_code=STREET-LIGHT&page_size=20');
      expect(some.total).toBeGreaterThan(0);
      expect(some.total).toBeLessThan(all.total);
      await page.getByText(new RegExp(`^${some.total} cases`)).waitFor();
      expect(new URL(page.url()).search).toBe('?status=open&service_code=STREET-LIGHT');
      expect(await listed(page)).toEqual(some.numbers);
      await until(async () => (await drawn(page)) === some.total);

      await page.goBack();
      await page.getByText(new RegExp(`^${all.total} cases`)).waitFor();
      await untilSaid(page, 'Status', '');
      await page.goForward();
      await page.getByText(new RegExp(`^${some.total} cases`)).waitFor();
      await untilSaid(page, 'Status', 'open');
      await page.reload();
      await page.getByText(new RegExp(`^${some.total} cases`)).waitFor();
      await untilSaid(page, 'What it is about', 'STREET-LIGHT');
      expect(await listed(page)).toEqual(some.numbers);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'by a whole group, by words, by a day and by a place',
    async () => {
      const { page } = await open('/wroclaw.pl/cases?q=latarnia&place=Rynek&radius=2000');
      const near = await asked('q=latarnia&lat=51.1098&long=17.0321&radius=2000&page_size=20');
      await page.getByText(new RegExp(`^${near.total} cases in the last 90 days, around: Rynek`)).waitFor();
      expect(await listed(page)).toEqual(near.numbers);
      await until(async () => (await drawn(page)) === near.total);
      await page.locator('.map-ring').waitFor();

      await page.getByRole('link', { name: 'Show all' }).click();
      await untilSaid(page, 'Near this address', '');
      const group = page.locator('optgroup option', { hasText: ': everything' }).first();
      const codes = (await group.getAttribute('value')) ?? '';
      expect(codes).toContain(',');
      await page.getByLabel('What it is about').selectOption(codes);
      const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel('Reported from this day on').fill(day);
      await page.getByRole('button', { name: 'Show these cases' }).click();
      const grouped = await asked(`service_code=${codes}&start_date=${day}&page_size=20`);
      await page.getByText(new RegExp(`^${grouped.total} cases in the 90 days from`)).waitFor();
      expect(await listed(page)).toEqual(grouped.numbers);
      await until(async () => (await drawn(page)) === grouped.total);
    },
    60_000,
  );

  testInChromium(
    'that mean nothing are told or passed over',
    async () => {
      const nowhere = await open(
        '/wroclaw.pl/cases?place=Nowhere%20at%20all&status=asleep&start_date=2026-13-45',
      );
      await nowhere.page.getByText('knows no such place').waitFor();
      const all = await asked('page_size=1');
      await nowhere.page.getByText(new RegExp(`^${all.total} cases in the last 90 days$`)).waitFor();
      const unknown = await open('/wroclaw.pl/cases?service_code=NO-SUCH');
      await unknown.page.locator('.list-side').getByRole('alert').waitFor();
      expect(await unknown.page.locator('.list-side').getByRole('alert').textContent()).toContain('NO-SUCH');
      const none = await open('/wroclaw.pl/cases?q=zzzzzzzz');
      await none.page.getByText('No case is like this.').waitFor();
      expect(await findingsOn(none.page)).toEqual([]);
    },
    60_000,
  );
});

describe('the list', () => {
  testInChromium(
    'goes on by pages and back, also after a reload',
    async () => {
      const { page } = await open('/wroclaw.pl/cases');
      const all = await asked('page_size=60');
      const at = (from: number) => all.numbers.slice(from, from + 20);
      const shows = (from: number) => untilListed(page, at(from));
      await shows(0);
      await page.getByRole('link', { name: 'Earlier cases' }).click();
      await shows(20);
      await page.locator('#list-heading:focus').waitFor();
      await page.getByRole('link', { name: 'Earlier cases' }).click();
      await shows(40);
      await page.reload();
      await shows(40);
      await page.getByRole('link', { name: 'Later cases' }).click();
      await shows(20);
      await page.getByRole('link', { name: 'The newest cases' }).click();
      await shows(0);
      expect(new URL(page.url()).search).toBe('');
    },
    60_000,
  );

  testInChromium(
    'tells of new cases, and shows them when it is asked to',
    async () => {
      const context = await browser.newContext(WIDE);
      const page = await context.newPage();
      await page.clock.install();
      await page.goto(`${url}/${bare.jurisdiction_id}/cases`);
      await page.getByText('Nobody has reported anything here').waitFor();
      expect(await page.getByText('No case is like this.').count()).toBe(0);
      expect(await page.locator('.list-side').getByRole('link', { name: 'Report a case' }).count()).toBe(1);
      const target = { url, jurisdiction_id: bare.jurisdiction_id, key: bare.key };
      for (const description of ['One', 'Two'])
        expect((await submit(target, { service_code: 'LAMP', description })).status).toBe(200);
      /** Lets a minute pass timer by timer: the page sets its own only after it has drawn the list. */
      const afterAMinute = async () => {
        const answered = page.waitForResponse((response) => response.url().includes('start_date'));
        await page.clock.runFor(61_000);
        return answered;
      };
      await afterAMinute();
      await page.getByText('2 new cases').waitFor();
      await page.getByRole('button', { name: 'show', exact: true }).click();
      await page.getByText(/^2 cases/).waitFor();
      await page.getByText('2 new cases').waitFor({ state: 'detached' });

      // The same question with nothing new is answered by the tag alone.
      await afterAMinute();
      expect((await afterAMinute()).headers()['etag']).toBeDefined();
    },
    60_000,
  );
});

describe('the map', () => {
  testInChromium(
    'comes closer, asks anew, and makes its rectangle a filter of the list',
    async () => {
      const { page, complaints } = await open('/wroclaw.pl/cases');
      const all = await asked('page_size=1');
      await until(async () => (await drawn(page)) === all.total);
      const map = page.getByRole('application');
      await page.locator('.map-cluster').first().click();
      await until(async () => (await drawn(page)) < all.total && (await drawn(page)) > 0);

      // By keys: closer, and to the side.
      await map.focus();
      const closer = page.waitForResponse(/clusters\.json/);
      await page.keyboard.press('+');
      await closer;
      await page.getByLabel('List only what the map shows').check();
      await until(() => new URL(page.url()).searchParams.has('bbox'));
      const bbox = new URL(page.url()).searchParams.get('bbox');
      const inside = await asked(`bbox=${bbox}&page_size=20`);
      await page.getByText(new RegExp(`^${inside.total} cases? in`)).waitFor();
      await untilListed(page, inside.numbers);
      await until(async () => (await drawn(page)) === inside.total);

      await map.focus();
      await page.keyboard.press('ArrowRight');
      await until(() => new URL(page.url()).searchParams.get('bbox') !== bbox);
      const moved = await asked(`bbox=${new URL(page.url()).searchParams.get('bbox')}&page_size=20`);
      await untilListed(page, moved.numbers);
      await page.reload();
      await untilListed(page, moved.numbers);
      expect(await page.getByLabel('List only what the map shows').isChecked()).toBe(true);
      await page.getByLabel('List only what the map shows').uncheck();
      await until(async () => (await countOf(page).textContent())?.startsWith(`${all.total} cases`));
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'says that it cannot be asked, while the list goes on; and goes on itself when asked again',
    async () => {
      const context = await browser.newContext(WIDE);
      const page = await context.newPage();
      await page.route('**/clusters.json*', (route) => route.abort());
      await page.goto(`${url}/wroclaw.pl/cases`);
      await page.locator('.map-side').getByRole('alert').waitFor();
      await until(async () => (await listed(page)).length === 20);
      expect(await findingsOn(page)).toEqual([]);
      await page.unroute('**/clusters.json*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await until(async () => (await drawn(page)) > 0);
    },
    60_000,
  );

  testInChromium(
    'of a city without districts, tiles and places is there, and its list as well',
    async () => {
      const { page, complaints } = await open(`/${bare.jurisdiction_id}/cases`);
      await page.locator('.count', { hasText: 'cases in the last' }).waitFor();
      const answer = await fetch(`${url}/open311/${bare.jurisdiction_id}/v2/requests.json`);
      await until(async () => (await drawn(page)) === Number(answer.headers.get('x-total-count')));
      await page.getByText('The city has no map yet').waitFor();
      expect(await findingsOn(page)).toEqual([]);
      await page.goto(`${url}/${bare.jurisdiction_id}/report`);
      await page.locator('#service-LAMP').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('The city has no map yet').waitFor();
      expect(await findingsOn(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'of a city of one’s own that has an outline alone shows that',
    async () => {
      const file = (name: string) => join(ROOT, 'examples/import', name);
      const own = ['--jurisdiction', 'boston.example'];
      const zone = ['--name', 'Boston', '--time-zone', 'America/New_York'];
      for (const command of [
        ['jurisdictions', 'create', 'boston.example', ...zone],
        ['import', 'services', ...own, file('services.json')],
        ['import', 'areas', ...own, '--kind', 'outline', file('outline.geojson')],
      ])
        await runJson(command, { env });
      await until(async () => (await fetch(`${url}/boston.example/`)).ok);
      const { page, complaints } = await open('/boston.example/cases');
      await page.locator('.map-area').waitFor();
      expect(await page.locator('.map-area').count()).toBe(1);
      expect(await page.locator('.map-name').count()).toBe(0);
      expect(await page.getByText('The city has no map yet').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'stays in sight, all of it, while a long list is read',
    async () => {
      const { page } = await open('/wroclaw.pl/cases', { ...WIDE, viewport: { width: 1280, height: 560 } });
      await page.locator('.case-entry').nth(14).scrollIntoViewIfNeeded();
      await page.locator('.map-cluster').first().waitFor();
      const { top, bottom } = await page.evaluate<{ top: number; bottom: number }>(
        `document.querySelector('.map-side').getBoundingClientRect().toJSON()`,
      );
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(560);
    },
    60_000,
  );
});

testInChromium(
  'the keys alone lead from the filters to a case, with the map behind a button on a phone',
  async () => {
    const { page, complaints } = await open('/wroclaw.pl/cases', PHONE);
    await page.locator('.case-entry').first().waitFor();
    expect(await page.locator('.cases-ground').count()).toBe(0);
    /** Goes on by Tab until the focus is at something of this name. */
    const tabTo = async (name: string) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate<string>(
          `(document.activeElement.labels?.[0] ?? document.activeElement).textContent`,
        );
        if (found.includes(name)) return;
      }
      throw new Error(`no Tab leads to ${name}`);
    };
    await tabTo('Choose which cases');
    await page.keyboard.press('Enter');
    await tabTo('Words or number');
    await page.keyboard.type('latarnia');
    await page.keyboard.press('Enter');
    await until(() => new URL(page.url()).search === '?q=latarnia');
    const found = await asked('q=latarnia&page_size=20');
    await page.getByText(new RegExp(`^${found.total} cases`)).waitFor();
    await tabTo('Show the map');
    await page.keyboard.press('Enter');
    await page.getByRole('application').waitFor();
    const [first = ''] = found.numbers;
    await tabTo(first.replace(/\B(?=(\d{3})+$)/g, '\u00a0'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/wroclaw.pl/cases/${first}`);
    await page.locator('h1:focus').waitFor();
    expect(complaints).toEqual([]);
  },
  60_000,
);

testInChromium(
  'axe finds nothing and nothing sticks out, wide and at 320 pixels in each language, dark in English',
  async () => {
    // A phone does not show the map until it is asked for.
    for (const looks of [WIDE_LOOKS, NARROW_LOOKS])
      for (const locale of ['en', 'pl', 'uk']) {
        const [{ viewport } = WIDE] = looks;
        const { page, context, complaints } = await open('/wroclaw.pl/cases?status=open', {
          ...(viewport === undefined ? {} : { viewport }),
          locale,
        });
        await page.locator('.case-entry').first().waitFor();
        const opener = page.locator('button[aria-expanded]');
        if ((await opener.count()) > 0) {
          await opener.click();
          await page.locator('summary').click();
        }
        await until(async () => (await drawn(page)) > 0);
        const own = looks.slice(0, locale === 'en' ? 2 : 1);
        expect([locale, await findingsInLooks(page, own)]).toEqual([locale, []]);
        expect(complaints).toEqual([]);
        await context.close();
      }
  },
  120_000,
);
