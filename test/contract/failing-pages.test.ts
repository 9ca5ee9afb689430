import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unavailable } from '../../src/platform/errors.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** A browser shows of an error what the document says, so that has to be words. */
const TEMPLATE =
  '<!doctype html><html lang="en" dir="ltr"><head><!--head--><script type="module" src="/a.js"></script></head><body><div id="app"></div></body></html>';

let app: TestApp;
let folder: string;
let failure: Error;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signpost-pages-'));
  await writeFile(join(folder, 'index.html'), TEMPLATE);
  const find = () => Promise.reject(failure);
  app = await startApp({ http: { pages: { folder: pathToFileURL(`${folder}/`), find } } });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const look = (headers: Record<string, string>) => fetch(`${app.url}/wroclaw.pl/`, { headers });

test.each([
  ['pl', 503, () => unavailable()],
  ['en', 500, () => new Error('secret of the house')],
])('a page that cannot be found out is told in words, in %s', async (language, status, error) => {
  failure = error();
  const page = await look({ Accept: 'text/html,*/*;q=0.8', 'Accept-Language': language });
  const text = await page.text();
  expect(page.status).toBe(status);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(text).toContain(`<html lang="${language}"`);
  expect(text).toMatch(/<h1>50\d<\/h1><p>.{20,}<\/p>/);
  expect(text).not.toMatch(/secret|<script/);
});

test('a program is told of it as of any error', async () => {
  failure = unavailable();
  const answer = await look({ Accept: 'application/json' });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('retry-after')).not.toBeNull();
});
