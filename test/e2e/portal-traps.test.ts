import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { decideKeyRequest } from '../../src/features/accounts/index.ts';
import { importAreas } from '../../src/features/areas/index.ts';
import { setPortal } from '../../src/features/jurisdictions/index.ts';
import { importPlaces } from '../../src/features/places/index.ts';
import { changeStatus, locateCase } from '../../src/features/requests/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { submitted } from '../support/calls.ts';
import { HAS_CHROMIUM, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startMailServer, tokenIn } from '../support/mail-server.ts';
import type { MailServer } from '../support/mail-server.ts';
import { portalOfFile } from '../support/portal.ts';
import { leaveStep, next, untilKept, walkTo } from '../support/portal-walk.ts';
import { testWhen } from '../support/skip.ts';
import { PLACE } from '../support/submit.ts';
import { complaintsBesidesTheLine, openTab, untilLoaded } from '../support/watched-page.ts';

/** Every text that a city, a resident or a developer can say is a trap, and no page falls into it. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

const RUN = `t=1`;
/** Runs wherever it is taken for HTML, for the end of an attribute or of a script, for an address, or for a template. */
const TRAP = `"'><img src=x onerror="${RUN}"><script>${RUN}</script><a href="javascript:${RUN}">{{${RUN}}}`;

/** Where a server of tiles would be. */
const NO_TILES = ['http://127.0.0.1:9'];

let city: TestCity;
let mails: MailServer;
let folder: string;
let number: string;

beforeAll(async () => {
  mails = await startMailServer();
});
const portal = portalOfFile(() => ({
  SIGNPOST_SMTP_URL: mails.url,
  SIGNPOST_MAIL_FROM: 'City <portal@city.example>',
  SIGNPOST_PUBLIC_URL: 'https://api.city.example',
}));
beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  folder = await mkdtemp(join(tmpdir(), 'signpost-traps-'));
  const { app } = portal;
  app.work();
  const trapped = {
    names: { en: `Service ${TRAP}` },
    descriptions: { en: `About ${TRAP}` },
    notices: { en: `Notice ${TRAP}` },
    agency: `Agency ${TRAP}`,
  };
  const list = ['a', 'b'].map((key) => ({ key, names: { en: `${key} ${TRAP}` } }));
  const asked = { descriptions: { en: `Question ${TRAP}` }, datatype_descriptions: { en: `Hint ${TRAP}` } };
  city = await createCity(app.db, {
    services: [
      {
        ...trapped,
        service_code: 'LAMP',
        attributes: [
          { ...asked, code: 'NOTE', datatype: 'string', variable: false },
          { ...asked, code: 'ONE', datatype: 'singlevaluelist', values: list },
          { ...asked, code: 'SOME', datatype: 'multivaluelist', values: list },
          { ...asked, code: 'WORDS', datatype: 'string' },
        ],
      },
      { ...trapped, service_code: 'TREE', type: 'batch' },
    ],
  });
  const { jurisdiction_id } = city;
  await app
    .db('service_groups')
    .where({ jurisdiction_id })
    .update({ names: { en: `Group ${TRAP}` } });
  await app
    .db('jurisdictions')
    .where({ jurisdiction_id })
    .update({ name: `Name ${TRAP}`, contact: `Contact ${TRAP}` });
  const square = [16.5, 17.5, 17.5, 16.5, 16.5].map((long, at) => [long, at === 2 || at === 3 ? 51.6 : 50.6]);
  await importAreas(app.db, {
    jurisdiction_id,
    kind: 'district',
    defaultName: `Area ${TRAP}`,
    text: JSON.stringify({ type: 'Polygon', coordinates: [square] }),
  });
  const places = join(folder, 'places.csv');
  await writeFile(places, `name,kind,lat,long\n"Trapstreet ${TRAP.replaceAll('"', '""')}",street,51.1,17\n`);
  expect(await importPlaces(app.db, { jurisdiction_id, path: places })).toMatchObject({ imported: 1 });
  const logo = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#1d4ed8' } })
    .withExif({ IFD0: { Copyright: TRAP } })
    .png()
    .toBuffer();
  await setPortal(
    app.db,
    jurisdiction_id,
    {
      title: `Title ${TRAP}`,
      logo,
      // Nobody answers there; what is said of it is shown all the same, until that is known.
      tiles_url: `${NO_TILES[0]}/{z}/{x}/{y}.png`,
      tiles_attribution: `Tiles ${TRAP}`,
    },
    1_000_000,
  );
  number = await submitted(app, city, {
    ...PLACE,
    service_code: 'LAMP',
    description: `Words ${TRAP}`,
    address_string: `Address ${TRAP}`,
    'attribute[ONE]': 'a',
    'attribute[WORDS]': `Answer ${TRAP}`,
  });
  await changeStatus({ db: app.db, clock: systemClock }, await locateCase(app.db, number), {
    status: 'open',
    notes: `Notes ${TRAP}`,
    actor: 'test',
  });
  await until(async () =>
    (await (await fetch(`${app.url}/${jurisdiction_id}/`)).text()).includes('Title &quot;'),
  );
}, 60_000);
afterAll(async () => {
  await mails.stop();
  if (!HAS_CHROMIUM) return;
  await rm(folder, { recursive: true });
});

const mailTold = async () => {
  await until(() => mails.mails.some(({ text }) => text.includes('Reason')));
  return mails.mails.filter(({ text }) => text.includes('Reason'));
};

