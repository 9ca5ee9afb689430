import { afterAll, beforeAll, expect } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../../src/platform/database.ts';
import type { Statement } from '../../src/platform/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { testWhen } from '../support/skip.ts';
import { openDatabases } from './databases.ts';
import type { Databases } from './databases.ts';
import { CITY } from './generated-cases.ts';
import { rowsRead, tablesReadWhole } from './plan.ts';
import type { Plan } from './plan.ts';

/**
 * How PostgreSQL finds what is asked for among a million cases: by an index, and without reading much more than it answers.
 * Run by `npm run bench:plans`, since a million cases take minutes to make.
 */
const ASKED = process.env['SIGNPOST_TEST_PLANS'] === 'on';
const planTest = testWhen(ASKED, 'SIGNPOST_TEST_PLANS=on asks for it: a million cases take minutes to make');

let databases: Databases;
let app: TestApp;
let client: pg.Client;
const seen: Statement[] = [];

beforeAll(async () => {
  if (!ASKED) return;
  databases = await openDatabases((line) => process.stderr.write(`${line}\n`));
  const connection = await databases.filled(1_000_000);
  const db = createDatabase({ connection, poolSize: 4, observer: (statement) => seen.push(statement) });
  app = await startApp({
    on: { connection, db, drop: () => Promise.resolve() },
    // What is recent is so at the end of the window.
    clock: { now: () => new Date('2011-09-28T00:00:00Z') },
    http: { checkReplies: false },
  });
  client = new pg.Client({
    ...connection,
    options: '-c search_path=signpost -c plan_cache_mode=force_generic_plan -c jit=off',
  });
  await client.connect();
}, 900_000);
afterAll(async () => {
  if (!ASKED) return;
  await client.end();
  await app.stop();
  await app.db.destroy();
  await databases.close();
});

