import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  changeStatus,
  locateCase,
  requestJobs,
  restoreRequest,
  withdrawRequest,
} from '../../src/features/requests/index.ts';
import { writeStatus } from '../../src/features/requests/change-status.ts';
import { insertTimelineEntry } from '../../src/features/requests/submission-repository.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openFiles } from '../../src/platform/open-files.ts';
import { call, fieldsOf, listOf, PLACE, submitted } from '../support/calls.ts';
import type { Answer } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { difference, readXml } from '../support/xml.ts';

let app: TestApp;
let city: TestCity;
let polled: TestCity;
/** Walked through in one order each. */
let earliest: TestCity;
let latest: TestCity;
/** Have the withdrawn cases of one test each. */
let buried: TestCity;
let twice: TestCity;
beforeAll(async () => {
  app = await startApp({ poolSize: 30 });
  city = await createCity(app.db);
  polled = await createCity(app.db);
  earliest = await createCity(app.db);
  latest = await createCity(app.db);
  buried = await createCity(app.db);
  twice = await createCity(app.db);
});
afterAll(() => app.stop());

type Item = { service_request_id: string; updated_datetime: string; status: string } & Record<
  string,
  unknown
>;

const ask = (query: string, of = city, format = 'json') =>
  call(app, `/open311/${of.jurisdiction_id}/v2/requests.${format}?${query}`);
async function changes(query: string, of = city): Promise<Item[]> {
  const answer = await ask(query, of);
  if (answer.status !== 200) throw new Error(answer.text);
  return listOf(answer) as Item[];
}
const door = () => ({ db: app.db, clock: systemClock });
const close = async (number: string) =>
  changeStatus(door(), await locateCase(app.db, number), { status: 'closed', notes: null, actor: 'test' });
const LONG_AGO = '2020-01-01T00:00:00Z';
const yesterday = new Date(Date.now() - 86_400_000).toISOString();

describe('4, 6: updated_after and updated_before', () => {
  test('4: cases come in the order of their changes, as soon as the second of a change is over', async () => {
    const [first, second] = [
      await submitted(app, city, { service_code: 'LAMP', ...PLACE }),
      await submitted(app, city, { service_code: 'LAMP', ...PLACE }),
    ];
    await until(async () => (await changes(`updated_after=${LONG_AGO}`)).length === 2);
    await close(first);
    const told = (await until(async () => {
      const list = await changes(`updated_after=${LONG_AGO}`);
      return list.length === 2 && list[1]?.service_request_id === first ? list : undefined;
    })) as Item[];
    expect(told.map((item) => item.service_request_id)).toEqual([second, first]);
    expect(told[1]?.status).toBe('closed');
    const last = told[1]?.updated_datetime ?? '';
    // Inclusive: who asks with the last value sees that second again.
    expect((await changes(`updated_after=${last}`)).map((item) => item.service_request_id)).toEqual([first]);
    expect(await changes(`updated_after=${LONG_AGO}&updated_before=2021-01-01`)).toEqual([]);
    expect((await changes(`updated_before=${last}`)).map((item) => item.service_request_id)).toContain(first);
    // A case requested within the window alone is not enough.
    expect(await changes(`updated_after=${LONG_AGO}&start_date=2020-01-01&end_date=2020-02-01`)).toEqual([]);
  });

  test.each([
    ['updated_after=x', 'updated_after'],
    ['updated_before=2026-13-01', 'updated_before'],
    ['updated_after=2026-02-02&updated_before=2026-02-01', 'updated_before'],
    ['updated_after=2099-12-31', undefined],
  ])('%s', async (query, field) => {
    const answer = await ask(query);
    if (field === undefined) expect([answer.status, answer.json]).toEqual([200, []]);
    else expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });
});

