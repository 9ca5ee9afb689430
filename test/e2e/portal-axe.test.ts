import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { importAreas } from '../../src/features/areas/index.ts';
import { setPortal } from '../../src/features/jurisdictions/index.ts';
import { submitted } from '../support/calls.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { quarters } from '../support/pictures.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, next } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import {
  findingsInLooks,
  findingsOn,
  NARROW_LOOKS,
  untilLoaded,
  WIDE_LOOKS,
} from '../support/watched-page.ts';

/** axe finds nothing on any step of a report and in none of its states. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const portal = portalOfFile();
let city: TestCity;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  city = await createCity(portal.app.db);
  const half = (west: number) => ({
    type: 'Feature',
    properties: { name: `District ${west}` },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [west, 50.6],
          [west + 0.5, 50.6],
          [west + 0.5, 51.6],
          [west, 51.6],
          [west, 50.6],
        ],
      ],
    },
  });
  await importAreas(portal.app.db, {
    jurisdiction_id: city.jurisdiction_id,
    kind: 'district',
    defaultName: '',
    nameProperty: 'name',
    text: JSON.stringify({ type: 'FeatureCollection', features: [half(16.5), half(17)] }),
  });
  const there = { service_code: 'HOLE', lat: '51.1', long: '17', description: 'A hole.' };
  await submitted(portal.app, city, { ...there, 'attribute[SIZE]': 'small' });
}, 60_000);

/** Goes through every step and state; `look` is called in each. */
async function walkThroughStates(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  await page.locator('#search').waitFor();
  await next(page).click();
  await page.locator('.error-summary').waitFor();
  await look('nothing chosen');
  await page.locator('#search').fill('no such thing');
  await look('nothing found');
  await page.locator('#search').fill('hole');
  await page.locator('#service-HOLE').check();
  await look('a service chosen');
  await next(page).click();
  await atStep(page, 'place');
  await page.locator('.leaflet-container').waitFor();
  await next(page).click();
  await page.locator('.error-summary').waitFor();
  await look('no place');
  await page.getByRole('button', { name: 'Use my position' }).click();
  await page.locator('.map-point').waitFor();
  await look('a place chosen');
  await next(page).click();
  await atStep(page, 'details');
  await page.locator('#question-SIZE').waitFor();
  await next(page).click();
  await page.locator('.error-summary').waitFor();
  await page.locator('#photos').setInputFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: await quarters().png().toBuffer() },
    { name: 'b.png', mimeType: 'image/png', buffer: Buffer.from('none') },
  ]);
  await page.getByText('b.png is no picture').waitFor();
  await look('a question passed over, a photo added and one refused');
  await page.locator('#description').fill('A hole.');
  await page.locator('#question-SIZE').check();
  await next(page).click();
  await atStep(page, 'similar');
  await look('similar ones');
  await next(page).click();
  await atStep(page, 'contact');
  await page.locator('#email').fill('nobody');
  await next(page).click();
  await page.locator('.error-summary').waitFor();
  await look('a wrong address');
  await page.locator('#email').fill('anna@example.org');
  await next(page).click();
  await atStep(page, 'check');
  await page.locator('.summary').getByText('The small one').waitFor();
  await look('everything once more');
  await refuseAndCut(page, look);
  await next(page).click();
  await atStep(page, 'sent');
  await look('sent');
}

/** What comes between sending and having sent. */
async function refuseAndCut(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  const errors = [{ code: 400, description: 'The city does not like it.', field: 'description' }];
  await page.route('**/requests.json', (route) => route.fulfill({ status: 400, json: errors }), { times: 1 });
  await next(page).click();
  await page.locator('.error-summary').waitFor();
  await look('refused');
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route(
    '**/requests.json',
    async (route) => {
      await held;
      // A long wait: it does not go on before it was looked at.
      await route.fulfill({ status: 503, headers: { 'Retry-After': '600' }, json: errors });
    },
    { times: 1 },
  );
  await next(page).click();
  await page.getByText('Sending …').waitFor();
  await look('sending');
  go();
  await page.getByText('Next try in 600 seconds').waitFor();
  await look('waiting');
}

testInChromium(
  'axe finds nothing and nothing sticks out at any step and in no state, wide and narrow, light and dark',
  async () => {
    const position = { geolocation: { latitude: 51.1, longitude: 17 }, permissions: ['geolocation'] };
    const page = await portal.visit(city, { as: position });
    const found: Record<string, string[]> = {};
    const look = async (state: string) => {
      for (const one of [...WIDE_LOOKS, ...NARROW_LOOKS]) {
        const findings = await findingsInLooks(page, [one]);
        if (findings.length > 0) found[state] = [...(found[state] ?? []), ...findings];
        const folder = process.env['SIGNPOST_TEST_SCREENSHOTS'];
        if (folder === undefined) continue;
        const file = `${state} ${one.viewport.width} ${one.colorScheme}.png`.replaceAll(' ', '-');
        await page.screenshot({ path: `${folder}/${file}`, fullPage: true });
      }
    };
    await walkThroughStates(page, look);
    await page.goto(`${portal.app.url}/${city.jurisdiction_id}/`);
    await page.locator('#number').fill('none');
    await page.keyboard.press('Enter');
    await page.locator('.error-summary').waitFor();
    await look('home');
    await page.goto(`${portal.app.url}/`);
    await page.locator('h1').waitFor();
    await look('cities');
    await page.goto(`${portal.app.url}/${city.jurisdiction_id}/report/nowhere`);
    await page.locator('h1').waitFor();
    await look('not found');
    expect(found).toEqual({});
    await page.context().close();
  },
  120_000,
);

testInChromium(
  'axe finds nothing in a city’s own colours, nor where there is nothing, too late or nothing yet',
  async () => {
    const bare = await createCity(portal.app.db, { outline: null });
    const { jurisdiction_id } = bare;
    await setPortal(portal.app.db, jurisdiction_id, { brand: '#707070' }, 1_000_000);
    const home = `${portal.app.url}/${jurisdiction_id}/`;
    await until(async () => (await (await fetch(home)).text()).includes('--city-brand:#707070'));
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await portal.visit(bare, { path: '', as: { colorScheme } });
      const look = async (state: string) =>
        expect([colorScheme, state, await findingsOn(page)]).toEqual([colorScheme, state, []]);
      await page.locator('h1').waitFor();
      await look('home');
      await page.goto(`${home}cases`);
      await page.getByText('Nobody has reported anything here').waitFor();
      await page.locator('.leaflet-container').waitFor();
      await look('no cases and no areas');
      await page.goto(`${home}report`);
      await page.locator('#service-LAMP').waitFor();
      await look('services');
      for (const path of ['widget', 'tokens/none', 'cases/10000004', 'nothing']) {
        await page.goto(`${home}${path}`);
        await untilLoaded(page);
        await look(path);
      }
      let go: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (go = resolve));
      await page.route('**/open311/**', async (route) => {
        await held;
        await route.fulfill({ status: 500, json: [{ code: 500, description: 'None.' }] });
      });
      await page.goto(`${home}widget`);
      await page.getByText('Loading').waitFor();
      await look('loading');
      go();
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await look('failed');
      await page.unroute('**/open311/**');
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('There is no connection').waitFor();
      await look('offline');
      await page.context().close();
    }
  },
  120_000,
);
