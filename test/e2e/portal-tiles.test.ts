import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { importAreas } from '../../src/features/areas/index.ts';
import { setPortal } from '../../src/features/jurisdictions/index.ts';
import { submitted } from '../support/calls.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, next } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import { PLACE } from '../support/submit.ts';
import {
  complaintsBesidesTheLine,
  complaintsOf,
  findingsOn,
  sidewaysOf,
  untilLoaded,
} from '../support/watched-page.ts';

/** The map of a city that names tiles on another server, while that is there and while it is not; and pages from right to left. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const portal = portalOfFile();
let city: TestCity;
let tiles: Server;
/** What the server of the tiles does with a call. */
let answers: 'tiles' | 'errors' | 'nothing' = 'tiles';
const asked: { path: string; referer: string | undefined }[] = [];

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  const size = { width: 256, height: 256, channels: 3 as const, background: '#dde8d8' };
  const tile = await sharp({ create: size }).png().toBuffer();
  tiles = createServer((request, response) => {
    asked.push({ path: request.url ?? '', referer: request.headers.referer });
    if (answers === 'tiles') response.setHeader('Content-Type', 'image/png').end(tile);
    else if (answers === 'errors') response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
  city = await createCity(portal.app.db);
  const { jurisdiction_id } = city;
  const square = [16.5, 17.5, 17.5, 16.5, 16.5].map((long, at) => [long, at === 2 || at === 3 ? 51.6 : 50.6]);
  await importAreas(portal.app.db, {
    jurisdiction_id,
    kind: 'district',
    defaultName: 'The only one',
    text: JSON.stringify({ type: 'Polygon', coordinates: [square] }),
  });
  await setPortal(
    portal.app.db,
    jurisdiction_id,
    { tiles_url: `${tileOrigin()}/{z}/{x}/{y}.png`, tiles_attribution: '© Somebody & others' },
    1_000_000,
  );
  await until(async () => {
    const page = await fetch(`${portal.app.url}/${jurisdiction_id}/`);
    return page.headers.get('content-security-policy')?.includes(tileOrigin()) === true;
  });
}, 60_000);
afterAll(async () => {
  if (!HAS_CHROMIUM) return;
  tiles.closeAllConnections();
  await new Promise((resolve) => tiles.close(resolve));
});

const tileOrigin = () => `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`;

/** Chooses the middle of the map as the place, and goes on. */
async function chooseOnMap(page: Page): Promise<void> {
  await page.locator('#service-LAMP').check();
  await next(page).click();
  await atStep(page, 'place');
  await page.locator('.leaflet-container').click();
  await page.locator('.map-point').waitFor();
  await next(page).click();
  await atStep(page, 'details');
}

describe('a map with tiles', () => {
  testInChromium(
    'shows them and whom they come from, and the policy allows their server and no other',
    async () => {
      answers = 'tiles';
      await submitted(portal.app, city, { ...PLACE, service_code: 'LAMP' });
      const page = await portal.visit(city, { path: 'cases', others: [tileOrigin()] });
      await page.locator('.leaflet-tile-loaded').first().waitFor();
      expect(await page.locator('.leaflet-control-attribution').textContent()).toBe('© Somebody & others');
      await page.locator('.map-case').waitFor();
      expect(await page.locator('.map-area').count()).toBe(0);
      expect(await findingsOn(page)).toEqual([]);
      expect(asked[0]?.path).toMatch(/^\/\d+\/\d+\/\d+\.png$/);
      // Their server does not learn which page is looked at.
      expect(asked.map(({ referer }) => referer).filter(Boolean)).toEqual([]);
      expect(complaintsOf(page)).toEqual([]);

      const policy = (await fetch(page.url())).headers.get('content-security-policy') ?? '';
      expect(policy).toContain(`img-src 'self' data: blob: ${tileOrigin()};`);
      await page.evaluate(
        `document.body.append(Object.assign(new Image(), { src: 'http://localhost:1/x.png' }))`,
      );
      await until(() => complaintsOf(page).some((one) => one.startsWith('CSP: img-src http://localhost:1')));
      await page.context().close();
    },
    60_000,
  );

  for (const failure of ['errors', 'nothing'] as const)
    testInChromium(
      `whose server answers with ${failure} has districts instead, and everything works`,
      async () => {
        answers = failure;
        const page = await portal.visit(city, { others: [tileOrigin()] });
        await chooseOnMap(page);
        await page.clock.install();
        await page.goBack();
        await page.locator('.leaflet-container').waitFor();
        // What does not answer is waited for.
        if (failure === 'nothing') await page.clock.runFor(5_000);
        await page.locator('.map-area').waitFor();
        await page.locator('.map-name').getByText('The only one').waitFor();
        expect(await page.locator('.leaflet-tile').count()).toBe(0);
        await page.getByRole('status').getByText('The only one').waitFor();
        expect(complaintsBesidesTheLine(page)).toEqual([]);
        await page.context().close();
      },
      60_000,
    );
});

testInChromium(
  'from right to left nothing sticks out, lies over something else or is found by axe',
  async () => {
    answers = 'tiles';
    await submitted(portal.app, city, { ...PLACE, service_code: 'LAMP', address_string: 'Rynek 1' });
    for (const path of ['', 'report', 'cases', 'widget', 'nothing']) {
      const page = await portal.visit(city, { path });
      await page.evaluate(`document.documentElement.dir = 'rtl'`);
      for (const viewport of [
        { width: 1280, height: 900 },
        { width: 360, height: 740 },
      ]) {
        await page.setViewportSize(viewport);
        await untilLoaded(page);
        const where = [path, viewport.width];
        expect([...where, await sidewaysOf(page)]).toEqual([...where, 0]);
        expect([...where, await page.evaluate(OVERLAPPING)]).toEqual([...where, []]);
        expect([...where, await findingsOn(page)]).toEqual([...where, []]);
        const folder = process.env['SIGNPOST_TEST_SCREENSHOTS'];
        if (folder !== undefined)
          await page.screenshot({ path: `${folder}/rtl-${path}-${viewport.width}.png`, fullPage: true });
      }
      await page.context().close();
    }
  },
  120_000,
);

/** Controls and headings that lie over another one, outside of the map. */
const OVERLAPPING = `(() => {
  const all = [...document.querySelectorAll('a, button, input, select, h1, h2, h3')].filter((one) =>
    !one.closest('.leaflet-container') && !one.classList.contains('skip') && one.checkVisibility());
  const boxes = all.map((one) => [one, one.getBoundingClientRect()]);
  return boxes.flatMap(([one, a]) => boxes.filter(([other, b]) =>
    one !== other && !one.contains(other) && !other.contains(one) &&
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
    .map(([other]) => one.outerHTML.slice(0, 80) + ' / ' + other.outerHTML.slice(0, 80)));
})()`;
