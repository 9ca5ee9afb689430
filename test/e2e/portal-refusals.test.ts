import { describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { importAreas } from '../../src/features/areas/index.ts';
import { touchChangeset } from '../../src/features/jurisdictions/index.ts';
import { replacePlaces } from '../../src/features/places/index.ts';
import { submitted } from '../support/calls.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, next, walkTo } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsOf } from '../support/watched-page.ts';

/** What the city does not take is told where it can be mended; what somebody has typed runs nowhere. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const portal = portalOfFile();

/** Lets the next submission be answered with an error. */
const refuse = (page: Page, status: number, errors: object[], headers = {}) =>
  page.route('**/requests.json', (route) => route.fulfill({ status, headers, json: errors }), { times: 1 });

const fieldsAndSteps = [
  ['lat', 'place', '#address'],
  ['description', 'details', '#description'],
  ['media', 'details', '#photos'],
  ['email', 'contact', '#email'],
  ['service_code', 'service', '#search'],
] as const;

describe('a refusal', () => {
  testInChromium(
    'of a field leads to the step where it is mended, is told there, and is gone once it is mended',
    async () => {
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      for (const [field, step, control] of fieldsAndSteps) {
        const description = `The city does not like ${field}.`;
        await refuse(page, 400, [{ code: 400, type: 'invalid', description, field }]);
        await next(page).click();
        await page.locator('.error-summary:focus').getByRole('button', { name: description }).click();
        await atStep(page, step);
        await page.locator('.error-summary:focus').getByRole('link', { name: description }).click();
        await page.locator(`${control}:focus`).waitFor();
        await walkTo(page, 'check');
      }
      await walkTo(page, 'sent');
      expect(await portal.cases(city)).toBe(1);
      await page.context().close();
    },
    90_000,
  );

  testInChromium(
    'for too many cases tells how long to wait, and is tried again by itself',
    async () => {
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      const errors = [{ code: 429, type: 'too_many', description: 'Too many.' }];
      await page.clock.install();
      await refuse(page, 429, errors, { 'Retry-After': '40' });
      await next(page).click();
      await page.getByText('Next try in 40 seconds.').waitFor();
      // Timer by timer: the page sets its own only after it has drawn the words.
      await page.clock.runFor(41_000);
      await atStep(page, 'sent');
      expect(await portal.cases(city)).toBe(1);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'for photos that are too large, or that cannot be read, leads to the photos',
    async () => {
      const { page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      for (const [status, text] of [
        [413, 'too large for the city'],
        [415, 'cannot read one of the photos'],
      ] as const) {
        await refuse(page, status, [{ code: status, description: 'No.' }]);
        await next(page).click();
        await page.locator('.error-summary').getByText(text).click();
        await atStep(page, 'details');
        await walkTo(page, 'check');
      }
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'of a key that the city has revoked loses nothing: with the next key it is sent',
    async () => {
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      const keys = () => portal.app.db('api_keys').where({ jurisdiction_id: city.jurisdiction_id });
      await keys().andWhere({ label: 'Portal' }).update({ revoked_at: new Date() });
      await next(page).click();
      await page.getByRole('button', { name: 'Load the page again' }).waitFor();
      await page.getByRole('button', { name: 'Load the page again' }).click();
      await page.getByText('These pages take no cases at the moment').waitFor();
      await keys().andWhere({ label: 'Portal' }).update({ revoked_at: null });
      await page.reload();
      await walkTo(page, 'sent');
      expect(await portal.cases(city)).toBe(1);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'of a service that is not offered any more leads to the services, with all else kept',
    async () => {
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      await portal.app
        .db('services')
        .where({ jurisdiction_id: city.jurisdiction_id, service_code: 'LAMP' })
        .update({ active: false });
      await touchChangeset(portal.app.db, city.jurisdiction_id);
      const services = `${portal.app.url}/open311/${city.jurisdiction_id}/v2/services.json`;
      await until(async () => !(await (await fetch(services)).text()).includes('"LAMP"'));
      await next(page).click();
      await atStep(page, 'service');
      await page.locator('.error-summary').getByText('not offered any more').waitFor();
      await page.locator('#service-TREE').check();
      await next(page).click();
      await atStep(page, 'place');
      expect(await page.locator('#address').inputValue()).toBe('Lamp Street 7');
      await page.context().close();
    },
    60_000,
  );
});

const TRAP = `"><img src=x onerror="alert(1)"><script>alert(2)</script><b onclick=alert(3)>{{7*7}}`;

testInChromium(
  'scripts in the names of services, groups, questions, answers, areas, places and cases run nowhere',
  async () => {
    const names = { en: TRAP };
    const city = await createCity(portal.app.db, {
      services: [
        {
          service_code: 'LAMP',
          names,
          descriptions: names,
          notices: names,
          keywords: TRAP,
          attributes: [
            { code: 'A', datatype: 'singlevaluelist', descriptions: names, values: [{ key: TRAP, names }] },
            { code: 'B', datatype: 'string', descriptions: names, datatype_descriptions: names },
            { code: 'C', datatype: 'string', variable: false, descriptions: names },
          ],
        },
      ],
    });
    const { jurisdiction_id } = city;
    const [west, south] = [16.9, 51];
    const ring = [
      [west, south],
      [17.2, south],
      [17.2, 51.2],
      [west, 51.2],
      [west, south],
    ];
    const district = {
      type: 'Feature',
      properties: { name: TRAP },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    await importAreas(portal.app.db, {
      jurisdiction_id,
      kind: 'district',
      defaultName: TRAP,
      nameProperty: 'name',
      text: JSON.stringify({ type: 'FeatureCollection', features: [district] }),
    });
    const place = { kind: 'street' as const, house_number: null, locality: TRAP, lat: 51.1, long: 17 };
    await portal.app.db.transaction((tx) =>
      replacePlaces(tx, jurisdiction_id, [{ name: `Trap ${TRAP}`, ...place }]),
    );
    const page = await portal.visit(city);
    await submitted(portal.app, city, { service_code: 'LAMP', lat: '51.1', long: '17', description: TRAP });
    await page.locator('#search').fill(TRAP.slice(2, 6));
    await page.locator('#service-LAMP').check();
    await next(page).click();
    await atStep(page, 'place');
    await page.locator('#address').fill('Trap');
    await page.locator('.places button').first().click();
    await page.locator('.map-point').waitFor();
    await page.getByText(/is chosen\./).waitFor();
    await next(page).click();
    await atStep(page, 'details');
    await page.locator('#description').fill(TRAP);
    await page.locator('#question-A').check();
    await page.locator('#question-B').fill(TRAP);
    await page
      .locator('#photos')
      .setInputFiles({ name: `${TRAP}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from('x') });
    await page.locator('.field-error').getByText('is no picture').waitFor();
    await next(page).click();
    await atStep(page, 'similar');
    await page.locator('.similar li').first().waitFor();
    await next(page).click();
    await atStep(page, 'contact');
    await page.locator('#first_name').fill(TRAP);
    await next(page).click();
    await atStep(page, 'check');
    await page.locator('.summary').getByText(TRAP).first().waitFor();
    await next(page).click();
    await atStep(page, 'sent');
    await page.locator('.notice').getByText(TRAP).waitFor();
    expect(await page.locator('img[src=x], main script, b').count()).toBe(0);
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  },
  90_000,
);
