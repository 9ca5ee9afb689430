import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { filesBelow, quarters } from '../support/pictures.ts';
import {
  databaseUrl,
  endPrograms,
  freshFolder,
  runJson,
  runProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Outcome, ServerProgram } from '../support/program.ts';
import { PLACE } from '../support/submit.ts';

/**
 * Every place where something personal can stand holds a word that stands nowhere else. All public answers, the log and what
 * the process says about itself are looked through for them, and after the erasure the whole database and all files.
 */
const marked = (name: string) => `q${name}${randomUUID().slice(0, 8)}`;
const digits = () => `60${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;

/** What is stored of a reporter; each case has its own. */
const reporterOf = (role: string) => ({
  email: `${marked(`${role}mail`)}@${marked(`${role}host`)}.example.pl`,
  first_name: marked(`${role}first`),
  last_name: marked(`${role}last`),
  phone: marked(`${role}phone`),
  device_id: marked(`${role}device`),
  account_id: marked(`${role}account`),
});
const reporter = reporterOf('r');
const tipster = reporterOf('t');
const { device_id: _none, ...commenter } = reporterOf('c');

/** What is typed into texts that the public reads. */
const typed = {
  email: `${marked('typed')}@${marked('typedhost')}.example.pl`,
  phone: digits(),
  address: `${marked('typedaddress')}@example.com`,
  link: `${marked('link')}@example.com`,
  number: digits(),
  comment: `${marked('typedcomment')}@example.org`,
  commentPhone: digits(),
};
/** What only staff may read. */
const answers = {
  string: marked('sign'),
  text: marked('story'),
  unknownCode: marked('code'),
  unknown: marked('unknown'),
};
/** What somebody says about a case who thinks that it should not be public. */
const complaint = { name: marked('complaint'), phone: digits(), mail: `${marked('cmail')}@example.com` };
/** What is kept nowhere. */
const passing = {
  /** Where the complaint comes from. */
  address: `203.0.113.${100 + Math.floor(Math.random() * 150)}`,
  fileName: marked('file'),
  artist: marked('artist'),
  comment: marked('exif'),
  agent: marked('agent'),
  referer: marked('referer'),
  cookie: marked('cookie'),
  requestId: marked('requestid'),
  commentFile: marked('cfile'),
  supporter: marked('supporter'),
};
/** What is kept for a week. */
const idempotencyKeys = { realtime: marked('idem'), blackbox: marked('idemtip') };

/** The words to look for: the two halves of an address count for themselves. */
const words = (...given: Record<string, string>[]) =>
  given
    .flatMap((one) => Object.values(one))
    .flatMap((text) => text.replace(/\.example.*|example\..*/, '').split('@'))
    .filter((word) => word !== '');
const SECRET = words(reporter, tipster, commenter, typed, answers, complaint, passing, idempotencyKeys);

let database: TestDatabase;
let server: ServerProgram;
let folder: string;
let city: TestCity;
let partner: string;
let env: Record<string, string>;
const heard: { path: string; status: number; text: string }[] = [];
const numbers: Record<'lamp' | 'tree' | 'tip' | 'other', string> = { lamp: '', tree: '', tip: '', other: '' };

async function call(path: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${server.url}${path}`, init);
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  heard.push({ path, status: response.status, text: `${text}\n${JSON.stringify([...response.headers])}` });
  return text;
}

const picture = () =>
  quarters()
    .jpeg()
    .withExif({ IFD0: { Artist: passing.artist }, IFD2: { UserComment: passing.comment } })
    .toBuffer();

async function post(
  path: string,
  fields: Record<string, string>,
  file?: { name: string; bytes: Buffer },
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== undefined) form.append('media', new Blob([new Uint8Array(file.bytes)]), `${file.name}.jpg`);
  const text = await call(`/open311/${city.jurisdiction_id}/v2/${path}`, {
    method: 'POST',
    body: form,
    headers,
  });
  return (JSON.parse(text) as Record<string, string>[])[0] ?? {};
}

const HEADERS = {
  'User-Agent': passing.agent,
  Referer: `https://example.org/${passing.referer}`,
  Cookie: `a=${passing.cookie}`,
  'X-Request-Id': passing.requestId,
};

const TEXT = `Dziura. Pisać: ${typed.email}, dzwonić: ${typed.phone}.`;

