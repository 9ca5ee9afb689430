import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { closeContexts, HAS_CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, endPrograms, ROOT, spawnProgram, startServerProgram } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsOf, openTab } from '../support/watched-page.ts';

/** The pages in `examples`, served as they lie there, in a Chromium without a window. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let database: TestDatabase;
let browser: Browser;
let url: string;
let key: string;
let pages: string;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env, arguments: ['--json'] });
  url = server.url;
  key = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  const files = spawnProgram(['--port', '0'], { file: join(ROOT, 'examples/serve-pages.mjs') });
  pages = await until(() => /^(\S+)\/report-from-a-page\/$/m.exec(files.stdout())?.[1] ?? '');
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

/** Opens a page of the examples on the server here, from which alone it may load besides. */
async function open(name: string, more: Record<string, string> = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const query = new URLSearchParams({ server: url, jurisdiction: 'wroclaw.pl', ...more });
  return openTab(context, `${pages}/${name}/?${query.toString()}`, [`${url}/`]);
}

/** Run in the page: where each point is. */
const PLACES = `
  const all = document.querySelector('svg').getBoundingClientRect();
  [...document.querySelectorAll('circle')].map((point) => {
    const own = point.getBoundingClientRect();
    return {
      inside: own.left >= all.left && own.right <= all.right && own.top >= all.top && own.bottom <= all.bottom,
      place: Math.round(own.left) + ',' + Math.round(own.top),
    };
  });`;

const outcomeOf = (page: Page) => page.locator('#outcome');

describe('Report from a page', () => {
  testInChromium(
    'sends a case with a photo, and shows both',
    async () => {
      const page = await open('report-from-a-page', { key });
      await page.getByLabel('What is it about?').selectOption('STREET-LIGHT');
      await page.getByLabel('Latitude').fill('51.1079');
      await page.getByLabel('Longitude').fill('17.0385');
      await page.getByLabel('What have you seen?').fill('The lamp is dark.');
      await page.getByLabel('A photo').setInputFiles(join(ROOT, 'examples/report-a-case/lamp.jpg'));
      await page.getByRole('button', { name: 'Send' }).click();
      const photo = page.getByAltText('Your photo');
      await photo.waitFor();
      await until(() => page.evaluate<boolean>(`document.querySelector('#outcome img').naturalWidth > 0`));
      const [number = ''] = /\d{8,}/.exec((await outcomeOf(page).textContent()) ?? '') ?? [];
      const answer = await fetch(`${url}/open311/wroclaw.pl/test/v2/requests/${number}.json`);
      expect(await answer.json()).toMatchObject([
        { description: 'The lamp is dark.', media_url: expect.stringMatching(/\.jpg$/) },
      ]);
      expect(complaintsOf(page)).toEqual([]);
    },
    60_000,
  );

  testInChromium(
    'tells what is wrong, at its field, and reports once whoever sends again',
    async () => {
      const page = await open('report-from-a-page', { key });
      await page.getByLabel('What is it about?').selectOption('STREET-LIGHT');
      await page.getByLabel('Latitude').fill('91');
      await page.getByLabel('Longitude').fill('17.0385');
      const description = `Sent twice ${Date.now()}`;
      await page.getByLabel('What have you seen?').fill(description);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('[name=lat][aria-invalid=true]').waitFor();
      expect(await outcomeOf(page).textContent()).toMatch(/lat/);

      // The server has it, but its answer is lost, in both attempts of a client that has just been answered.
      await page.getByLabel('Latitude').fill('51.1079');
      let lost = 0;
      await page.route('**/requests.json', async (route) => {
        if (lost === 2) return route.continue();
        lost += 1;
        await route.fetch();
        await route.abort();
      });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('No whole answer').waitFor({ timeout: 40_000 });
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Thank you.').waitFor();
      const answer = await fetch(`${url}/open311/wroclaw.pl/test/v2/requests.json?page_size=1000`);
      const cases = (await answer.json()) as { description: string }[];
      expect(lost).toBe(2);
      expect(cases.filter((one) => one.description === description)).toHaveLength(1);
    },
    90_000,
  );
});

describe('The map', () => {
  testInChromium(
    'draws every open case as a point, and lists the same beside it',
    async () => {
      const page = await open('map');
      await page.getByText(/^\d+ cases/).waitFor();
      const answer = await fetch(`${url}/open311/wroclaw.pl/v2/exports/requests.geojson?status=open`);
      const { features } = (await answer.json()) as { features: { geometry: unknown }[] };
      const placed = features.filter(({ geometry }) => geometry !== null).length;
      expect(placed).toBeGreaterThan(20);
      expect(await page.locator('circle').count()).toBe(placed);
      expect(await page.locator('li').count()).toBe(placed);
      expect(await page.locator('path').count()).toBeGreaterThan(1);

      // Each point lies on the map, and not all in one place.
      const boxes = await page.evaluate<{ inside: boolean; place: string }[]>(PLACES);
      expect(boxes.filter(({ inside }) => !inside)).toEqual([]);
      expect(new Set(boxes.map(({ place }) => place)).size).toBeGreaterThan(placed / 2);

      await page.locator('li button').nth(3).click();
      expect(await page.locator('li').nth(3).getAttribute('class')).toBe('chosen');
      expect(await page.locator('circle.chosen').count()).toBe(1);
      const picture = process.env['SIGNPOST_TEST_SCREENSHOT'];
      if (picture !== undefined) await page.screenshot({ path: picture });
      expect(complaintsOf(page)).toEqual([]);
    },
    60_000,
  );
});
