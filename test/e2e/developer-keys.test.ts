import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { HAS_CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { startMailServer } from '../support/mail-server.ts';
import type { MailServer } from '../support/mail-server.ts';
import {
  databaseUrl,
  endPrograms,
  freePort,
  freshFolder,
  ROOT,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import { testWhen } from '../support/skip.ts';
import { PLACE } from '../support/submit.ts';
import { findingsInLooks, findingsOn, openPage, TWO_LOOKS } from '../support/watched-page.ts';

/** How a developer comes to a key, in a Chromium without a window, with a real mail server. */
const testInChromium = testWhen(HAS_CHROMIUM, WITHOUT_CHROMIUM);

let database: TestDatabase;
let browser: Browser;
let mails: MailServer;
let url: string;
let env: Record<string, string>;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  database = await cloneDatabase();
  mails = await startMailServer();
  const port = await freePort();
  env = {
    DATABASE_URL: databaseUrl(database.connection),
    SIGNPOST_DEMO: 'on',
    SIGNPOST_SMTP_URL: mails.url,
    SIGNPOST_MAIL_FROM: 'Signpost <keys@signpost.example>',
    SIGNPOST_PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: `${port}`,
  };
  ({ url } = await startServerProgram({ env }));
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  if (!HAS_CHROMIUM) return;
  await browser.close();
  await endPrograms();
  await mails.stop();
  await database.drop();
});

const ENGLISH = { locale: 'en-GB' };
const open = (hash = '', options: BrowserContextOptions = {}) =>
  openPage(browser, `${url}/developers/keys${hash}`, { ...ENGLISH, ...options });
const title = (page: Page, text: string) =>
  page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();

/** Asks for a mail as a person does, and reads the link out of it. */
async function linkFor(page: Page, email: string, kind: 'confirm' | 'refuse' = 'confirm'): Promise<string> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await title(page, 'Look into your mailbox');
  const { text } = await mails.mailTo(email);
  return new RegExp(`http\\S+#${kind}=\\S+`).exec(text)?.[0] ?? '';
}

/** What the buttons of a page copy, one after the other. */
async function copiedFrom(page: Page): Promise<string[]> {
  const names = await page.getByRole('button', { name: /^Copy example/ }).allTextContents();
  const copied: string[] = [];
  for (const name of names) {
    await page.getByRole('button', { name, exact: true }).click();
    await page
      .getByRole('status')
      .getByText(name.replace('Copy', 'Copied,'), { exact: true })
      .waitFor({ state: 'attached' });
    copied.push(await page.evaluate<string>('navigator.clipboard.readText()'));
  }
  return copied;
}