describe('6: a walk through changes', () => {
  const next = (answer: Answer) =>
    /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]?.replace(app.url, '') ?? '';
  const numbersOf = (answer: Answer) => (listOf(answer) as Item[]).map((item) => item.service_request_id);

  test.each(['updated_datetime', '-updated_datetime'])(
    '6: in the order %s what changes on the way is not in it, and is told to who goes on from the last change',
    async (sort) => {
      const of = sort.startsWith('-') ? latest : earliest;
      const numbers: string[] = [];
      for (let place = 0; place < 4; place += 1)
        numbers.push(await submitted(app, of, { service_code: 'LAMP', ...PLACE }));
      const query = `updated_after=${yesterday}&sort=${sort}&page_size=2`;
      await until(async () => (await changes(`updated_after=${yesterday}`, of)).length === 4);
      const first = await ask(query, of);
      const changed = numbers.find((number) => !numbersOf(first).includes(number)) ?? '';
      await close(changed);
      await submitted(app, of, { service_code: 'LAMP', ...PLACE });
      await until(async () => (await changes(`updated_after=${yesterday}`, of)).length === 5);
      const second = await call(app, next(first));
      expect(next(second)).toBe('');
      const walked = [...numbersOf(first), ...numbersOf(second)];
      expect(walked.sort()).toEqual(numbers.filter((number) => number !== changed).sort());
      const times = (listOf(first) as Item[])
        .concat(listOf(second) as Item[])
        .map((item) => item.updated_datetime);
      const later = await changes(`updated_after=${times.sort().at(-1)}`, of);
      expect(later).toContainEqual(
        expect.objectContaining({ service_request_id: changed, status: 'closed' }),
      );
    },
  );
});

