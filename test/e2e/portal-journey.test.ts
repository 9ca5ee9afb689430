import { join } from 'node:path';
import { beforeAll, describe, expect } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { replacePlaces } from '../../src/features/places/index.ts';
import { submitted } from '../support/calls.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, next, numberOn, walkTo } from '../support/portal-walk.ts';
import { ROOT } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsOf, sidewaysOf } from '../support/watched-page.ts';

/** From what is wrong to the number of the case, by mouse. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const PHOTO = join(ROOT, 'examples/report-a-case/lamp.jpg');

const portal = portalOfFile();
let city: TestCity;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  city = await createCity(portal.app.db);
  const place = { kind: 'address' as const, house_number: '7', locality: null, lat: 51.12, long: 17.04 };
  await portal.app.db.transaction((tx) =>
    replacePlaces(tx, city.jurisdiction_id, [{ name: 'Lamp Street', ...place }]),
  );
}, 60_000);

/** What a reader may set by WCAG 1.4.12. */
const SPACED = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.insertRule('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }');
  sheet.insertRule('p { margin-block-end: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
})()`;

/** A case as everybody reads it, with its answers. */
async function caseOf(number: string): Promise<Record<string, unknown>> {
  const path = `/open311/${city.jurisdiction_id}/v2/requests/${number}.json?extensions=true`;
  const [found] = (await (await fetch(`${portal.app.url}${path}`)).json()) as Record<string, unknown>[];
  return found ?? {};
}

const untilAddress = (page: Page, address: string) =>
  until(async () => (await page.locator('#address').inputValue()) === address);

/** The whole way with everything that can be said: words, every type of question, a photo, a name. */
async function reportHole(page: Page, look: (step: string) => Promise<void>): Promise<string> {
  await look('first');
  await page.locator('main a.button').click();
  await page.waitForURL('**/report');
  await page.locator('#search').fill('HOLE');
  await page.locator('label[for="service-HOLE"]').click();
  await look('service');
  await next(page).click();
  await atStep(page, 'place');
  await page.locator('#address').fill('lamp street 7');
  await page.locator('.places button').first().click();
  await page.locator('.leaflet-container .map-point').waitFor();
  await untilAddress(page, '7 Lamp Street');
  await look('place');
  await next(page).click();
  await atStep(page, 'details');
  await page.locator('#description').fill('A deep hole.');
  await page.locator('#question-SIZE').check();
  await page.locator('#question-LANE').check();
  await page.locator('#question-LANE-2').check();
  await page.locator('#question-DEPTH').fill('12,5');
  await page.locator('#question-SEEN').fill('2026-05-04T10:20');
  await page.locator('#question-SIGN').fill('A12');
  await page.locator('#question-STORY').fill('It grows.');
  await page.locator('#photos').setInputFiles(PHOTO);
  await page.locator('.photos img').waitFor();
  await look('details');
  await next(page).click();
  await atStep(page, 'contact');
  await page.locator('#email').fill('anna@example.org');
  await look('contact');
  await next(page).click();
  await atStep(page, 'check');
  await page.locator('.summary').getByText('A12').waitFor();
  // The hour that was typed, written as people do as soon as the questions have come.
  await page.locator('.summary').getByText('2026-05-04T').waitFor({ state: 'hidden' });
  await page
    .locator('.summary dd')
    .getByText(/2026.*10:20/)
    .waitFor();
  await look('check');
  await next(page).click();
  await atStep(page, 'sent');
  await look('sent');
  return numberOn(page);
}

describe('the whole way', () => {
  const ways: [string, BrowserContextOptions, string][] = [
    ['on a wide screen', {}, 'en'],
    ['at 320 pixels', { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true }, 'en'],
    ['at 400 % zoom', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }, 'en'],
    ['at 320 pixels with wide spacing of the text', { viewport: { width: 320, height: 568 } }, 'en'],
    ['in Polish', { locale: 'pl-PL' }, 'pl'],
    ['in Ukrainian', { locale: 'uk-UA' }, 'uk'],
  ];
  for (const [name, as, language] of ways)
    testInChromium(
      name,
      async () => {
        // What was reported before within the radius would be offered.
        await portal.app.db('requests').update({ status: 'closed' });
        const page = await portal.visit(city, { path: '', as });
        if (name.includes('spacing')) await page.evaluate(SPACED);
        const wide: [string, number][] = [];
        const headings = new Set<string>();
        const number = await reportHole(page, async (step) => {
          if ((await sidewaysOf(page)) > 0) wide.push([step, await sidewaysOf(page)]);
          headings.add((await page.locator('h1').textContent()) ?? '');
        });
        expect(wide).toEqual([]);
        expect(headings.size).toBe(7);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(complaintsOf(page)).toEqual([]);
        expect(await caseOf(number)).toMatchObject({
          description: 'A deep hole.',
          address: '7 Lamp Street',
          lat: 51.12,
          long: 17.04,
          media_url: expect.stringMatching(/\.jpg$/),
        });
        await page.context().close();
      },
      90_000,
    );
});

testInChromium(
  'a house number that the directory does not have stays, with the street as its point',
  async () => {
    const page = await portal.visit(city);
    await walkTo(page, 'place');
    await page.locator('#address').fill('lamp street 999');
    await page.locator('.places button').first().click();
    const note = page.getByText('directory does not have this number: the point is that of the street');
    await note.waitFor();
    expect(await page.locator('#address').inputValue()).toBe('999 Lamp Street');
    await page.locator('.leaflet-container').click({ position: { x: 150, y: 150 } });
    await note.waitFor({ state: 'detached' });
    expect(await page.locator('#address').inputValue()).toBe('999 Lamp Street');
    // While other words are looked up, what was found for the first is not offered.
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(
      /places\.json/,
      async (route) => {
        await held;
        await route.continue();
      },
      { times: 1 },
    );
    const asked = page.waitForRequest(/places\.json/);
    await page.locator('#address').fill('lamp street 7');
    await asked;
    expect(await page.locator('.places button').count()).toBe(0);
    answer();
    // A number that is there has its own point, and nothing is to be said of it.
    await page.locator('.places button').first().click();
    await untilAddress(page, '7 Lamp Street');
    await page.getByText('is chosen').waitFor();
    expect(await note.count()).toBe(0);
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  },
  60_000,
);

testInChromium(
  'the way back leads through the same steps with what was said, also by the browser’s own button',
  async () => {
    const page = await portal.visit(city, { path: 'report/service' });
    await walkTo(page, 'check');
    for (const step of ['contact', 'details', 'place', 'service'] as const) {
      await page.goBack();
      await atStep(page, step);
    }
    await page.goForward();
    await atStep(page, 'place');
    expect(await page.locator('#address').inputValue()).toBe('Lamp Street 7');
    await page.context().close();
  },
  60_000,
);

testInChromium(
  'whoever sees what others have reported can say so, and ends with the number of that case',
  async () => {
    const there = { service_code: 'LAMP', lat: '51.3', long: '17.2', description: 'The lamp is dark.' };
    const number = await submitted(portal.app, city, there);
    const page = await portal.visit(city, {
      as: {
        geolocation: { latitude: 51.3, longitude: 17.2001 },
        permissions: ['geolocation'],
      },
    });
    await page.locator('#service-LAMP').check();
    await next(page).click();
    await atStep(page, 'place');
    await page.getByRole('button', { name: 'Use my position' }).click();
    await page.getByText(/place .*is chosen/).waitFor();
    await next(page).click();
    await atStep(page, 'details');
    await page.locator('#description').fill('The lamp is dark.');
    await next(page).click();
    await atStep(page, 'similar');
    const before = await portal.cases(city);
    await page.getByRole('button', { name: 'I see it too' }).click();
    await page.getByRole('heading', { name: 'you see it too' }).waitFor();
    expect(await numberOn(page)).toBe(number);
    expect(await portal.cases(city)).toBe(before);
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  },
  60_000,
);

testInChromium(
  'a service that numbers later gives a token, one that tells nobody gives none',
  async () => {
    for (const [code, text] of [
      ['TREE', /will give it a number/],
      ['TIP', /have no number/],
    ] as const) {
      const page = await portal.visit(city);
      await page.locator(`#service-${code}`).check();
      await next(page).click();
      await atStep(page, 'place');
      await walkTo(page, 'sent');
      await page.getByText(text).waitFor();
      expect(await page.locator('.case-number').count()).toBe(0);
      expect(await page.locator('main code').count()).toBe(code === 'TREE' ? 1 : 0);
      await page.context().close();
    }
  },
  60_000,
);
