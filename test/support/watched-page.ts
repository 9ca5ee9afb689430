import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a page in a context of its own; whatever it complains about, or loads from elsewhere, is kept. */
export async function openPage(
  browser: Browser,
  url: string,
  path: string,
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    if (![url, 'data:'].some((origin) => request.url().startsWith(origin)))
      complaints.push(`loads ${request.url()}`);
  });
  await page.goto(`${url}${path}`);
  return { page, context, complaints };
}

/** What axe finds in a page as it stands now, each with the place it is at. */
export async function findingsOfAxe(page: Page): Promise<string[]> {
  // Its source, since the pages allow no scripts but their own.
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target.join(' '))))`,
  );
}

/** How pages are looked at. */
export const LOOKS: [string, BrowserContextOptions][] = [
  ['wide and light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['wide and dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['narrow and light', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
];
