import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import { quarters } from '../support/pictures.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, next, walkTo } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsOf } from '../support/watched-page.ts';

/** What people bring that is not what was meant: told in plain words, nothing lost. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const portal = portalOfFile();
let folder: string;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  folder = await mkdtemp(join(tmpdir(), 'signpost-photos-'));
}, 60_000);
afterAll(async () => {
  if (!HAS_CHROMIUM) return;
  await rm(folder, { recursive: true });
});

const small = async (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await quarters().png().toBuffer(),
});

/** Keeps all that a page shows of what has left: none of it stays for long. */
const PARTS = `(() => {
  window.parts = [];
  const look = () => document.querySelectorAll('progress').forEach(({ value }) => window.parts.push(value));
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()`;

describe('photos', () => {
  testInChromium(
    'one of 60 MB is made small on the device, and arrives',
    async () => {
      // A picture with something behind it that no decoder reads, as large as cameras make them.
      const path = join(folder, 'large.jpg');
      const picture = await quarters(4000, 3000).jpeg().toBuffer();
      await writeFile(path, Buffer.concat([picture, randomBytes(60_000_000)]));
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'details');
      await page.locator('#photos').setInputFiles(path);
      await page.locator('.photos img').waitFor();
      let bytes = 0;
      page.on('request', (request) => (bytes += request.postDataBuffer()?.length ?? 0));
      await walkTo(page, 'sent');
      expect(bytes).toBeLessThan(500_000);
      expect(await portal.app.db('media').where({ jurisdiction_id: city.jurisdiction_id })).toHaveLength(1);
      await page.context().close();
    },
    90_000,
  );

  testInChromium(
    'show on the way how much of them has left',
    async () => {
      const noise = { width: 1200, height: 900, channels: 3 as const };
      const buffer = await sharp(randomBytes(1200 * 900 * 3), { raw: noise })
        .jpeg({ quality: 90 })
        .toBuffer();
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'details');
      await page.locator('#photos').setInputFiles({ name: 'noise.jpg', mimeType: 'image/jpeg', buffer });
      await page.locator('.photos img').waitFor();
      await walkTo(page, 'check');
      const tools = await page.context().newCDPSession(page);
      const uploadThroughput = 1_000_000;
      const line = { offline: false, latency: 20, downloadThroughput: 1_000_000, uploadThroughput };
      await tools.send('Network.emulateNetworkConditions', line);
      await page.evaluate(PARTS);
      await next(page).click();
      await atStep(page, 'sent');
      const parts = await page.evaluate<number[]>('window.parts');
      expect(parts.filter((part) => part > 0 && part < 1)).not.toEqual([]);
      expect(await portal.cases(city)).toBe(1);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'of which one is a HEIC, one is none at all and six are too many: each is named, and the others stay',
    async () => {
      const { page } = await portal.visitNewCity();
      await walkTo(page, 'details');
      const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
      await page
        .locator('#photos')
        .setInputFiles([
          { name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic },
          { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('a shopping list') },
          await small('one.png'),
        ]);
      await page.getByText(/IMG_1\.HEIC is in Apple’s HEIC format/).waitFor();
      await page.getByText('notes.jpg is no picture').waitFor();
      expect(await page.locator('.photos li').count()).toBe(1);
      await page
        .locator('#photos')
        .setInputFiles(await Promise.all(['2', '3', '4', '5', '6'].map((name) => small(`${name}.png`))));
      await page.getByText('Five photos are enough').waitFor();
      await page.getByText('Photos: 5').waitFor();
      expect(await page.locator('.photos li').count()).toBe(5);
      await page.context().close();
    },
    60_000,
  );
});

describe('a place', () => {
  /** How the browser answers when it is asked for the position. */
  const answering = (body: string) =>
    `navigator.geolocation.getCurrentPosition = (found, failed) => { ${body} };`;
  const locate = async (page: Page, body: string) => {
    await page.evaluate(answering(body));
    await page.getByRole('button', { name: 'Use my position' }).click();
  };

  testInChromium(
    'whose position is refused, lost or outside of the city is told, and the address does it',
    async () => {
      const { page } = await portal.visitNewCity();
      await walkTo(page, 'place');
      await locate(page, 'failed({ code: 1, PERMISSION_DENIED: 1 })');
      await page.getByText('does not tell these pages where you are').waitFor();
      await locate(page, 'failed({ code: 3, PERMISSION_DENIED: 1 })');
      await page.getByText('could not be found').waitFor();
      await locate(page, 'found({ coords: { latitude: 40, longitude: -3 } })');
      await page.getByText('outside of the city').waitFor();
      await next(page).click();
      await page.locator('.error-summary:focus').getByText('outside of the city').waitFor();
      await locate(page, 'found({ coords: { latitude: 51.1, longitude: 17 } })');
      await page.getByText('is chosen').waitFor();
      await next(page).click();
      await atStep(page, 'details');
      expect(complaintsOf(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'whose position comes after another one was chosen does not take its place',
    async () => {
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'place');
      await locate(page, 'window.late = () => found({ coords: { latitude: 51.5, longitude: 17.4 } })');
      await page.locator('.leaflet-container').waitFor();
      await page.getByRole('button', { name: 'the middle of the map' }).click();
      await page.getByText('is chosen').waitFor();
      await page.evaluate('window.late()');
      await walkTo(page, 'sent');
      const kept = await portal.app.db('requests').where({ jurisdiction_id: city.jurisdiction_id });
      expect(kept).toMatchObject([{ lat: expect.closeTo(51.1, 1) }]);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'in a city without areas and without groups of services is a place all the same',
    async () => {
      const city = await createCity(portal.app.db, { outline: null, services: [{ service_code: 'LAMP' }] });
      await portal.app
        .db('services')
        .where({ jurisdiction_id: city.jurisdiction_id })
        .update({ group_code: null });
      const page = await portal.visit(city);
      await page.getByRole('heading', { name: 'Other' }).waitFor();
      await walkTo(page, 'place');
      await page.locator('.leaflet-container').waitFor();
      await locate(page, 'found({ coords: { latitude: 51.1, longitude: 17 } })');
      await page.getByText('A place is chosen.').waitFor();
      await walkTo(page, 'sent');
      expect(await portal.cases(city)).toBe(1);
      expect(complaintsOf(page)).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
});

testInChromium(
  'a city without services says so',
  async () => {
    const { page } = await portal.visitNewCity({ city: { services: [] } });
    await page.getByText('has not yet said').waitFor();
    await page.context().close();
  },
  60_000,
);
