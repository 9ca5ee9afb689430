import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { HAS_CHROMIUM, launchChromium } from './chromium.ts';
import { createCity } from './city.ts';
import type { TestCity } from './city.ts';
import { until } from './embedded-postgres.ts';
import { startApp } from './http.ts';
import type { TestApp } from './http.ts';
import { openTab } from './watched-page.ts';

/** How a page of a city is opened; whatever is missing has a default. */
type Visit = {
  /** Such as `report/place`; by default where a report begins. */
  path?: string;
  as?: BrowserContextOptions;
  /** Where the server is found, when not by its own address. */
  url?: string;
  /** The beginnings of addresses elsewhere that the page may load from. */
  others?: readonly string[];
};

/** The pages for people, served in this process and seen in a Chromium without a window. */
export type Portal = {
  app: TestApp;
  browser: Browser;
  /** Opens a page of a city. Whatever is wrong with it is found by `complaintsOf`. */
  visit(city: TestCity, visit?: Visit): Promise<Page>;
  /** The same in a city that nobody else knows, whose cases can be counted. */
  visitNewCity(visit?: Visit & { city?: Parameters<typeof createCity>[1] }): Promise<{
    city: TestCity;
    page: Page;
  }>;
  /** How many cases a city has, by the database. */
  cases(city: TestCity): Promise<number>;
  stop(): Promise<void>;
};

/**
 * A portal for all tests of a file, where there is a Chromium: it is there in its tests, and stopped after them.
 * @param env settings of its server, known when it starts
 */
export function portalOfFile(env: () => Record<string, string> = () => ({})): Portal {
  const portal = {} as Portal;
  beforeAll(async () => {
    if (HAS_CHROMIUM) Object.assign(portal, await openPortal(env()));
  }, 60_000);
  afterAll(async () => {
    if (HAS_CHROMIUM) await portal.stop();
  });
  return portal;
}

async function openPortal(env: Record<string, string>): Promise<Portal> {
  const app = await startApp({ env });
  const browser = await launchChromium();
  const visit: Portal['visit'] = async (city, { path = 'report', as = {}, url = app.url, others } = {}) => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: WIDE, ...as });
    // A city is known to every process within a second.
    await until(async () => (await fetch(`${app.url}/${city.jurisdiction_id}/`)).ok);
    return openTab(context, `${url}/${city.jurisdiction_id}/${path}`, others);
  };
  return {
    app,
    browser,
    visit,
    async visitNewCity({ city: given, ...how } = {}) {
      const city = await createCity(app.db, given);
      return { city, page: await visit(city, how) };
    },
    async cases({ jurisdiction_id }) {
      const [row] = await app
        .db('requests')
        .where({ jurisdiction_id })
        .count<{ count: string }[]>('* as count');
      return Number(row?.count);
    },
    async stop() {
      await browser.close();
      await app.stop();
    },
  };
}

const WIDE = { width: 1280, height: 900 };