/** The plan of a statement as the server has it: made once for all values, or anew for each. */
async function planOf({ text, values = [], planned }: Statement): Promise<Plan> {
  await client.query(
    `set plan_cache_mode = ${planned === 'anew' ? 'force_custom_plan' : 'force_generic_plan'}`,
  );
  await client.query(`prepare plan as ${text}`);
  try {
    const given = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, format json) execute plan${given}`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (plan === undefined) throw new Error('no plan');
    return plan;
  } finally {
    await client.query('deallocate plan');
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  return pg.escapeLiteral(value instanceof Date ? value.toISOString() : `${value as string | number}`);
}

const WINDOW = 'start_date=2011-07-01T00:00:00Z&end_date=2011-09-28T00:00:00Z';
const PAGE = 50;
/**
 * What is read for one row that is told: its entry in the list's index, the case, the service; and of a place some that lie
 * beside it in its cells.
 */
const READ_PER_ROW = 10;
/** Totals are counted so far at most. */
const MOST_COUNTED = 10_001;

/** Entries of the index of words and their cases, for words that are just too rare to be looked for among the latest cases. */
const MOST_SEARCHED = 80_000;

const LISTS: [name: string, query: string][] = [
  ['the newest', WINDOW],
  ['of a service', `service_code=graffiti-removal&${WINDOW}`],
  ['of a service and a status', `service_code=graffiti-removal&status=open&${WINDOW}`],
  ['of a rare service and a status', `service_code=rodent-activity&status=open&${WINDOW}`],
  ['of several services', `service_code=graffiti-removal,street-light-outages&${WINDOW}`],
  ['of a status', `status=open&${WINDOW}`],
  ['the oldest first', `sort=requested_datetime&${WINDOW}`],
  ['the last changes', `sort=-updated_datetime&${WINDOW}`],
  ['changed since', 'updated_after=2011-07-01T00:00:00Z&updated_before=2011-09-01T00:00:00Z'],
  ['in a small box', `bbox=-71.07,42.35,-71.06,42.36&${WINDOW}`],
  ['in a box that is the city', `bbox=-71.3,42.2,-70.9,42.5&${WINDOW}`],
  ['within 300 m', `lat=42.355&long=-71.065&radius=300&${WINDOW}`],
];

/** Lists with words: a common word is looked for among the latest cases, any other one in the index of words. */
const SEARCHES: [name: string, query: string][] = [
  ['with the beginning of most cases', `q=s&${WINDOW}`],
  ['with a word of a service and of texts', `q=graffiti&${WINDOW}`],
  ['with a word of services alone', `q=outages&${WINDOW}`],
  ['with a word of a street', `q=tremont&${WINDOW}`],
  ['with a rare word', `q=gleason&${WINDOW}`],
  ['with a word that nothing has', `q=xylophone&${WINDOW}`],
  ['with two words', `q=tremont%20graffiti&${WINDOW}`],
  ['with a common word and a rare one', `q=schedule%20gleason&${WINDOW}`],
  ['with common words that seldom meet', `q=pothole%20boston&${WINDOW}`],
  ['with a word of another season', `q=snow&${WINDOW}`],
  ['with a wrong letter in a common word', `q=dorchestar&${WINDOW}`],
  ['with a word and a service', `q=tremont&service_code=graffiti-removal&${WINDOW}`],
  ['with a word in a small box', `q=tremont&bbox=-71.07,42.35,-71.06,42.36&${WINDOW}`],
  ['with a word, the oldest first', `q=graffiti&sort=requested_datetime&${WINDOW}`],
  ['with a word, the last changes', `q=graffiti&sort=-updated_datetime&${WINDOW}`],
];

/** What a list sends to the database. */
async function statementsOf(path: string): Promise<Statement[]> {
  // Once before, so that what is kept in the process is there.
  for (let time = 0; time < 2; time += 1) {
    seen.length = 0;
    const response = await fetch(`${app.url}/open311/${CITY.jurisdiction_id}/v2/${path}`);
    await response.arrayBuffer();
    expect([path, response.status]).toEqual([path, 200]);
  }
  return seen.filter(({ text }) => /\brequest(s|_timeline)\b/.test(text) && !/^\s*explain/.test(text));
}

for (const [name, query] of LISTS) {
  planTest(
    `a list: ${name}`,
    async () => {
      const statements = await statementsOf(`requests.json?${query}&page_size=${PAGE}`);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements) {
        const counts = statement.name.startsWith('requests.count');
        const { read } = await seenPlan(name, statement);
        expect(read).toBeLessThanOrEqual(READ_PER_ROW * (counts ? MOST_COUNTED : PAGE + 1));
      }
    },
    60_000,
  );
}

/** How a plan finds what it tells; writes it out, since a plan is worth a look. */
async function seenPlan(name: string, statement: Statement): Promise<{ read: number }> {
  const plan = await planOf(statement);
  const read = rowsRead(plan);
  process.stderr.write(`${name}: ${statement.name} ${read} rows, ${plan['Actual Total Time']} ms\n`);
  expect([statement.name, tablesReadWhole(plan)]).toEqual([statement.name, []]);
  return { read };
}

planTest(
  'a list: page 1,000 by cursor reads no more than page 1',
  async () => {
    let path = `requests.json?${WINDOW}&page_size=${PAGE}`;
    const base = `${app.url}/open311/${CITY.jurisdiction_id}/v2/`;
    for (let page = 1; page < 1_000; page += 1) {
      const response = await fetch(base + path);
      await response.arrayBuffer();
      path = (/<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? '').replace(base, '');
    }
    const statements = await statementsOf(path);
    expect(statements.map(({ name }) => name.split('.')[1])).toContain('hash');
    for (const statement of statements)
      expect((await seenPlan('page 1,000', statement)).read).toBeLessThanOrEqual(READ_PER_ROW * (PAGE + 1));
  },
  120_000,
);

planTest(
  'a list: in a wide box where there is nothing, no more is read than is counted',
  async () => {
    const statements = await statementsOf(
      `requests.json?bbox=-71.3,43.0,-70.9,43.3&${WINDOW}&page_size=${PAGE}`,
    );
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements)
      expect((await seenPlan('a wide empty box', statement)).read).toBeLessThanOrEqual(MOST_COUNTED);
  },
  60_000,
);

planTest(
  'single cases, their versions and their updates are looked up by their numbers',
  async () => {
    const response = await fetch(
      `${app.url}/open311/${CITY.jurisdiction_id}/v2/requests.json?${WINDOW}&page_size=${PAGE}`,
    );
    const numbers = ((await response.json()) as { service_request_id: string }[]).map(
      ({ service_request_id }) => service_request_id,
    );
    const listed = numbers.join(',');
    for (const [path, rows] of [
      [`requests/${numbers[0]}.json`, 1],
      [`requests.json?service_request_id=${listed}`, PAGE],
      [`servicerequestupdates.json?service_request_id=${listed}`, PAGE],
    ] as const) {
      const statements = await statementsOf(path);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements)
        expect((await seenPlan(path.slice(0, 30), statement)).read).toBeLessThanOrEqual(READ_PER_ROW * rows);
    }
    seen.length = 0;
    const path = `/open311/${CITY.jurisdiction_id}/v2/requests/${numbers[0]}.json`;
    await fetch(app.url + path, { headers: { 'If-None-Match': '"another"' } });
    const versions = seen.find(({ name }) => name === 'requests.versions');
    expect(versions).toBeDefined();
    if (versions !== undefined)
      expect((await seenPlan('the version of a case', versions)).read).toBeLessThanOrEqual(READ_PER_ROW);
  },
  60_000,
);

planTest(
  'updates of a city are read in the order of their index',
  async () => {
    const statements = await statementsOf(`servicerequestupdates.json?${WINDOW}&page_size=${PAGE}`);
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements)
      expect((await seenPlan('updates', statement)).read).toBeLessThanOrEqual(READ_PER_ROW * (PAGE + 1));
  },
  60_000,
);

const EXPORTS: [name: string, query: string][] = [
  ['all cases', ''],
  ['of a service and a status', 'service_code=rodent-activity&status=open'],
  ['of a span of time', 'start_date=2011-07-01T00:00:00Z&end_date=2011-07-03T00:00:00Z'],
];

for (const [name, query] of EXPORTS) {
  planTest(
    `an export: ${name} are read in the order of an index, without sorting`,
    async () => {
      seen.length = 0;
      const response = await fetch(
        `${app.url}/open311/${CITY.jurisdiction_id}/v2/exports/requests.ndjson?${query}`,
      );
      await response.body?.cancel();
      const statement = seen.find((one) => one.name === 'requests.export');
      expect(statement).toBeDefined();
      if (statement === undefined) return;
      await client.query('set enable_sort to off');
      await client.query('set max_parallel_workers_per_gather to 0');
      // The whole of it takes a while; the first cases come by the same plan.
      const { text } = statement;
      const plan = await planOf({
        ...statement,
        planned: 'anew',
        text: `select * from (${text}) as all_of_it limit ${PAGE}`,
      });
      await client.query('reset enable_sort');
      await client.query('reset max_parallel_workers_per_gather');
      const read = rowsRead(plan);
      process.stderr.write(`export ${name}: ${read} rows, ${plan['Actual Total Time']} ms\n`);
      expect(tablesReadWhole(plan)).toEqual([]);
      expect(read).toBeLessThanOrEqual(READ_PER_ROW * PAGE);
    },
    60_000,
  );
}

/** What is about to be submitted: at a place with many cases, and far around it. */
const DUPLICATES: [name: string, query: string, radius: number][] = [
  ['near a place', 'service_code=graffiti-removal&lat=42.355&long=-71.065&description=tag%20on%20wall', 100],
  [
    'far around it',
    'service_code=graffiti-removal&lat=42.355&long=-71.065&description=tag%20on%20wall',
    2_000,
  ],
];
/** Cases around the place that are looked at, and what is read for each of those whose texts are compared. */
const MOST_LOOKED_AT = 10_000;
const MOST_COMPARED = 200;

for (const [name, query, radius] of DUPLICATES) {
  planTest(
    `duplicates: ${name}`,
    async () => {
      const { jurisdiction_id } = CITY;
      await app.db('services').where({ jurisdiction_id }).update({ duplicate_radius: radius });
      await app.db.raw('select touch_changeset(?)', [jurisdiction_id]);
      let statements: Statement[] = [];
      await until(async () => {
        statements = await statementsOf(`duplicates.json?${query}`);
        return statements.some(({ values = [] }) => values.includes(radius));
      });
      for (const statement of statements) {
        const { read } = await seenPlan(`duplicates ${name}`, statement);
        expect(read).toBeLessThanOrEqual(MOST_LOOKED_AT + 2 * READ_PER_ROW * MOST_COMPARED);
      }
    },
    60_000,
  );
}

for (const [name, query] of SEARCHES) {
  planTest(
    `a search: ${name}`,
    async () => {
      const statements = await statementsOf(`requests.json?${query}&page_size=${PAGE}`);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements) {
        expect((await seenPlan(name, statement)).read).toBeLessThanOrEqual(MOST_SEARCHED);
      }
    },
    60_000,
  );
}
