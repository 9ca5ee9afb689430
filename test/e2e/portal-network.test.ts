import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { complaintsOf, openPage, openPortal } from '../support/portal.ts';
import type { Portal } from '../support/portal.ts';
import { atStep, doStep, next, numberOn, walkTo } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';

/** A line that is cut: a report is neither lost nor doubled, by the count of the database. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let portal: Portal;
let city: TestCity;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  portal = await openPortal();
}, 60_000);
afterAll(async () => {
  if (HAS_CHROMIUM) await portal.stop();
});

/** A city of its own: its cases are counted. */
async function visit(path?: string): Promise<Page> {
  city = await createCity(portal.app.db);
  return portal.visit(city, path);
}

const SUBMISSIONS = '**/requests.json';

/** The server has read it and answered, and the answer is lost. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch();
  await route.abort();
}

describe('the line is cut', () => {
  for (const cutAt of ['service', 'place', 'details', 'contact', 'check'] as const)
    testInChromium(
      `at the step ${cutAt} and comes back: nothing that was typed is lost, and there is one case`,
      async () => {
        const page = await visit();
        await walkTo(page, cutAt);
        await page.context().setOffline(true);
        if (cutAt === 'details') await page.locator('#description').fill('typed without a line');
        if (cutAt === 'contact') await page.locator('#email').fill('anna@example.org');
        await page.context().setOffline(false);
        await walkTo(page, 'sent');
        expect(await numberOn(page)).toMatch(/^\d{8,}$/);
        expect(await portal.cases(city)).toBe(1);
        expect(complaintsOf(page)).toEqual([]);
        await page.context().close();
      },
      60_000,
    );

  testInChromium(
    'from the second step on: one gets to the end, is told why it waits, and it is sent by itself when the line is there again',
    async () => {
      const page = await visit();
      await doStep(page, 'service');
      await page.locator('.leaflet-container').waitFor();
      await page.context().setOffline(true);
      await walkTo(page, 'check');
      await next(page).click();
      await page.getByText('The connection was lost').waitFor();
      expect(await portal.cases(city)).toBe(0);
      await page.context().setOffline(false);
      await atStep(page, 'sent');
      expect(await portal.cases(city)).toBe(1);
      expect(await numberOn(page)).toMatch(/^\d{8,}$/);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'after the city has read it: sent again by the button under the same name, there is one case',
    async () => {
      const page = await visit();
      await walkTo(page, 'check');
      // A door in front of the city answers in its place, and asks for a wait that only the button can shorten.
      await page.route(
        SUBMISSIONS,
        async (route) => {
          await route.fetch();
          await route.fulfill({ status: 503, headers: { 'Retry-After': '600' }, body: '' });
        },
        { times: 1 },
      );
      await next(page).click();
      await page.getByRole('button', { name: 'Send again' }).waitFor();
      expect(await portal.cases(city)).toBe(1);
      // What may have arrived is not changed: neither here nor by another way to a step.
      expect(await page.getByRole('button', { name: 'Change' }).count()).toBe(0);
      await next(page).click();
      await atStep(page, 'sent');
      const answer = await fetch(
        `${portal.app.url}/open311/${city.jurisdiction_id}/v2/requests/${await numberOn(page)}.json`,
      );
      expect(await answer.json()).toMatchObject([{ description: 'The lamp is dark.' }]);
      expect(await portal.cases(city)).toBe(1);
      await page.context().close();
    },
    60_000,
  );

  testInChromium(
    'and the tab is closed: the next one sends it again by itself',
    async () => {
      const page = await visit();
      await walkTo(page, 'check');
      await page.route(SUBMISSIONS, loseAnswer);
      await next(page).click();
      await page.getByText('It is kept here').waitFor();
      const context = page.context();
      await page.close();
      const home = await openPage(context, `${portal.app.url}/${city.jurisdiction_id}/`);
      await home.getByRole('link', { name: 'Go on with it' }).click();
      await atStep(home, 'sent');
      expect(await numberOn(home)).toMatch(/^\d{8,}$/);
      expect(await portal.cases(city)).toBe(1);
      // The number is still there when the page is loaded again, and the draft is not.
      await home.reload();
      expect(await numberOn(home)).toMatch(/^\d{8,}$/);
      await home.getByRole('link', { name: 'Report something else' }).click();
      await atStep(home, 'service');
      expect(await home.locator('input:checked').count()).toBe(0);
      await context.close();
    },
    60_000,
  );

  testInChromium(
    'and two tabs wait with the same report: both end with the same number',
    async () => {
      const page = await visit();
      await walkTo(page, 'check');
      const context = page.context();
      const other = await openPage(context, page.url());
      await atStep(other, 'check');
      await context.route(SUBMISSIONS, loseAnswer);
      await next(page).click();
      await page.getByText('It is kept here').waitFor();
      await other.getByText('It is kept here').waitFor();
      await context.unroute(SUBMISSIONS);
      await Promise.all([atStep(page, 'sent'), atStep(other, 'sent')]);
      expect(await numberOn(page)).toBe(await numberOn(other));
      expect(await portal.cases(city)).toBe(1);
      await context.close();
    },
    60_000,
  );
});

testInChromium(
  'a second and third click on Send is none',
  async () => {
    const page = await visit();
    await walkTo(page, 'check');
    let calls = 0;
    await page.route(SUBMISSIONS, async (route) => {
      calls += 1;
      await route.continue();
    });
    await page.evaluate(`(() => {
      const button = [...document.querySelectorAll('form .buttons > .button')].at(-1);
      for (let click = 0; click < 3; click += 1) button.click();
    })()`);
    await atStep(page, 'sent');
    expect(calls).toBe(1);
    expect(await portal.cases(city)).toBe(1);
    await page.context().close();
  },
  60_000,
);

testInChromium(
  'a draft is there again in the next tab, whatever step the one before was closed at',
  async () => {
    let page = await visit();
    const context = page.context();
    for (const step of ['service', 'place', 'details', 'contact'] as const) {
      await doStep(page, step);
      const { pathname } = new URL(page.url());
      await page.close();
      page = await openPage(context, `${portal.app.url}${pathname}`);
      await page.locator('h1').waitFor();
      expect(new URL(page.url()).pathname).toBe(pathname);
    }
    await doStep(page, 'check');
    const kept = await portal.app.db('requests').where({ jurisdiction_id: city.jurisdiction_id });
    expect(kept).toMatchObject([{ description: 'The lamp is dark.', address: 'Lamp Street 7' }]);
    await context.close();
  },
  60_000,
);

testInChromium(
  'what one tab changes, the other one has; what one has sent, the other one shows',
  async () => {
    const page = await visit();
    await walkTo(page, 'details');
    const other = await openPage(page.context(), page.url());
    await atStep(other, 'details');
    await page.locator('#description').fill('typed in the first tab');
    await until(async () => (await other.locator('#description').inputValue()) === 'typed in the first tab');
    await walkTo(page, 'sent');
    await atStep(other, 'sent');
    expect(await numberOn(other)).toBe(await numberOn(page));
    expect(await portal.cases(city)).toBe(1);
    await page.context().close();
  },
  60_000,
);
