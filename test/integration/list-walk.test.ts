import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { insertCase } from '../../src/features/requests/new-case-repository.ts';
import { updateStatus } from '../../src/features/requests/request-repository.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { LONG } from '../support/skip.ts';

const CASES = LONG ? 100_000 : 25_000;
const PAGE = 1_000;
/** Inserts and updates together, while the walk goes on. */
const WRITES_PER_SECOND = 100;

let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  // Over 80 days, many of them in the same second.
  await app.db.raw(
    `insert into signpost.requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel)
     select :city, signpost.next_case_number(), 'LAMP', 'public', moment, moment, 'api'
       from (select date_trunc('second', now()) - (random() * 20000)::integer * interval '345 seconds' as moment
               from generate_series(1, :cases)) as given`,
    { city: city.jurisdiction_id, cases: CASES },
  );
  await app.db.raw('analyze signpost.requests');
}, 600_000);
afterAll(() => app.stop());

async function numbers(): Promise<string[]> {
  const { rows } = await app.db.raw<{ rows: { number: string }[] }>(
    `select number from signpost.requests where jurisdiction_id = ? and visibility = 'public'`,
    [city.jurisdiction_id],
  );
  return rows.map(({ number }) => number);
}

/** Writes until told to stop. @returns how to stop, which gives the number of writes */
function writeMeanwhile(existing: readonly string[]): () => Promise<number> {
  const begun = Date.now();
  let written = 0;
  let going = true;
  const writing = (async () => {
    while (going) {
      const at = new Date(Math.floor(Date.now() / 1000) * 1000);
      const number = existing[Math.floor(Math.random() * existing.length)] ?? '';
      const { jurisdiction_id } = city;
      await (written % 2 === 0
        ? updateStatus(app.db, {
            jurisdiction_id,
            number,
            status: 'closed',
            detailed_status: 'closed',
            notes: null,
            at,
          })
        : insertCase(app.db, {
            request: {
              jurisdiction_id,
              service_code: 'LAMP',
              visibility: 'public',
              description: null,
              agency_responsible: null,
              service_notice: null,
              requested_at: at,
              expected_at: null,
              address: 'Somewhere',
              address_id: null,
              zipcode: null,
              lat: null,
              long: null,
              media_urls: [],
              area_code: null,
              areas_version: 0,
              channel: 'api',
            },
            originals: undefined,
            by: { masks: true, publishes: 'everything', language: 'en' },
            held: [],
            attributes: [],
            key_id: '1',
            announced: {},
          }));
      written += 1;
      const ahead = (written / WRITES_PER_SECOND) * 1000 - (Date.now() - begun);
      if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
    }
  })();
  return async () => {
    going = false;
    await writing;
    return written;
  };
}

async function walk(query: string): Promise<{ seen: string[]; pages: number; last: string }> {
  const seen: string[] = [];
  let last = '';
  let pages = 0;
  const first = `${app.url}/open311/${city.jurisdiction_id}/v2/requests.json?page_size=${PAGE}&${query}`;
  for (let address: string | undefined = first; address !== undefined; pages += 1) {
    const answer = await fetch(address);
    if (answer.status !== 200) throw new Error(await answer.text());
    for (const item of (await answer.json()) as { service_request_id: string; updated_datetime: string }[]) {
      seen.push(item.service_request_id);
      last = item.updated_datetime;
    }
    address = /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return { seen, pages, last };
}

test(`6: a walk of ${CASES} cases by cursor while others are inserted and updated all the time misses none and has none twice`, async () => {
  const before = await numbers();
  const stop = writeMeanwhile(before);
  const { seen, pages } = await walk('');
  const written = await stop();
  const found = new Set(seen);
  expect(found.size).toBe(seen.length);
  expect(before.filter((number) => !found.has(number))).toEqual([]);
  expect(pages).toBeGreaterThanOrEqual(CASES / PAGE);
  // The writers did their part, one beside every other page at least.
  expect(written).toBeGreaterThan(pages / 2);
  expect((await numbers()).length).toBeGreaterThan(before.length);
}, 600_000);

test('6: in the order of changes none is twice in a walk, and none is missing for who goes on from its last one', async () => {
  const before = await numbers();
  const stop = writeMeanwhile(before);
  const { seen, last } = await walk('updated_after=2020-01-01');
  await stop();
  const found = new Set(seen);
  expect(found.size).toBe(seen.length);
  // What changed on the way is told when its second is over, to who goes on from the last one seen.
  await until(async () => {
    for (const number of (await walk(`updated_after=${last}`)).seen) found.add(number);
    return before.every((number) => found.has(number));
  });
}, 600_000);

test('6: of so many cases the total is an estimate, also where withdrawn ones are told', async () => {
  const since = new Date(Date.now() - 100 * 86_400_000).toISOString();
  const { headers } = await fetch(
    `${app.url}/open311/${city.jurisdiction_id}/v2/requests.json?page_size=1&extensions=true&updated_after=${since}`,
  );
  expect(headers.get('x-total-count-estimated')).toBe('true');
  expect(Number(headers.get('x-total-count'))).toBeGreaterThan(CASES / 2);
});

test('which a walk by pages, whose rows move, does not hold', async () => {
  const before = await numbers();
  const stop = writeMeanwhile(before);
  const seen: string[] = [];
  const isTwice = () => new Set(seen).size < seen.length;
  for (let page = 1; page <= CASES / PAGE && !isTwice(); page += 1) {
    const answer = await fetch(
      `${app.url}/open311/${city.jurisdiction_id}/v2/requests.json?page_size=${PAGE}&page=${page}`,
    );
    for (const item of (await answer.json()) as { service_request_id: string }[])
      seen.push(item.service_request_id);
  }
  await stop();
  expect(isTwice()).toBe(true);
}, 600_000);
