import type { Page } from 'playwright-core';
import { until } from './embedded-postgres.ts';

/** The steps of a report as a resident goes through them with a mouse, whatever language the page speaks. */
const STEPS = ['service', 'place', 'details', 'similar', 'contact', 'check', 'sent'] as const;
type Step = (typeof STEPS)[number];

/** Waits until a step is there: its address, and its heading or what it shows. */
export async function atStep(page: Page, step: Step): Promise<void> {
  await page.waitForURL(`**/report/${step}`);
  await page.locator('h1').waitFor();
}

/** The button that leads on: the last of a form. */
export const next = (page: Page) => page.locator('form .buttons > .button:not(.quiet)').last();

/** The address alone, where a test is not about the map. */
const ADDRESS = 'Lamp Street 7';

/** Says what a step asks for. */
export async function fillStep(page: Page, step: Step): Promise<void> {
  if (step === 'service') await page.locator('#service-LAMP').check();
  if (step === 'place') await page.locator('#address').fill(ADDRESS);
  if (step === 'details') await page.locator('#description').fill('The lamp is dark.');
}

/** Where each step leads to. Nothing is similar: an address alone cannot be compared. */
const AFTER: Partial<Record<Step, Step>> = {
  service: 'place',
  place: 'details',
  details: 'contact',
  contact: 'check',
  check: 'sent',
};

/** Leaves a step by its button, and waits for the one that it leads to. */
export async function leaveStep(page: Page, step: Step): Promise<void> {
  await next(page).click();
  await atStep(page, AFTER[step] ?? 'sent');
}

/** Goes on from the step that the page shows up to another one. */
export async function walkTo(page: Page, last: Step): Promise<void> {
  const shown = /report\/([a-z]+)/.exec(page.url())?.[1] ?? 'service';
  await page.locator('h1').waitFor();
  for (const step of STEPS.slice(
    STEPS.findIndex((one) => one === shown),
    STEPS.indexOf(last),
  ))
    if (step in AFTER) {
      await fillStep(page, step);
      await leaveStep(page, step);
    }
}

/** All that the browser keeps of drafts, as JSON. */
const keptDrafts = (page: Page) =>
  page.evaluate<string>(`new Promise((resolve) => {
    indexedDB.open('signpost').onsuccess = ({ target: { result } }) => {
      const asked = result.transaction('drafts').objectStore('drafts').getAll();
      asked.onsuccess = () => resolve(JSON.stringify(asked.result));
      result.close();
    };
  })`);

/** Until the browser keeps what was typed: it writes a moment after the press of a key, and nobody leaves a page sooner. */
export const untilKept = (page: Page, words: readonly string[]) =>
  until(async () => {
    const kept = await keptDrafts(page);
    return words.every((one) => kept.includes(one));
  });

/** Until the browser keeps no draft: it goes when its number is on the screen. */
export const untilNothingKept = (page: Page) => until(async () => (await keptDrafts(page)) === '[]');

/** The number that the last page shows, without its blanks. */
export async function numberOn(page: Page): Promise<string> {
  const shown = await page.locator('.case-number').textContent();
  return (shown ?? '').replace(/\D/g, '');
}
