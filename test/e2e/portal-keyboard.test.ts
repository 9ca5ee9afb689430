import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { quarters } from '../support/pictures.ts';
import { portalOfFile } from '../support/portal.ts';
import { atStep, numberOn } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import { complaintsOf } from '../support/watched-page.ts';

/** The whole way with nothing but keys. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const portal = portalOfFile();
let city: TestCity;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  city = await createCity(portal.app.db);
}, 60_000);

type Focused = { id: string; name: string; text: string; seen: boolean; covered: boolean };

/** What has the focus, whether that is seen, and whether something lies over its middle. */
const focused = (page: Page) =>
  page.evaluate<Focused>(`(() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const { left, top, width, height } = one.getBoundingClientRect();
    const above = document.elementFromPoint(left + Math.min(width, 200) / 2, top + Math.min(height, 200) / 2);
    return {
      id: one.id,
      name: one.tagName.toLowerCase(),
      text: one.textContent.trim().slice(0, 60),
      seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      covered: !(above !== null && (one.contains(above) || above.contains(one))),
    };
  })()`);

/** Tabs until something is reached; all that is passed must be seen to have the focus. */
async function tabTo(page: Page, isIt: (one: Focused) => boolean): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < 60; tabs += 1) {
    await page.keyboard.press('Tab');
    const one = await focused(page);
    passed.push(`${one.name}#${one.id} ${one.text}`);
    expect({ ...one, seen: true, covered: false }).toEqual(one);
    if (isIt(one)) return;
  }
  throw new Error(`not reached by Tab: ${passed.join(', ')}`);
}

const dot = async () => ({
  name: 'dot.png',
  mimeType: 'image/png',
  buffer: await quarters().png().toBuffer(),
});

const byId = (id: string) => (one: Focused) => one.id === id;
const byText = (text: string) => (one: Focused) => one.name === 'button' && one.text.startsWith(text);

/** A new page begins at its heading. */
async function expectHeading(page: Page, step: Parameters<typeof atStep>[1]): Promise<void> {
  await atStep(page, step);
  await page.locator('h1:focus').waitFor();
}

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
])
  testInChromium(
    `by keyboard alone at ${viewport.width} pixels: the focus is seen, begins at each heading, and reaches the number`,
    async () => {
      const city = await createCity(portal.app.db);
      const page = await portal.visit(city, { path: '', as: { viewport } });
      // The first stop of every page leads over what stands on all of them.
      await page.locator('h1').waitFor();
      await page.keyboard.press('Tab');
      expect((await focused(page)).text).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await tabTo(page, ({ text }) => text === 'Report a case');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/report');
      await page.locator('h1:focus').waitFor();

      await tabTo(page, byId('search'));
      await page.keyboard.type('hole');
      await page.getByText('1 kind of case').waitFor();
      await tabTo(page, byId('service-HOLE'));
      await page.keyboard.press('Space');
      await tabTo(page, byText('Continue'));
      await page.keyboard.press('Enter');

      // The map: moved with arrows, and its middle taken.
      await expectHeading(page, 'place');
      await page.locator('.leaflet-container').waitFor();
      await tabTo(page, ({ name, id }) => name === 'div' && id === '');
      await page.keyboard.press('ArrowRight');
      await tabTo(page, byText('Take the place in the middle'));
      await page.keyboard.press('Enter');
      await page.getByText('is chosen').waitFor();
      await tabTo(page, byText('Continue'));
      await page.keyboard.press('Enter');

      // A question that was passed over is named, and its link leads there.
      await expectHeading(page, 'details');
      await page.locator('#question-SIZE').waitFor();
      await tabTo(page, byText('Continue'));
      await page.keyboard.press('Enter');
      await page.locator('.error-summary:focus').waitFor();
      await tabTo(page, ({ name }) => name === 'a');
      await page.keyboard.press('Enter');
      await page.locator('#question-SIZE:focus').waitFor();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowDown');
      await page.locator('#question-SIZE-1:focus').waitFor();
      await tabTo(page, byId('photos'));
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
      await chooser.setFiles(await dot());
      await page.getByRole('button', { name: 'Remove dot.png' }).waitFor();
      await tabTo(page, byText('Continue'));
      await page.keyboard.press('Enter');

      await expectHeading(page, 'contact');
      await tabTo(page, byId('email'));
      await page.keyboard.type('nobody');
      await page.keyboard.press('Enter');
      await page.locator('.error-summary:focus').waitFor();
      await tabTo(page, byId('email'));
      await page.keyboard.press('End');
      await page.keyboard.type('@example.org');
      await page.keyboard.press('Enter');

      await expectHeading(page, 'check');
      await tabTo(page, byText('Send'));
      await page.keyboard.press('Enter');
      await expectHeading(page, 'sent');
      expect(await numberOn(page)).toMatch(/^\d{8,}$/);
      const kept = await portal.app.db('request_reporters').where({ jurisdiction_id: city.jurisdiction_id });
      expect(kept).toMatchObject([{ email: 'nobody@example.org' }]);
      await tabTo(page, ({ name, text }) => name === 'a' && text === 'See the case');
      await page.keyboard.press('Enter');
      await page.locator('.case-photos img').waitFor();
      expect(complaintsOf(page)).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

testInChromium(
  'whoever removes a photo is not thrown to the top of the page',
  async () => {
    const page = await portal.visit(city);
    await page.locator('#service-LAMP').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await atStep(page, 'place');
    await page.locator('#address').fill('Lamp Street');
    await page.keyboard.press('Enter');
    await atStep(page, 'details');
    await page.locator('#photos').setInputFiles(await dot());
    await page.getByRole('button', { name: 'Remove dot.png' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#photos:focus').waitFor();
    await page.context().close();
  },
  60_000,
);