describe('6: tombstones', () => {
  test('6: a withdrawn case is nowhere, and told as gone to who follows changes with extensions', async () => {
    const number = await submitted(app, city, { service_code: 'LAMP', description: 'Secret.', ...PLACE });
    const key = await locateCase(app.db, number);
    await withdrawRequest(door(), key, { notes: 'Personal.', actor: 'test' });
    const base = `/open311/${city.jurisdiction_id}/v2`;
    expect((await call(app, `${base}/requests/${number}.json`)).status).toBe(404);
    expect(JSON.stringify(await changes(''))).not.toContain(number);
    expect(await changes(`service_request_id=${number}`)).toEqual([]);
    const following = `updated_after=${yesterday}&extensions=true`;
    const [told] = (await until(async () => {
      const found = (await changes(following)).filter((item) => item.service_request_id === number);
      return found.length > 0 ? found : undefined;
    })) as Item[];
    const { service_request_id, status, updated_datetime, extended_attributes, ...rest } = told as Item;
    expect([service_request_id, status, extended_attributes]).toEqual([
      number,
      'closed',
      { withdrawn: true },
    ]);
    expect(updated_datetime).toMatch(/^\d{4}-.*Z$/);
    expect(Object.values(rest)).toEqual(Object.keys(rest).map(() => null));
    expect(JSON.stringify(await changes(`updated_after=${yesterday}`))).not.toContain(number);
    const [json, xml] = [await ask(following), await ask(following, city, 'xml')];
    expect(difference(json.json, readXml(xml.text))).toBeUndefined();

    await restoreRequest(door(), key, { notes: null, actor: 'test' });
    expect((await call(app, `${base}/requests/${number}.json`)).status).toBe(200);
    const again = await until(async () => {
      const found = (await changes(following)).filter((item) => item.service_request_id === number);
      return found[0]?.['service_code'] === 'LAMP' ? found : undefined;
    });
    expect(again).toHaveLength(1);
    await expect(restoreRequest(door(), key, { notes: null, actor: 'test' })).rejects.toThrow(
      'not withdrawn',
    );
  });

  test('6: X-Total-Count counts them on one page as on several', async () => {
    const numbers: string[] = [];
    for (let place = 0; place < 3; place += 1)
      numbers.push(await submitted(app, buried, { service_code: 'LAMP', ...PLACE }));
    await withdrawRequest(door(), await locateCase(app.db, numbers[0] ?? ''), { notes: null, actor: 'test' });
    const following = `updated_after=${yesterday}&extensions=true`;
    await until(async () => {
      const found = await changes(following, buried);
      return found.length === 3 && found.some((item) => item['service_code'] === null);
    });
    const total = async (query: string) => (await ask(query, buried)).headers.get('x-total-count');
    for (const page of ['', '&page_size=2', '&page_size=1&page=3', '&page_size=2&page=5'])
      expect([page, await total(following + page)]).toEqual([page, '3']);
    expect(await total(`updated_after=${yesterday}&page_size=1`)).toBe('2');
  });

  test('6: a list with a case that was withdrawn twice is not the one with the first withdrawal', async () => {
    const number = await submitted(app, twice, { service_code: 'LAMP', ...PLACE });
    const key = await locateCase(app.db, number);
    const following = `updated_after=${yesterday}&extensions=true`;
    const withdrawn = async () => {
      await withdrawRequest(door(), key, { notes: null, actor: 'test' });
      return (await until(async () => {
        const answer = await ask(following, twice);
        return (listOf(answer)[0] as Item | undefined)?.['service_code'] === null ? answer : undefined;
      })) as Answer;
    };
    const first = await withdrawn();
    await restoreRequest(door(), key, { notes: null, actor: 'test' });
    const second = await withdrawn();
    expect(listOf(first)[0]?.['updated_datetime']).not.toBe(listOf(second)[0]?.['updated_datetime']);
    const again = await call(app, `/open311/${twice.jurisdiction_id}/v2/requests.json?${following}`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect([again.status, again.headers.get('etag')]).toEqual([200, second.headers.get('etag')]);
  });

  test('6: a case that never was public leaves none and cannot be withdrawn', async () => {
    const { number } = (
      await app.db.raw<{ rows: { number: string }[] }>(
        `insert into signpost.requests (jurisdiction_id, number, service_code, visibility, requested_at, updated_at, channel)
         values (?, signpost.next_case_number(), 'TIP', 'staff', date_trunc('second', now()), date_trunc('second', now()), 'api')
         returning number`,
        [city.jurisdiction_id],
      )
    ).rows[0] as { number: string };
    const key = { jurisdiction_id: city.jurisdiction_id, number };
    await expect(withdrawRequest(door(), key, { notes: null, actor: 'test' })).rejects.toThrow(
      'no public case',
    );
    await expect(restoreRequest(door(), key, { notes: null, actor: 'test' })).rejects.toThrow(
      'not withdrawn',
    );
  });

  test('6: they are kept 400 days, and an updated_after before that is told to start again', async () => {
    const old = new Date(Date.now() - 401 * 86_400_000).toISOString();
    const answer = await ask(`updated_after=${old}&extensions=true`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['updated_after']]);
    expect((await ask(`updated_after=${old}`)).status).toBe(200);
    const number = await submitted(app, city, { service_code: 'LAMP', ...PLACE });
    await withdrawRequest(door(), await locateCase(app.db, number), { notes: null, actor: 'test' });
    const left = async () =>
      (
        await app.db.raw<{ rows: unknown[] }>(
          'select 1 from signpost.request_tombstones where jurisdiction_id = ? and number = ?',
          [city.jurisdiction_id, number],
        )
      ).rows.length;
    const sweep = async (days: number) => {
      const clock = { now: () => new Date(Date.now() + days * 86_400_000) };
      for (const [name, job] of Object.entries(
        requestJobs({ db: app.db, clock, files: openFiles(app.folder) }),
      )) {
        if (name.endsWith('.sweep')) await job({});
      }
    };
    await sweep(399);
    expect(await left()).toBe(1);
    await sweep(401);
    expect(await left()).toBe(0);
  });
});

const WRITERS = 20;
const WRITES = 6;

type Told = { number: string; time: string; status: string };

const told = (items: Item[]): Told[] =>
  items.map((item) => ({
    number: item.service_request_id,
    time: item.updated_datetime,
    status: item.status,
  }));

