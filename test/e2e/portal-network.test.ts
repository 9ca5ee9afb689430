import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { replacePlaces } from '../../src/features/places/index.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { openLine } from '../support/line.ts';
import type { Line } from '../support/line.ts';
import { portalOfFile } from '../support/portal.ts';
import {
  atStep,
  fillStep,
  leaveStep,
  next,
  numberOn,
  untilKept,
  untilNothingKept,
  walkTo,
} from '../support/portal-walk.ts';
import { ROOT } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsBesidesTheLine, openTab } from '../support/watched-page.ts';

/** A line that is cut: a report is neither lost nor doubled, by the count of the database. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const PHOTO = join(ROOT, 'examples/report-a-case/lamp.jpg');

const portal = portalOfFile();
let line: Line;

beforeAll(async () => {
  if (HAS_CHROMIUM) line = await openLine(portal.app.url);
});
afterAll(async () => {
  if (HAS_CHROMIUM) await line.stop();
});

const SUBMISSIONS = '**/requests.json';

/** The server has read it and answered, and the answer is lost, also when the tab is closed over it. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch().catch(() => undefined);
  await route.abort().catch(() => undefined);
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const offline = (page: Page) => page.getByText('There is no connection to the city right now.').waitFor();
const again = (page: Page) => page.getByRole('button', { name: 'Try again' }).click();

/** How a line goes and comes back, and what a resident does then. */
const CUTS = [
  {
    name: 'the server is gone, and the resident presses on',
    cut: () => line.cut(),
    /** Nobody tells the browser that the server is back. */
    back: async (page: Page, press: (page: Page) => Promise<unknown>) => {
      line.mend();
      await press(page);
    },
  },
  {
    name: 'the phone has no signal, and the resident waits',
    cut: async (page: Page) => {
      line.cut();
      await page.context().setOffline(true);
    },
    back: async (page: Page) => {
      line.mend();
      await page.context().setOffline(false);
    },
  },
];

/** Does what makes the page ask for something, and cuts the line while that is on its way. */
async function cutWhile(
  cut: (page: Page) => unknown,
  page: Page,
  asked: RegExp,
  ask: () => Promise<unknown>,
): Promise<void> {
  const onItsWay = line.hold(asked);
  await ask();
  await onItsWay;
  await cut(page);
}

describe('the line is cut at every step of one report', () => {
  for (const { name, cut, back } of CUTS)
    testInChromium(
      `${name}: nothing that was typed is lost, and there is one case`,
      async () => {
        const city = await createCity(portal.app.db);
        const { jurisdiction_id } = city;
        const lamp = { kind: 'address' as const, house_number: '7', locality: null, lat: 51.12, long: 17.04 };
        await portal.app.db.transaction((tx) =>
          replacePlaces(tx, jurisdiction_id, [{ name: 'Lamp Street', ...lamp }]),
        );
        const page = await portal.visit(city, { path: '', url: line.url });
        const waits = name.includes('waits');

        // The form itself does not come.
        const begin = page.getByRole('main').getByRole('link', { name: 'Report a case' });
        await cutWhile(cut, page, /\/assets\/report/, () => begin.click());
        await title(page, 'This page could not be loaded');
        await offline(page);
        // It comes, and the services do not.
        const services = line.hold(/services\.json/);
        await back(page, again);
        await services;
        await cut(page);
        await title(page, 'Report a case');
        await offline(page);
        await back(page, again);

        // Words are looked for in what is there already.
        await page.locator('#service-HOLE').waitFor();
        await cut(page);
        await page.locator('#search').fill('hole');
        await page.getByText('1 kind of case').waitFor();
        await page.locator('#service-HOLE').check();
        await next(page).click();

        // The map does not come, and then not what it is asked.
        await atStep(page, 'place');
        await offline(page);
        await page.locator('#address').fill('lamp street 7');
        await page.getByText('Places cannot be looked up').waitFor();
        await untilKept(page, ['lamp street 7']);
        await back(page, again);
        if (waits) {
          await page.locator('.places button').first().waitFor();
          await cutWhile(cut, page, /locations/, () => page.locator('.places button').first().click());
        } else {
          // Loaded anew, with what was typed.
          await page.locator('.leaflet-container').waitFor();
          expect(await page.locator('#address').inputValue()).toBe('lamp street 7');
          await page.locator('.leaflet-container').focus();
          await page.keyboard.press('ArrowRight');
          const middle = page.getByRole('button', { name: 'the middle of the map' });
          await cutWhile(cut, page, /locations/, () => middle.click());
        }
        await page.getByText('A place is chosen.').waitFor();
        const address = await page.locator('#address').inputValue();
        await back(page, () => Promise.resolve());

        // The questions do not come; words and a photo need none.
        await cutWhile(cut, page, /services\/HOLE/, () => next(page).click());
        await atStep(page, 'details');
        await page.locator('#description').fill('Typed without a line.');
        await page.locator('#photos').setInputFiles(PHOTO);
        await page.locator('.photos img').waitFor();
        await offline(page);
        await back(page, again);
        await page.locator('#question-SIZE-1').check();

        // Whether others have reported it is not found out, and holds nobody up.
        await cutWhile(cut, page, /duplicates/, () => next(page).click());
        await atStep(page, 'contact');
        await page.locator('#email').fill('anna@example.org');
        await next(page).click();

        // What was said is there, in the words of the city as soon as they are.
        await atStep(page, 'check');
        for (const said of ['Typed without a line.', address, 'large', 'anna@example.org'])
          await page.locator('.summary').getByText(said, { exact: true }).waitFor();
        await offline(page);
        await back(page, again);
        await page.locator('.summary').getByText('The large one').waitFor();

        // The photo is on its way: nothing has arrived.
        await cutWhile(cut, page, /requests\.json/, () => next(page).click());
        await page.getByText('The connection was lost').waitFor();
        expect(await portal.cases(city)).toBe(0);
        // It has arrived, and its answer breaks off in the middle.
        line.breakAnswer(/requests\.json/);
        // On a slow machine the page has sent it again by itself before the button is pressed.
        const sendAgain = page.getByRole('button', { name: 'Send again' });
        await back(page, () => sendAgain.or(page.locator('.case-number')).click());
        await until(async () => (await portal.cases(city)) === 1);
        await atStep(page, 'sent');
        const number = await numberOn(page);

        // The page of the case does not come.
        const follow = page.getByRole('link', { name: 'See the case' });
        await cutWhile(cut, page, /\/assets\/case-/, () => follow.click());
        await title(page, 'This page could not be loaded');
        await back(page, again);
        await page.getByRole('heading', { level: 1, name: 'Case' }).waitFor();
        expect(page.url()).toBe(`${line.url}/${jurisdiction_id}/cases/${number}`);
        await page.getByText('Typed without a line.').first().waitFor();

        const kept = (table: string) => portal.app.db(table).where({ jurisdiction_id });
        expect(await kept('requests')).toMatchObject([
          { service_code: 'HOLE', description: 'Typed without a line.', address },
        ]);
        expect(await kept('request_reporters')).toMatchObject([{ email: 'anna@example.org' }]);
        expect(await kept('media')).toHaveLength(1);
        expect(complaintsBesidesTheLine(page)).toEqual([]);
        await page.context().close();
      },
      120_000,
    );
});