async function submitEverything(): Promise<void> {
  const key = { api_key: city.key };
  const file = { name: passing.fileName, bytes: await picture() };
  const lamp = await post(
    'requests.json',
    {
      ...key,
      ...PLACE,
      ...reporter,
      service_code: 'HOLE',
      description: TEXT,
      address_string: `Kwiatowa 5, ${typed.address}`,
      media_url: `https://example.org/${typed.link}/a.jpg`,
      'attribute[SIZE]': 'small',
      'attribute[DEPTH]': typed.number,
      'attribute[SIGN]': answers.string,
      'attribute[STORY]': answers.text,
      [`attribute[${answers.unknownCode}]`]: answers.unknown,
    },
    file,
    { ...HEADERS, 'Idempotency-Key': idempotencyKeys.realtime },
  );
  numbers.lamp = lamp['service_request_id'] ?? '';
  const tree = await post('requests.json', {
    ...key,
    ...PLACE,
    ...reporter,
    service_code: 'TREE',
    description: TEXT,
  });
  await post(
    'requests.json',
    { ...key, ...PLACE, ...tipster, service_code: 'TIP', description: TEXT },
    file,
    {
      'Idempotency-Key': idempotencyKeys.blackbox,
    },
  );
  const other = await post('requests.json', {
    ...key,
    ...PLACE,
    service_code: 'LAMP',
    description: `Ciemno. Sąsiad ${reporter.email} też to widział.`,
  });
  numbers.other = other['service_request_id'] ?? '';
  for (const [number, api_key, update_id] of [
    [numbers.other, city.key, '1'],
    [numbers.other, partner, '2'],
    [numbers.lamp, partner, '3'],
  ] as const) {
    await post(
      'servicerequestupdates.json',
      {
        api_key,
        ...commenter,
        service_request_id: number,
        update_id,
        updated_datetime: '2026-05-01T10:00:00Z',
        status: 'in_progress',
        description: `W toku, ${typed.comment}, tel. ${typed.commentPhone}`,
      },
      { name: passing.commentFile, bytes: file.bytes },
    );
  }
  for (const account_id of [passing.supporter, reporter.account_id, reporter.email.toUpperCase()])
    await post(`requests/${numbers.other}/supporters.json`, { ...key, account_id });
  const { name, phone, mail } = complaint;
  const comment = `${name}, tel. ${phone}, ${mail}`;
  await post(`requests/${numbers.lamp}/reports.json`, { reason: 'personal_data', comment }, undefined, {
    ...HEADERS,
    'X-Forwarded-For': passing.address,
  });
  const { rows } = await database.db.raw<{ rows: { number: string; service_code: string }[] }>(
    'select number, service_code from requests',
  );
  const of = (code: string) => rows.find(({ service_code }) => service_code === code)?.number ?? '';
  numbers.tree = of('TREE');
  numbers.tip = of('TIP');
  // Until the job has taken the batch case over, it is nobody's to see, and this would look at nothing.
  while (
    (await call(`/open311/${city.jurisdiction_id}/v2/tokens/${tree['token'] ?? ''}.json`)).includes('null')
  );
}

async function provokeErrors(): Promise<void> {
  const all = { ...reporter, ...PLACE, api_key: city.key, service_code: 'LAMP', description: TEXT };
  for (const format of ['json', 'xml']) {
    const path = `/open311/${city.jurisdiction_id}/v2/requests.${format}`;
    const send = (fields: Record<string, string>, headers = {}) =>
      call(path, { method: 'POST', headers, body: new URLSearchParams(fields) });
    await send({ ...all, lat: '0', long: '0' });
    await send({
      ...all,
      service_code: 'HOLE',
      'attribute[DEPTH]': answers.string,
      'attribute[SIZE]': answers.text,
    });
    await send({ ...all, description: `${TEXT} ${'x'.repeat(5_000)}` });
    await send({ ...all, phone: reporter.phone.repeat(20), email: `${reporter.email} ` });
    await send({ ...all, media_url: reporter.phone });
    await send({ ...all, description: 'x' }, { 'Idempotency-Key': idempotencyKeys.realtime });
    const supporters = path.replace(`.${format}`, `/${numbers.other}/supporters.${format}`);
    for (const fields of [
      { account_id: passing.supporter },
      { api_key: city.key, account_id: passing.supporter.repeat(20) },
      { api_key: passing.supporter, account_id: reporter.account_id },
    ])
      await call(supporters, { method: 'POST', body: new URLSearchParams(fields) });
    await call(path, {
      method: 'POST',
      body: `{"email":"${reporter.email}`,
      headers: { 'Content-Type': 'application/json' },
    });
    await call(path, { method: 'PUT', headers: HEADERS });
    const { name, mail } = complaint;
    for (const reason of [name, 'spam'])
      await call(`/open311/${city.jurisdiction_id}/v2/requests/${numbers.lamp}/reports.${format}`, {
        method: 'POST',
        headers: { 'X-Forwarded-For': passing.address },
        body: new URLSearchParams({ reason, comment: `${mail} ${name}`.repeat(30) }),
      });
  }
}