/** What has changed since a time, as three kinds of partners ask for it. */
const LISTS: Record<'cases' | 'updates' | 'time alone', (since: string) => Promise<Told[]>> = {
  cases: async (since) => told(await changes(`updated_after=${since}`, polled)),
  updates: async (since) =>
    told(
      listOf(
        await call(
          app,
          `/open311/${polled.jurisdiction_id}/v2/servicerequestupdates.json?start_date=${since}`,
        ),
      ) as Item[],
    ),
  'time alone': async (since) => {
    const { rows } = await app.db.raw<{ rows: Told[] }>(
      `select number, signpost.wire_time(published_at) as time, status from signpost.request_timeline
        where jurisdiction_id = ? and published_at >= ?`,
      [polled.jurisdiction_id, since],
    );
    return rows;
  },
};

/** Polls with the last value seen. */
function startPoller(list: (since: string) => Promise<Told[]>) {
  const closed = new Set<string>();
  let since = new Date(Date.now() - 3_600_000).toISOString();
  const round = async () => {
    for (const { number, time, status } of await list(since)) {
      if (status === 'closed') closed.add(number);
      if (time > since) since = time;
    }
  };
  return { closed, round };
}

/** Changes cases in transactions of many lengths. */
async function write(numbers: readonly string[]): Promise<void> {
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let write = 0; write < WRITES; write += 1) {
        const number = numbers[writer * WRITES + write] ?? '';
        await app.db.transaction(async (tx) => {
          const at = new Date(Math.floor(Date.now() / 1000) * 1000);
          const key = { jurisdiction_id: polled.jurisdiction_id, number };
          await writeStatus(tx, key, { status: 'closed', notes: null, at });
          await insertTimelineEntry(tx, key, {
            happened_at: at,
            kind: 'status',
            status: 'closed',
            notes: null,
            actor: 'test',
          });
          // A transaction that takes its time: every third one for a second or two.
          if ((writer + write) % 3 === 0)
            await tx.raw('select pg_sleep(?)', [1 + ((writer * 7 + write) % 10) / 8]);
        });
      }
    }),
  );
}

describe('Polling under 20 writers with long and short transactions', () => {
  /** The cases whose change was never told, by the list that was polled. */
  let missed: Record<keyof typeof LISTS, string[]>;
  beforeAll(async () => {
    const numbers = await Promise.all(
      Array.from({ length: WRITERS * WRITES }, () =>
        submitted(app, polled, { service_code: 'LAMP', ...PLACE }),
      ),
    );
    const pollers = {
      cases: startPoller(LISTS.cases),
      updates: startPoller(LISTS.updates),
      'time alone': startPoller(LISTS['time alone']),
    };
    let writing = true;
    const polling = Object.values(pollers).map(async ({ round }) => {
      while (writing) await round();
    });
    await write(numbers);
    writing = false;
    await Promise.all(polling);
    // The second of the last change has to be over before it is told.
    await untilHorizonPasses();
    for (const { round } of Object.values(pollers)) await round();
    const missedBy = ({ closed }: { closed: Set<string> }) => numbers.filter((number) => !closed.has(number));
    missed = {
      cases: missedBy(pollers.cases),
      updates: missedBy(pollers.updates),
      'time alone': missedBy(pollers['time alone']),
    };
  });

  test('6: by updated_after misses none', () => expect(missed.cases).toEqual([]));

  test('5.1: so does polling for updates by start_date', () => expect(missed.updates).toEqual([]));

  test('which a poll that looks at the time alone does', () =>
    expect(missed['time alone'].length).toBeGreaterThan(0));
});

/** Waits until all that has happened until now is told. */
async function untilHorizonPasses(): Promise<void> {
  const { rows } = await app.db.raw<{ rows: { now: string }[] }>('select clock_timestamp()::text as now');
  const now = rows[0]?.now ?? '';
  await until(async () => {
    const { rows: found } = await app.db.raw<{ rows: { over: boolean }[] }>(
      `select signpost.case_horizon() > ?::timestamptz as over`,
      [now],
    );
    return found[0]?.over === true;
  });
}
