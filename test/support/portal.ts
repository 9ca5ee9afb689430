import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import type { TestCity } from './city.ts';
import { until } from './embedded-postgres.ts';
import { startApp } from './http.ts';
import type { TestApp } from './http.ts';

/** The pages for people, served in this process and seen in a Chromium without a window. */
export type Portal = {
  app: TestApp;
  browser: Browser;
  /** Opens a page of a city, such as `report/place`. Whatever is wrong with it is found by `complaintsOf`. */
  visit(city: TestCity, path?: string, as?: BrowserContextOptions): Promise<Page>;
  /** How many cases a city has, by the database. */
  cases(city: TestCity): Promise<number>;
  stop(): Promise<void>;
};

export async function openPortal(given: Parameters<typeof startApp>[0] = {}): Promise<Portal> {
  const app = await startApp(given);
  const browser = await launchChromium();
  return {
    app,
    browser,
    async visit(city, path = 'report', as = {}) {
      const context = await browser.newContext({ locale: 'en-GB', viewport: WIDE, ...as });
      const url = `${app.url}/${city.jurisdiction_id}/${path}`;
      // A city is known to every process within a second.
      await until(async () => (await fetch(`${app.url}/${city.jurisdiction_id}/`)).ok);
      return openPage(context, url);
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

const complaints = new WeakMap<Page, string[]>();

/** Errors, dialogs and what the content security policy has kept from happening, since the page was opened. */
export const complaintsOf = (page: Page): readonly string[] => complaints.get(page) ?? ['was not watched'];

/** Opens a page in a context that is there already, as a second tab would. */
export async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('dialog', (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // A call that was cut or refused by the test is told by the browser as well.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
      heard.push(message.text());
  });
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));
  `);
  await page.goto(url);
  return page;
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on a page as it is, each with the element that it is about. */
export async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`
    axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
        id + ': ' + html.slice(0, 200) + ' ' + [...any, ...all, ...none].map(({ message }) => message).join('; '))))`);
}

/** How many pixels a page can be scrolled sideways. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
