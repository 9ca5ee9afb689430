import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { until } from './embedded-postgres.ts';

const complaints = new WeakMap<Page, string[]>();

/**
 * What has gone wrong in a page since it was opened: errors, dialogs, what the content security policy has kept from happening, and
 * what was loaded from elsewhere.
 */
export const complaintsOf = (page: Page): readonly string[] => complaints.get(page) ?? ['was not watched'];

/** The same where a test has cut or refused calls, which the browser tells as well. */
export const complaintsBesidesTheLine = (page: Page): readonly string[] =>
  complaintsOf(page).filter((text) => !text.startsWith('Failed to load resource'));

/**
 * Opens a page in a context that is there already, as a second tab would, and watches it.
 * @param others the beginnings of addresses elsewhere that the page may load from
 */
export async function openTab(
  context: BrowserContext,
  url: string,
  others: readonly string[] = [],
): Promise<Page> {
  const page = await watchedTab(context, url, others);
  await page.goto(url);
  return page;
}

/** The same before it goes anywhere, for what is to be set before. */
export async function watchedTab(
  context: BrowserContext,
  url: string,
  others: readonly string[] = [],
): Promise<Page> {
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  const known = [`${new URL(url).origin}/`, 'data:', 'blob:', ...others];
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('dialog', (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
  page.on('request', (request) => {
    if (!known.some((origin) => request.url().startsWith(origin))) heard.push(`loads ${request.url()}`);
  });
  await page.addInitScript(`
    // By chance the SDK waits up to eight seconds before it tries again; here always the least.
    Math.random = () => 0;
    document.addEventListener('securitypolicyviolation', (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));
  `);
  return page;
}

/** Opens a page in a context of its own, and watches it. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await openTab(context, url);
  return { page, context, complaints: complaintsOf(page) };
}

/** Until a page has what it asks for: its heading is there, and nothing on it says any more that it is being loaded. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await until(async () => (await page.locator('[role=status]', { hasText: /…$/ }).count()) === 0);
}

/** What the pages keep to, and what axe advises beside it. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on a page as it is now, each with the element that it is about. */
export async function findingsOn(page: Page): Promise<string[]> {
  // Its source, since the pages allow no scripts but their own; once for each document.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  return page.evaluate<string[]>(`
    axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
        id + ': ' + html.slice(0, 200) + ' ' + [...any, ...all, ...none].map(({ message }) => message).join('; '))))`);
}

/** How many pixels a page can be scrolled sideways. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** How pages are looked at: wide and narrow, light and dark. */
export const WIDE_LOOKS: Look[] = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
];
export const NARROW_LOOKS: Look[] = [
  { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
];
/** Enough where words alone differ: colours are the same at any width, and widths in any colours. */
export const TWO_LOOKS: Look[] = [...WIDE_LOOKS.slice(0, 1), ...NARROW_LOOKS.slice(0, 1)];
type Look = { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' };

/**
 * What axe finds and what sticks out of a page, as it is now, in every way of looking at it: the same document is looked at, since
 * to load it anew takes longer than to look.
 */
export async function findingsInLooks(
  page: Page,
  looks: readonly Look[] = [...WIDE_LOOKS, ...NARROW_LOOKS],
): Promise<string[]> {
  const found: string[] = [];
  for (const { viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const look = `${viewport.width} pixels, ${colorScheme}:`;
    found.push(...(await findingsOn(page)).map((finding) => `${look} ${finding}`));
    const sideways = await sidewaysOf(page);
    if (sideways > 0) found.push(`${look} ${sideways} pixels stick out`);
  }
  return found;
}