/** Every address that the contract has, in every format, with everything that makes it tell more. */
async function crawl(): Promise<void> {
  const v2 = `/open311/${city.jurisdiction_id}/v2`;
  const all = Object.values(numbers);
  for (const format of ['json', 'xml', 'geojson']) {
    for (const query of [
      '',
      '?extensions=true',
      `?extensions=true&service_request_id=${all.join(',')}`,
      '?extensions=true&updated_after=2026-01-01T00:00:00Z&sort=updated_datetime',
      '?extensions=true&q=dziura',
      `?extensions=true&lat=${PLACE.lat}&long=${PLACE.long}&radius=1000`,
      '?extensions=true&status=open&page_size=1',
    ])
      await call(`${v2}/requests.${format}${query}`);
    for (const number of all) await call(`${v2}/requests/${number}.${format}?extensions=true`);
  }
  for (const format of ['json', 'xml']) {
    for (const description of ['', TEXT])
      await call(
        `${v2}/duplicates.${format}?extensions=true&service_code=LAMP&lat=${PLACE.lat}&long=${PLACE.long}&description=${encodeURIComponent(description)}`,
      );
    await call(`${v2}/servicerequestupdates.${format}`);
    await call(`${v2}/servicerequestupdates.${format}?service_request_id=${all.join(',')}`);
    await call(`${v2}/services.${format}`);
    await call(`${v2}/services/HOLE.${format}`);
    await call(`/open311/discovery.${format}`);
    await call(`/open311/v2/locations.${format}?lat=${PLACE.lat}&long=${PLACE.long}`);
  }
  for (const format of ['csv', 'ndjson', 'geojson']) await call(`${v2}/exports/requests.${format}`);
  await call(`${v2}/areas.geojson`);
  for (const path of ['/livez', '/readyz', '/metrics', '/openapi.yaml', '/docs/', '/nothing'])
    await call(path);
  for (const name of filesBelow(folder)) await call(`/media/${name.split('/').at(-1) ?? ''}`);
}

const inAnswers = (word: string) => heard.filter(({ text }) => text.includes(word)).map(({ path }) => path);