/** Nothing has run, nothing was kept from running, nothing became an element; and each text stands there as it was said. */
async function expectNoFall(page: Page, ...seen: string[]): Promise<void> {
  for (const one of seen) await page.getByText(`${one} ${TRAP}`).first().waitFor({ state: 'attached' });
  const where = page.url();
  expect([where, await page.evaluate('globalThis.t')]).toEqual([where, undefined]);
  expect([where, await page.locator('img[src="x"], [onerror], a[href^="javascript:"]').count()]).toEqual([
    where,
    0,
  ]);
  expect([where, complaintsBesidesTheLine(page)]).toEqual([where, []]);
}

testInChromium(
  'the pages of a city and their heads',
  async () => {
    const page = await portal.visit(city, { path: '', others: NO_TILES });
    await page.locator('header img').waitFor();
    await expectNoFall(page, 'Title', 'Contact');
    const { url } = portal.app;
    const base = `${url}/${city.jurisdiction_id}`;
    for (const [path, ...seen] of [
      [`${base}/cases`, 'Service', 'Address', 'Group'],
      [`${base}/cases/${number}`, 'Service', 'Words', 'Address', 'Notice', 'Agency', 'Notes'],
      [`${base}/widget`, 'Service', 'Address'],
      [`${base}/cases?q=${encodeURIComponent(TRAP)}&place=${encodeURIComponent(TRAP)}`],
      [`${base}/cases?service_code=${encodeURIComponent(TRAP)}`],
      [`${base}/tokens/${'0'.repeat(32)}`, 'Title'],
      [`${base}/nothing`, 'Title'],
      [`${base}/cases/${encodeURIComponent(TRAP)}`, 'Title'],
      [`${url}/`, 'Name'],
      [`${url}/developers/status`, 'Name'],
    ] as const) {
      await page.goto(path);
      await untilLoaded(page);
      await expectNoFall(page, ...seen);
    }
    await page.goto(`${base}/cases/${number}`);
    expect(await page.title()).toContain(TRAP);
    const shared = await page.locator('meta[property="og:description"]').getAttribute('content');
    expect(shared).toContain(`Service ${TRAP}`.slice(0, 60));
    await page.context().close();
  },
  120_000,
);

testInChromium(
  'every step of a report',
  async () => {
    const page = await portal.visit(city, { others: NO_TILES });
    await page.locator('#service-LAMP').waitFor();
    await expectNoFall(page, 'Service', 'About', 'Group');
    await page.locator('#service-LAMP').check();
    await next(page).click();
    await page.locator('.leaflet-container').waitFor();
    await page.locator('#address').pressSequentially('Trapstreet');
    await page.locator('.places button').waitFor();
    await expectNoFall(page, 'Trapstreet');
    await page.locator('.places button').click();
    await next(page).click();
    await page.locator('#description').fill(`Words ${TRAP}`);
    await page.locator('#question-WORDS').fill(`Answer ${TRAP}`);
    await page
      .locator('#photos')
      .setInputFiles([
        { name: `${TRAP.replaceAll('/', '_')}.png`, mimeType: 'image/png', buffer: Buffer.from('none') },
      ]);
    await page.locator('.wrong').waitFor();
    await expectNoFall(page, 'Question', 'Hint', 'a', 'b');
    await untilKept(page, ['"description":"Words ', '"Answer ']);
    await page.reload();
    await page.locator('#description').waitFor();
    await next(page).click();
    await page.waitForURL(/similar|contact/);
    await page.locator('#email').waitFor();
    await walkTo(page, 'check');
    await expectNoFall(page, 'Words', 'Answer', 'Service', 'Trapstreet');
    await leaveStep(page, 'check');
    await expectNoFall(page, 'Title');
    await page.context().close();
  },
  120_000,
);

testInChromium(
  'what developers ask for and are answered, on the page and in mails',
  async () => {
    const { url, db } = portal.app;
    const ask = async (path: string, body: object, token?: string) => {
      const headers = {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await answer.json()) as Record<string, string>;
    };
    await ask('/accounts', { email: 'dev@example.org' });
    const asked = await mails.mailTo('dev@example.org');
    const { account_token = '' } = await ask('/accounts/confirmations', { token: tokenIn(asked) });
    const wish = { kind: 'live', jurisdiction_id: city.jurisdiction_id, purpose: `Purpose ${TRAP}` };
    const label = `Key ${TRAP}`.slice(0, 100);
    const { request_id = '' } = await ask('/keys', { ...wish, label }, account_token);
    await decideKeyRequest({ db, clock: systemClock }, request_id, { reason: `Reason ${TRAP}` });
    const told = await mailTold();
    // Nothing in a mail is read as a page.
    for (const { headers, raw } of [asked, ...told]) {
      expect(headers.get('content-type')).toMatch(/^text\/plain/);
      expect(raw).not.toMatch(/text\/html/i);
    }

    const context = await portal.browser.newContext({ locale: 'en-GB' });
    await context.addInitScript(`localStorage.setItem('signpost.account_token', '${account_token}')`);
    const page = await openTab(context, `${url}/developers/keys`);
    await page.getByRole('heading', { level: 3, name: label }).waitFor();
    await expectNoFall(page, 'Reason', 'Name');
    await context.close();
  },
  60_000,
);