describe('the line is cut', () => {
  testInChromium(
    'after the city has read it: sent again by the button under the same name, there is one case',
    async () => {
      const { city, page } = await portal.visitNewCity();
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
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      await page.route(SUBMISSIONS, loseAnswer);
      await next(page).click();
      await page.getByText('It is kept here').waitFor();
      // It has arrived, and the tab does not know.
      await until(async () => (await portal.cases(city)) === 1);
      const context = page.context();
      await page.close();
      const home = await openTab(context, `${portal.app.url}/${city.jurisdiction_id}/`);
      await home.getByRole('link', { name: 'Go on with it' }).click();
      await atStep(home, 'sent');
      expect(await numberOn(home)).toMatch(/^\d{8,}$/);
      expect(await portal.cases(city)).toBe(1);
      // The number is still there when the page is loaded again, and the draft is not.
      await untilNothingKept(home);
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
      const { city, page } = await portal.visitNewCity();
      await walkTo(page, 'check');
      const context = page.context();
      const other = await openTab(context, page.url());
      await atStep(other, 'check');
      await context.route(SUBMISSIONS, loseAnswer);
      await next(page).click();
      await page.getByText('It is kept here').waitFor();
      await other.getByText('It is kept here').waitFor();
      await context.unrouteAll({ behavior: 'wait' });
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
    const { city, page } = await portal.visitNewCity();
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

/** What the draft holds once a step is filled in. */
const TYPED = {
  service: ['LAMP'],
  place: ['Lamp Street 7'],
  details: ['The lamp is dark.', '"photos":[{'],
  contact: ['anna@example.org'],
  check: [],
};

testInChromium(
  'whatever step a tab is closed at, before anything was pressed: the next one has what was typed',
  async () => {
    const visited = await portal.visitNewCity({ path: '' });
    const { city } = visited;
    let { page } = visited;
    const context = page.context();
    const closeAndOpen = async () => {
      const url = page.url();
      await page.close();
      page = await openTab(context, url);
      await page.locator('h1').waitFor();
      expect(page.url()).toBe(url);
    };
    await closeAndOpen();
    await page.getByRole('main').getByRole('link', { name: 'Report a case' }).click();
    for (const step of ['service', 'place', 'details', 'contact', 'check'] as const) {
      await page.locator('form').waitFor();
      await fillStep(page, step);
      if (step === 'details') {
        await page.locator('#photos').setInputFiles(PHOTO);
        await page.locator('.photos img').waitFor();
      }
      if (step === 'contact') await page.locator('#email').fill('anna@example.org');
      await untilKept(page, TYPED[step]);
      await closeAndOpen();
      await leaveStep(page, step);
    }
    const kept = (table: string) => portal.app.db(table).where({ jurisdiction_id: city.jurisdiction_id });
    expect(await kept('requests')).toMatchObject([
      { description: 'The lamp is dark.', address: 'Lamp Street 7' },
    ]);
    expect(await kept('request_reporters')).toMatchObject([{ email: 'anna@example.org' }]);
    expect(await kept('media')).toHaveLength(1);
    // The number belongs to the tab that has got it; the next one begins anew, and sends nothing.
    await untilNothingKept(page);
    await page.close();
    page = await openTab(context, `${portal.app.url}/${city.jurisdiction_id}/report/check`);
    await atStep(page, 'service');
    expect(await portal.cases(city)).toBe(1);
    await context.close();
  },
  60_000,
);

testInChromium(
  'what one tab changes, the other one has; what one has sent, the other one shows',
  async () => {
    const { city, page } = await portal.visitNewCity();
    await walkTo(page, 'details');
    const other = await openTab(page.context(), page.url());
    await atStep(other, 'details');
    await page.locator('#description').fill('typed in the first tab');
    await until(async () => (await other.locator('#description').inputValue()) === 'typed in the first tab');
    // It comes late to what is kept, as a tab in the background does.
    await other.evaluate('IDBObjectStore.prototype.get = () => ({})');
    await walkTo(page, 'sent');
    await atStep(other, 'sent');
    expect(await numberOn(other)).toBe(await numberOn(page));
    expect(await portal.cases(city)).toBe(1);
    await page.context().close();
  },
  60_000,
);