/** The tables that have a word anywhere, whatever the column: as it is, or as bytes are written. */
async function tablesWith(word: string): Promise<string[]> {
  const { rows } = await database.db.raw<{ rows: { schema: string; name: string }[] }>(
    `select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { schema, name } of rows) {
    const { rows: hits } = await database.db.raw<{ rows: { count: string }[] }>(
      `select count(*) from ??.?? as given where strpos(given::text, ?) > 0 or strpos(given::text, ?) > 0`,
      [schema, name, word, Buffer.from(word).toString('hex')],
    );
    if (hits[0]?.count !== '0') found.push(name);
  }
  return found;
}

const filesWith = (word: string) =>
  filesBelow(folder).filter((name) => readFileSync(join(folder, name)).includes(word));

beforeAll(async () => {
  database = await cloneDatabase();
  city = await createCity(database.db);
  partner = (await createKey(database.db, { jurisdiction_id: city.jurisdiction_id, scopes: ['update'] })).key;
  folder = freshFolder();
  env = {
    DATABASE_URL: databaseUrl(database.connection),
    SIGNPOST_LOG: 'debug',
    SIGNPOST_FILES: folder,
    SIGNPOST_TRUST_PROXY: 'loopback',
  };
  server = await startServerProgram({ env });
  await submitEverything();
  await provokeErrors();
  await crawl();
}, 120_000);
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

describe('while it is kept', () => {
  test('it was really sent, and the crawl saw the cases', () => {
    expect(Object.values(numbers).every((number) => /^\d{8}$/.test(number))).toBe(true);
    for (const number of [numbers.lamp, numbers.tree, numbers.other])
      expect(inAnswers(number).length).toBeGreaterThan(10);
    expect(heard.filter(({ status }) => status >= 500)).toEqual([]);
    expect(heard.filter(({ status }) => status >= 400).length).toBeGreaterThan(15);
    expect(heard.filter(({ text }) => text.includes('[e-mail]')).length).toBeGreaterThan(10);
    expect(
      heard.filter(({ path, status }) => path.startsWith('/media/') && status === 200).length,
    ).toBeGreaterThan(1);
  });

  test('no word of it is in any public answer, in no format, error, or telling of the server about itself', () => {
    expect(SECRET.length).toBeGreaterThan(35);
    for (const word of SECRET) expect([word, inAnswers(word)]).toEqual([word, []]);
  });

  test('nobody finds a case by what is masked', async () => {
    for (const word of words(typed)) {
      const list = await fetch(`${server.url}/open311/${city.jurisdiction_id}/v2/requests.json?q=${word}`);
      expect([word, await list.text()]).toEqual([word, '[]']);
    }
  });

  test('staff read it as it came', async () => {
    const shown = await runProgram(['case', 'show', numbers.lamp], { env });
    for (const word of words(answers).concat(TEXT, typed.address)) expect(shown.stdout).toContain(word);
  }, 30_000);

  test('the search through the database finds what is kept, and what only passed by is not kept', async () => {
    const { name } = complaint;
    for (const word of words(reporter, tipster, commenter, typed, answers, { name }, idempotencyKeys))
      expect([word, (await tablesWith(word)).length]).not.toEqual([word, 0]);
    // Of a complaint, what is masked is kept nowhere.
    for (const word of words(passing, { ...complaint, name: '' })) {
      expect([word, await tablesWith(word)]).toEqual([word, []]);
      expect([word, filesWith(word)]).toEqual([word, []]);
    }
    expect(filesBelow(folder).length).toBe(10);
  }, 60_000);
});

describe('a person can have it', () => {
  test('in a folder that nobody else may read, pictures included', async () => {
    const output = join(freshFolder(), 'export');
    const counts = await runJson<Record<string, unknown>>(
      [
        'personal-data',
        'export',
        '--jurisdiction',
        city.jurisdiction_id,
        '--email',
        reporter.email.toUpperCase(),
        '--output',
        output,
      ],
      { env },
    );
    expect(counts).toMatchObject({ cases: 2, comments: 0, mentions: 1, supports: 2, pictures: 2 });
    const text = readFileSync(join(output, 'personal-data.json'), 'utf8');
    for (const word of [...Object.values(reporter), ...Object.values(answers), TEXT.replace(/"/g, '\\"')])
      expect(text).toContain(word);
    for (const word of words(tipster)) expect(text).not.toContain(word);
    expect(filesBelow(output)).toHaveLength(3);
  }, 30_000);

  test.each([
    ['an address that is none', ['--email', 'nobody'], 2, 'is no e-mail address'],
    ['neither address nor number', [], 2, 'Say either --email'],
    ['both', ['--email', 'a@b.pl', '--case', '10005202'], 2, 'Say either --email'],
    ['a number that is mistyped', ['--case', '12345678'], 4, 'mistyped'],
  ])(
    '%s is told',
    async (_, given, code, message) => {
      const outcome = await runProgram(
        ['personal-data', 'erase', '--yes', '--jurisdiction', city.jurisdiction_id, ...given],
        { env },
      );
      expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) as unknown });
    },
    30_000,
  );
});

describe('the settings of a city', () => {
  const of = () => ['--jurisdiction', city.jurisdiction_id];
  test.each<[string, () => string[], number, string]>([
    [
      'no days',
      () => ['jurisdictions', 'set', city.jurisdiction_id, '--retention-media', '0'],
      2,
      'Say a number of days',
    ],
    [
      'words for days',
      () => ['jurisdictions', 'set', city.jurisdiction_id, '--retention-media', 'soon'],
      2,
      'or always',
    ],
    ['nothing at all', () => ['jurisdictions', 'set', city.jurisdiction_id], 2, 'Say what to change'],
    [
      'an unknown city',
      () => ['jurisdictions', 'set', 'none.example', '--masking', 'on'],
      4,
      'not served here',
    ],
    [
      'an unknown service',
      () => ['services', 'publish', 'NONE', 'nothing', ...of()],
      4,
      'There is no service NONE',
    ],
    ['half a secret', () => ['services', 'publish', 'LAMP', 'half', ...of()], 2, 'coarse-place'],
    [
      'a folder that is there',
      () => ['personal-data', 'export', '--case', numbers.tip, '--output', folder, ...of()],
      2,
      'Name a folder that is not there yet',
    ],
  ])(
    '%s: it is told what is wrong',
    async (_, given, code, message) => {
      const outcome = await runProgram(given(), { env });
      expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) as unknown });
    },
    30_000,
  );

  test('how long what is kept is set, and taken back', async () => {
    const set = (...given: string[]) =>
      runJson<{ retention: unknown }>(['jurisdictions', 'set', city.jurisdiction_id, ...given], { env });
    const kept = () =>
      database.db('retention').select('kind', 'days').where({ jurisdiction_id: city.jurisdiction_id });
    await set('--retention-reporters', '365', '--retention-media', '30');
    expect(await kept()).toHaveLength(2);
    await set('--retention-reporters', 'always', '--retention-media', 'always');
    expect(await kept()).toEqual([]);
  }, 30_000);
});

describe('when it is erased', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    const erase = (...given: string[]) =>
      runJson<Record<string, unknown>>(
        ['personal-data', 'erase', '--jurisdiction', city.jurisdiction_id, ...given],
        { env },
      );
    expect(await erase('--email', reporter.email)).toMatchObject({
      erased: false,
      cases: 2,
      mentions: 1,
      supports: 2,
    });
    expect(await erase('--email', reporter.email, '--yes')).toMatchObject({
      erased: true,
      cases: 2,
      mentions: 1,
      supports: 2,
      pictures: 2,
    });
    expect(await erase('--email', commenter.email, '--yes')).toMatchObject({
      cases: 0,
      comments: 2,
      pictures: 2,
    });
    expect(await erase('--case', numbers.tip, '--yes')).toMatchObject({ cases: 1, pictures: 1 });
    heard.length = 0;
    await crawl();
    outcome = await server.stop();
  }, 120_000);

  test('no word of it is in any table, in no file, and in no answer', async () => {
    for (const word of SECRET) {
      expect([word, await tablesWith(word)]).toEqual([word, []]);
      expect([word, filesWith(word)]).toEqual([word, []]);
      expect([word, inAnswers(word)]).toEqual([word, []]);
    }
    expect(filesBelow(folder)).toEqual([]);
  }, 60_000);

  test('the cases are still there, with number, service, status and about where', () => {
    const got = heard.find(({ path }) => path.includes(`requests/${numbers.lamp}.json`));
    expect(got?.status).toBe(200);
    expect(got?.text).toContain('"description":null');
    expect(got?.text).toContain('"service_code":"HOLE"');
    expect(got?.text).toContain('"lat":51.11,');
    const other = heard.find(({ path }) => path.includes(`requests/${numbers.other}.json`));
    expect(other?.text).toContain(Buffer.from('Ciemno. Sąsiad [e-mail] też to widział.').toString('latin1'));
  });

  test('a case that they support has as many supporters as before, of whom one is known', async () => {
    const got = heard.find(({ path }) => path.includes(`requests/${numbers.other}.json`));
    expect(got?.text).toMatch(/"supporters" ?: ?3\b/);
    expect(await database.db('request_supporters').whereNotNull('supported_at').count()).toEqual([
      { count: '1' },
    ]);
  });

  test('a record says that it was done, and nothing of what it was', async () => {
    const records = await runJson<Record<string, unknown>[]>(
      ['personal-data', 'erasures', '--jurisdiction', city.jurisdiction_id],
      { env },
    );
    expect(records.map(({ kind, number }) => `${String(kind)} ${String(number)}`).sort()).toEqual(
      [
        `case ${numbers.lamp}`,
        `case ${numbers.tree}`,
        `case ${numbers.tip}`,
        `comment ${numbers.other}`,
        `comment ${numbers.other}`,
        `mention ${numbers.other}`,
        `support ${numbers.other}`,
        `support ${numbers.other}`,
      ].sort(),
    );
  }, 30_000);

  test('the log of the whole time has no word of it either', () => {
    const written = outcome.stdout + outcome.stderr;
    expect(written).toContain('"operation":"requests.create"');
    expect(SECRET.filter((word) => written.includes(word))).toEqual([]);
  });
});