/** Runs a file and gives what it has printed. */
const outputOf = (command: string, file: string, cwd: string) =>
  new Promise<string>((resolve, reject) => {
    execFile(command, [file], { cwd }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${file}: ${stdout}${stderr}`, { cause: error }));
    });
  });

/** Everything that can be copied is run as it is copied: commands in a shell, programs with the built SDK. */
async function runExamples(page: Page): Promise<string[]> {
  await page.locator('#filled').waitFor();
  const folder = freshFolder();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const said: string[] = [];
  for (const [at, example] of (await copiedFrom(page)).entries()) {
    expect(example).not.toContain('wroclaw.pl');
    const isProgram = example.startsWith('import ');
    const file = `example-${at}.${isProgram ? 'mjs' : 'sh'}`;
    writeFileSync(join(folder, file), example);
    said.push(await outputOf(isProgram ? process.execPath : 'bash', file, folder));
  }
  return said;
}

/** Sends cases with a form of the reference, as it is filled in, in each kind of content; they go to the sandbox. @returns their numbers */
async function submitByForm(page: Page): Promise<string[]> {
  await page.goto(`${url}/docs/#/requests/requests.create`);
  await title(page, 'Try the API');
  const form = page.locator('.opblock.is-open');
  await form.getByRole('button', { name: 'Try it out' }).click();
  const numbers: string[] = [];
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    await form.locator('.opblock-section-request-body select.content-type').selectOption(type);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await form.getByRole('button', { name: 'Execute' }).click();
    const answer = await answered;
    expect([type, answer.status(), await answer.text()]).toEqual([type, 200, expect.any(String)]);
    const [taken] = (await answer.json()) as { service_request_id?: string }[];
    numbers.push(taken?.service_request_id ?? '');
  }
  return numbers;
}

describe('A developer', () => {
  testInChromium(
    'goes from an e-mail address to a sandbox key, to a live key, and to a key that works no longer',
    async () => {
      const { page, context, complaints } = await open();
      await title(page, 'Get a key');
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.getByRole('alert').getByText('Enter an e-mail address').waitFor();
      const link = await linkFor(page, 'dev@example.org');
      expect(await findingsOn(page)).toEqual([]);

      // Looking at a link does nothing: it waits for a press.
      await page.goto(link);
      await title(page, 'Is this your e-mail address?');
      await page.reload();
      expect(await findingsOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Confirm' }).dblclick();
      await title(page, 'Your keys');
      expect(page.url()).toBe(`${url}/developers/keys`);
      expect(await findingsOn(page)).toEqual([]);

      // A sandbox key, which is shown once, and stands in the quickstart.
      await page.getByLabel('City').first().selectOption('wroclaw.pl');
      await page.getByRole('button', { name: 'Make a sandbox key' }).dblclick();
      await page.getByRole('heading', { name: 'Your new key' }).waitFor();
      const key = (await page.locator('.shown-once code').textContent()) ?? '';
      expect(key).toMatch(/^sp_test_/);
      expect(await findingsOn(page)).toEqual([]);

      // Back again in the same browser: the keys, and not their texts.
      await page.goto(`${url}/developers/keys`);
      await title(page, 'Your keys');
      const mine = page.getByRole('listitem').filter({ hasText: 'My first program' });
      await mine.first().waitFor();
      expect(await mine.count()).toBe(1);
      expect(await page.getByText(key).count()).toBe(0);

      // Another one in its place.
      await mine.getByRole('button', { name: 'Replace it' }).click();
      expect(await findingsOn(page)).toEqual([]);
      await mine.getByLabel('Not at all').check();
      await mine.getByRole('button', { name: 'Make the new key' }).click();
      await page.getByRole('heading', { name: 'Your new key' }).waitFor();
      const next = (await page.locator('.shown-once code').textContent()) ?? '';
      expect(next).not.toBe(key);
      await page.getByText('Works no longer').waitFor();

      // A key for pages, which an operator decides about.
      await page.getByRole('button', { name: 'Ask for the key' }).click();
      await page.getByRole('alert').getByText('Say in a few words').waitFor();
      await page.getByLabel('City').last().selectOption('wroclaw.pl');
      await page.getByLabel('In the browsers of those who use it').check();
      expect(await findingsOn(page)).toEqual([]);
      await page.getByLabel('Name of the key').last().fill('Map');
      await page.getByLabel('Addresses of your pages').fill('https://app.example.org');
      await page.getByLabel('What is it for?').fill('A map of lamps.');
      await page.getByRole('button', { name: 'Ask for the key' }).dblclick();
      await page.getByText('Waits for a decision').waitFor();
      const [request] = await runJson<{ request_id: string }[]>(['keys', 'requests'], { env });
      expect(await runProgram(['keys', 'approve', request?.request_id ?? ''], { env })).toMatchObject({
        code: 0,
      });
      await page.reload();
      await page.getByRole('button', { name: 'Take the key “Map”' }).click();
      await page.getByRole('heading', { name: 'Your new key' }).waitFor();
      expect(await page.locator('.shown-once code').textContent()).toMatch(/^sp_pub_/);

      // Revoked: it is gone from the quickstart as well.
      const second = page.getByRole('listitem').filter({ hasText: next.slice(0, 14) });
      await second.getByRole('button', { name: 'Revoke it' }).click();
      expect(await findingsOn(page)).toEqual([]);
      await second.getByRole('button', { name: 'Revoke this key' }).click();
      await second.getByText('Works no longer').waitFor();
      const body = new URLSearchParams({ api_key: next, service_code: 'STREET-LIGHT', ...PLACE });
      const refused = await fetch(`${url}/open311/wroclaw.pl/test/v2/requests.json`, {
        method: 'POST',
        body,
      });
      expect(refused.status).toBe(403);
      expect(await page.evaluate(`localStorage.getItem('signpost.sandbox_key')`)).toBeNull();

      // One that goes on working for a while says so, and is not offered to be replaced a second time.
      const map = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name: 'Map', exact: true }) });
      await map.getByRole('button', { name: 'Replace it' }).click();
      await map.getByRole('button', { name: 'Make the new key' }).click();
      await map.getByText('Another key has taken its place.').waitFor();
      expect([await map.count(), await map.getByRole('button', { name: 'Replace it' }).count()]).toEqual([
        2, 1,
      ]);
      expect(await findingsOn(page)).toEqual([]);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await title(page, 'Get a key');
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
  );

  testInChromium(
    'comes from the first page to cases in the sandbox, by what the pages give to copy and by their forms',
    async () => {
      const { page, context, complaints } = await openPage(browser, `${url}/`, ENGLISH);
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      const follow = (name: string) => page.getByRole('main').getByRole('link', { name }).first().click();

      // From the first page of the installation, and from that of a city.
      await page.getByRole('link', { name: 'For developers' }).click();
      await title(page, 'Build on Signpost');
      await page.goBack();
      await follow('Wrocław');
      await title(page, 'Tell Wrocław what is wrong');
      await page.getByRole('link', { name: 'For developers' }).click();
      await title(page, 'Build on Signpost');
      await follow('Quickstart');
      await title(page, 'Quickstart');
      expect(await page.getByText('YOUR_KEY').count()).toBeGreaterThan(1);

      // A key, by a mail.
      await follow('Your keys');
      await title(page, 'Get a key');
      await page.goto(await linkFor(page, 'new@example.org'));
      await page.getByRole('button', { name: 'Confirm' }).click();
      await title(page, 'Your keys');
      // No city is as good as chosen, so that nobody gets a key for one that they have not looked at.
      await page.getByRole('button', { name: 'Make a sandbox key' }).click();
      await page.getByRole('alert').getByText('Choose a city.').waitFor();
      await page.getByLabel('City').first().selectOption('rzeka.example');
      await page.getByRole('button', { name: 'Make a sandbox key' }).click();
      await page.getByRole('heading', { name: 'Your new key' }).waitFor();
      await follow('Go to the quickstart');
      const said = await runExamples(page);
      const answers = said.filter((text) => text.startsWith('[{"service_request_id"'));
      // A lamp, waste, and the case that the sandbox works on.
      expect(answers).toHaveLength(3);
      expect(said.slice(-3)).toEqual(['open\n', 'lat\n', 'true\n']);
      expect(await page.getByRole('main').textContent()).toContain('jurisdiction_id is rzeka.example');

      // The same by a form.
      const numbers = [...answers.map((text) => /\d{8,}/.exec(text)?.[0]), ...(await submitByForm(page))];
      for (const one of numbers) {
        const found = await fetch(`${url}/open311/rzeka.example/test/v2/requests/${one}.json`);
        expect([one, found.status]).toEqual([one, 200]);
        const live = await fetch(`${url}/open311/rzeka.example/v2/requests/${one}.json`);
        expect([one, live.status]).toEqual([one, 404]);
      }

      // What the key was used for, once the server has counted it.
      await follow('your keys');
      await title(page, 'Your keys');
      const mine = page.getByRole('listitem').filter({ hasText: 'My first program' });
      const usage = mine.getByRole('button', { name: 'How it was used' });
      /** All calls, or all errors, on however many days they were. */
      const countedIn = async (column: number) =>
        (await mine.locator(`tbody td:nth-child(${column})`).allTextContents()).reduce(
          (sum, count) => sum + Number(count),
          0,
        );
      // Submissions: three by curl, two by the SDK, of which one was refused, and three by the form.
      await until(async () => {
        await usage.click();
        await mine.getByText(/The last 90 days|It was not used/).waitFor();
        if ((await countedIn(2)) === 8 && (await countedIn(3)) === 1) return true;
        await usage.click();
        return false;
      });
      expect(await findingsOn(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
  );

  testInChromium(
    'with a key for a city of one’s own, which has other services and lies elsewhere, finds all examples made for it',
    async () => {
      for (const line of [
        ['jurisdictions', 'create', 'boston.example', '--name', 'Boston', '--time-zone', 'America/New_York'],
        ['import', 'services', '--jurisdiction', 'boston.example', 'examples/import/services.json'],
        [
          'import',
          'areas',
          '--jurisdiction',
          'boston.example',
          '--kind',
          'outline',
          'examples/import/outline.geojson',
        ],
      ])
        expect(await runProgram(line, { env })).toMatchObject({ code: 0 });
      const { page, context, complaints } = await open();
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      await page.goto(await linkFor(page, 'boston@example.org'));
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByLabel('City').first().selectOption('boston.example');
      await page.getByRole('button', { name: 'Make a sandbox key' }).click();
      await page.getByRole('link', { name: 'Go to the quickstart' }).click();
      const said = await runExamples(page);
      expect(said.slice(-3)).toEqual(['open\n', 'lat\n', 'true\n']);
      // None of its services asks anything, so that there is nothing to show of it.
      expect(await page.getByText('no service of Boston asks anything').count()).toBe(2);
      expect(await findingsOn(page)).toEqual([]);
      const [number] = await submitByForm(page);
      const found = await fetch(`${url}/open311/boston.example/test/v2/requests/${number}.json`);
      expect(await found.json()).toMatchObject([{ service_code: 'LAMP' }]);
      expect(complaints).toEqual([]);
      await context.close();
    },
    120_000,
  );

  testInChromium(
    'whose link has expired gets a new mail by a button, and whose link was used is led to the address',
    async () => {
      const { page, context } = await open();
      const link = await linkFor(page, 'late@example.org');
      await database.db.raw(
        `update account_mails set expires_at = now() - interval '1 hour' where email = 'late@example.org'`,
      );
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await title(page, 'This link does not work any more');
      await page.getByRole('alert').getByText('This link has expired. Have it made anew.').waitFor();
      expect(await findingsOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send me a new mail' }).click();
      await title(page, 'Look into your mailbox');
      // It works, as the first one would have.
      const second = await until(() => mails.mails.filter(({ to }) => to.includes('late@example.org'))[1]);
      await page.goto(/http\S+#confirm=\S+/.exec(second?.text ?? '')?.[0] ?? '');
      await page.getByRole('button', { name: 'Confirm' }).click();
      await title(page, 'Your keys');
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await title(page, 'This link does not work any more');
      await page.getByRole('alert').getByText('This link was used already. Ask for a new one.').waitFor();
      expect(await page.getByRole('button', { name: 'Send me a new mail' }).count()).toBe(0);
      // Another browser has no keys yet.
      await page.evaluate('localStorage.clear()');
      await page.goto(`${url}/`);
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByRole('button', { name: 'Enter your e-mail address again' }).click();
      await title(page, 'Get a key');
      // The documentation is around the keys as it is around its own pages.
      await page
        .getByRole('navigation', { name: 'Documentation' })
        .getByRole('link', { name: 'Errors' })
        .click();
      await title(page, 'Errors');
      await context.close();
    },
    60_000,
  );

  testInChromium('who comes with a token that works no longer is asked for the address', async () => {
    const { page, context } = await open();
    await page.evaluate(`localStorage.setItem('signpost.account_token', 'sp_account_${'x'.repeat(43)}')`);
    await page.reload();
    await title(page, 'Get a key');
    expect(await page.evaluate(`localStorage.getItem('signpost.account_token')`)).toBeNull();
    await context.close();
  });

  testInChromium(
    'without a connection is told so, and nothing is lost',
    async () => {
      const { page, context } = await open();
      await page.getByLabel('E-mail address').fill('cut@example.org');
      await context.setOffline(true);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.getByText('There is no connection to the city right now.').waitFor({ timeout: 40_000 });
      expect(await findingsOn(page)).toEqual([]);
      await context.setOffline(false);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await title(page, 'Look into your mailbox');
      await context.close();
    },
    60_000,
  );
});

testInChromium('Who has asked for nothing says so once, and the address is gone', async () => {
  const { page, context, complaints } = await open();
  const link = await linkFor(page, 'third@example.org', 'refuse');
  await page.goto(link);
  await title(page, 'Do you want no more mails from us?');
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Never write to me again' }).click();
  await title(page, 'No further mail will come');
  expect(complaints).toEqual([]);
  await context.close();
});

testInChromium(
  'In Polish and Ukrainian no state is wider than the window or has a finding, wide and narrow, light and dark',
  async () => {
    for (const locale of ['pl-PL', 'uk-UA'])
      for (const hash of ['', '#confirm=sp_mail_x', '#refuse=sp_mail_x']) {
        const { page, context, complaints } = await open(hash, { locale });
        await page.getByRole('heading', { level: 1 }).waitFor();
        const where = [locale, hash];
        expect([...where, await page.evaluate('document.documentElement.lang')]).toEqual([
          ...where,
          locale.slice(0, 2),
        ]);
        expect([...where, await findingsInLooks(page, TWO_LOOKS)]).toEqual([...where, []]);
        expect([...where, complaints]).toEqual([...where, []]);
        await context.close();
      }
  },
  120_000,
);
