import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../src/features/access/index.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { parse, tokenIn } from '../support/mail-server.ts';
import { until } from '../support/embedded-postgres.ts';
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
let marks = 0;
const marked = (name: string) => `q${name}v${++marks}w`;
let telephones = 607_310_951;
const digits = () => String((telephones += 10_007));

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
/** Whose cases are held, merged into others, and in the sandbox. */
const held = reporterOf('h');
const twin = reporterOf('d');
const tried = reporterOf('s');

/** Who writes a client, and has an account; and somebody who has not answered. */
const developer = { email: `${marked('devmail')}@${marked('devhost')}.example.pl` };
/** At another domain: a mail to one person keeps those at the same domain waiting. */
const stranger = { email: `${marked('strangermail')}@${marked('strangerhost')}.example.org` };

/** What is typed into texts that the public reads. */
const typed = {
  email: `${marked('typed')}@${marked('typedhost')}.example.pl`,
  phone: digits(),
  address: `${marked('typedaddress')}@example.com`,
  placeId: `${marked('typedplace')}@example.com`,
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
/** What is in no public answer while staff have not released it. */
const hidden = { links: marked('manylinks'), reported: marked('reported') };
/** What somebody says about a case who thinks that it should not be public. */
const complaint = { name: marked('complaint'), phone: digits(), mail: `${marked('cmail')}@example.com` };
/** What is kept nowhere. */
const passing = {
  /** Where the complaint comes from. */
  address: '203.0.113.177',
  fileName: marked('file'),
  artist: marked('artist'),
  comment: marked('exif'),
  agent: marked('agent'),
  referer: marked('referer'),
  cookie: marked('cookie'),
  requestId: marked('requestid'),
  commentFile: marked('cfile'),
  supporter: marked('supporter'),
  formField: marked('formfield'),
  fileField: marked('filefield'),
  title: marked('title'),
  notAsked: marked('notasked'),
  parameter: marked('parameter'),
};
/** The sender's own names of updates, by which repeats are known: kept when the comment is erased, and never told. */
const updateIds = { first: marked('updateid'), second: marked('updateid') };
/** What is kept for a week. */
const idempotencyKeys = { realtime: marked('idem'), blackbox: marked('idemtip') };

/** The words to look for: the two halves of an address count for themselves. */
const words = (...given: Record<string, string>[]) =>
  given
    .flatMap((one) => Object.values(one))
    .flatMap((text) => text.replace(/\.example.*|example\..*/, '').split('@'))
    .filter((word) => word !== '');
const PERSONS = [reporter, tipster, commenter, held, twin, tried, developer, stranger];
const SECRET = words(...PERSONS, typed, answers, hidden, complaint, passing, idempotencyKeys);

let database: TestDatabase;
let server: ServerProgram;
let folder: string;
let city: TestCity;
let partner: string;
let testKey: string;
let env: Record<string, string>;
const heard: { path: string; status: number; text: string }[] = [];
const numbers = { lamp: '', tree: '', tip: '', other: '', links: '', reported: '', twin: '' };
/** Of the case in the sandbox. */
let triedNumber = '';

const LIVE = () => `/open311/${city.jurisdiction_id}/v2`;
const SANDBOX = () => `/open311/${city.jurisdiction_id}/test/v2`;

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
  file?: { name: string; bytes: Buffer; field?: string },
  headers: Record<string, string> = {},
  base = LIVE(),
): Promise<Record<string, string>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== undefined)
    form.append(file.field ?? 'media', new Blob([new Uint8Array(file.bytes)]), `${file.name}.jpg`);
  const text = await call(`${base}/${path}`, { method: 'POST', body: form, headers });
  return (JSON.parse(text) as Record<string, string>[])[0] ?? {};
}

const HEADERS = {
  'User-Agent': passing.agent,
  Referer: `https://example.org/${passing.referer}`,
  Cookie: `a=${passing.cookie}`,
  'X-Request-Id': passing.requestId,
};

const TEXT = `Dziura. Pisać: ${typed.email}, dzwonić: ${typed.phone}.`;

const photo = async () => ({ name: passing.commentFile, bytes: await picture() });

async function comment(
  base: string,
  { number, api_key, update_id }: { number: string; api_key: string; update_id: string },
): Promise<void> {
  const fields = {
    api_key,
    ...commenter,
    service_request_id: number,
    update_id,
    updated_datetime: '2026-05-01T10:00:00Z',
    status: 'in_progress',
    title: passing.title,
    description: `W toku, ${typed.comment}, tel. ${typed.commentPhone}`,
  };
  await post('servicerequestupdates.json', fields, await photo(), {}, base);
}

async function complain(base: string, number: string, address: string): Promise<void> {
  const { name, phone, mail } = complaint;
  const fields = { reason: 'personal_data', comment: `${name}, tel. ${phone}, ${mail}` };
  const headers = { ...HEADERS, 'X-Forwarded-For': address };
  await post(`requests/${number}/reports.json`, fields, undefined, headers, base);
}

/** Cases that nobody is to see: one for its links, one that three people have reported; and one that is a duplicate. */
async function submitHeldAndMerged(): Promise<void> {
  const fields = { ...PLACE, api_key: city.key, service_code: 'LAMP' };
  const send = async (more: Record<string, string>) =>
    (await post('requests.json', { ...fields, ...more }, await photo()))['service_request_id'] ?? '';
  const links = 'https://a.example https://b.example https://c.example';
  numbers.links = await send({ ...held, description: `${TEXT} ${hidden.links} ${links}` });
  numbers.reported = await send({ ...held, description: `${TEXT} ${hidden.reported}` });
  for (const last of [1, 2, 3]) await complain(LIVE(), numbers.reported, `198.51.100.${last}`);
  numbers.twin = await send({ ...twin, description: TEXT, address_id: typed.placeId });
  await runJson(['case', 'merge', numbers.twin, '--into', numbers.other], { env });
}

async function submitToSandbox(): Promise<void> {
  const key = { api_key: testKey };
  const fields = {
    ...key,
    ...PLACE,
    ...tried,
    service_code: 'HOLE',
    description: TEXT,
    address_id: typed.placeId,
    'attribute[SIZE]': 'small',
    'attribute[STORY]': answers.text,
    media_url: `https://example.org/${typed.link}/a.jpg`,
  };
  const answer = await post('requests.json', fields, await photo(), HEADERS, SANDBOX());
  triedNumber = answer['service_request_id'] ?? '';
  await comment(SANDBOX(), { number: triedNumber, ...key, update_id: updateIds.first });
  const account = { ...key, account_id: passing.supporter };
  await post(`requests/${triedNumber}/supporters.json`, account, undefined, {}, SANDBOX());
  await complain(SANDBOX(), triedNumber, passing.address);
  for (const word of ['lifecycle', '400', '403', '429', '500', '503'])
    await post(
      'requests.json',
      { ...fields, description: `${TEXT} sandbox-${word}` },
      undefined,
      {},
      SANDBOX(),
    );
}

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
      address_id: typed.placeId,
      [passing.formField]: passing.title,
      media_url: `https://example.org/${typed.link}/a.jpg`,
      'attribute[SIZE]': 'small',
      'attribute[DEPTH]': typed.number,
      'attribute[NOTE]': passing.notAsked,
      'attribute[LANE]': 'left',
      'attribute[SEEN]': '2026-05-01T10:00:00Z',
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
    { ...file, field: passing.fileField },
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
    [numbers.other, city.key, updateIds.first],
    [numbers.other, partner, updateIds.second],
    [numbers.lamp, partner, '3'],
  ] as const)
    await comment(LIVE(), { number, api_key, update_id });
  for (const account_id of [passing.supporter, reporter.account_id, reporter.email.toUpperCase()])
    await post(`requests/${numbers.other}/supporters.json`, { ...key, account_id });
  await complain(LIVE(), numbers.lamp, passing.address);
  await submitHeldAndMerged();
  await submitToSandbox();
  const { rows } = await database.db.raw<{ rows: { number: string; service_code: string }[] }>(
    'select number, service_code from requests where jurisdiction_id = ?',
    [city.jurisdiction_id],
  );
  const of = (code: string) => rows.find(({ service_code }) => service_code === code)?.number ?? '';
  numbers.tree = of('TREE');
  numbers.tip = of('TIP');
  // Until the job has taken the batch case over, it is nobody's to see, and this would look at nothing.
  const token = `${LIVE()}/tokens/${tree['token'] ?? ''}.json`;
  await until(async () => !(await call(token)).includes('null'));
}

/** Accounts prove their addresses by mails, which are files here. What an account is told of itself is for it alone. */
async function proveAddresses(): Promise<void> {
  const send = (path: string, body: object) =>
    call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (const one of [developer, stranger]) await send('/accounts', one);
  const mails = join(env['SIGNPOST_DATA'] ?? '', 'mail');
  const token = await until(() => {
    const all = existsSync(mails) ? filesBelow(mails).filter((name) => name.endsWith('.eml')) : [];
    const texts = all.map((name) => readFileSync(join(mails, name), 'latin1'));
    const found = texts.find((text) => text.includes(developer.email));
    return Promise.resolve(found === undefined || all.length < 2 ? undefined : tokenIn(parse([], found)));
  });
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ token });
  expect(
    (await fetch(`${server.url}/accounts/confirmations`, { method: 'POST', headers, body })).status,
  ).toBe(200);
  await send('/accounts/confirmations', { token });
  await send('/accounts/renewals', { token });
  await send('/accounts', { email: `${developer.email},${stranger.email}` });
  await send('/accounts', { email: [developer.email] });
  for (const path of ['/account', '/keys']) await call(path);
}

async function provokeErrors(): Promise<void> {
  const all = { ...reporter, ...PLACE, api_key: city.key, service_code: 'LAMP', description: TEXT };
  for (const path of [LIVE(), SANDBOX()].flatMap((base) => [
    `${base}/requests.json`,
    `${base}/requests.xml`,
  ])) {
    const format = path.endsWith('xml') ? 'xml' : 'json';
    const send = (fields: Record<string, string>, headers = {}) =>
      call(path, { method: 'POST', headers, body: new URLSearchParams(fields) });
    await send({ ...all, lat: '0', long: '0' });
    await send({
      ...all,
      service_code: 'HOLE',
      'attribute[DEPTH]': answers.string,
      'attribute[SIZE]': answers.text,
      'attribute[LANE]': answers.unknown,
      'attribute[SEEN]': answers.string,
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
      await call(path.replace(`.${format}`, `/${numbers.lamp}/reports.${format}`), {
        method: 'POST',
        headers: { 'X-Forwarded-For': passing.address },
        body: new URLSearchParams({ reason, comment: `${mail} ${name}`.repeat(30) }),
      });
  }
}

/** Every address that the contract has, in every format, with everything that makes it tell more. */
async function crawl(): Promise<void> {
  await crawlCity(LIVE());
  await crawlCity(SANDBOX());
  for (const path of ['/livez', '/readyz', '/metrics', '/openapi.yaml', '/docs/', '/nothing'])
    await call(path);
  for (const name of filesBelow(folder)) await call(`/media/${name.split('/').at(-1) ?? ''}`);
}

async function crawlCity(v2: string): Promise<void> {
  const all = [...Object.values(numbers), triedNumber];
  for (const format of ['json', 'xml', 'geojson']) {
    for (const query of [
      '',
      '?extensions=true',
      `?extensions=true&service_request_id=${all.join(',')}`,
      '?extensions=true&updated_after=2026-01-01T00:00:00Z&sort=updated_datetime',
      '?extensions=true&q=dziura',
      `?extensions=true&lat=${PLACE.lat}&long=${PLACE.long}&radius=1000`,
      '?extensions=true&status=open&page_size=1',
      `?extensions=true&page_size=1&email=${passing.parameter}`,
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
  const { jurisdiction_id } = city;
  partner = (await createKey(database.db, { jurisdiction_id, scopes: ['update'] })).key;
  testKey = (await createKey(database.db, { jurisdiction_id, scopes: ['submit', 'update'], kind: 'test' }))
    .key;
  folder = freshFolder();
  env = {
    DATABASE_URL: databaseUrl(database.connection),
    SIGNPOST_LOG: 'debug',
    SIGNPOST_FILES: folder,
    SIGNPOST_DATA: freshFolder(),
    SIGNPOST_TRUST_PROXY: 'loopback',
  };
  server = await startServerProgram({ env });
  await submitEverything();
  await proveAddresses();
  await provokeErrors();
  await crawl();
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

describe('while it is kept', () => {
  test('it was really sent, and the crawl saw the cases', () => {
    expect(Object.values(numbers).every((number) => /^\d{8}$/.test(number))).toBe(true);
    expect(triedNumber).toMatch(/^\d{8}$/);
    for (const number of [numbers.lamp, numbers.tree, numbers.other, numbers.twin, triedNumber])
      expect(inAnswers(number).length).toBeGreaterThan(10);
    const got = (number: string) =>
      heard.filter(({ path }) => path.includes(`/requests/${number}.`)).map(({ status }) => status);
    for (const number of [numbers.links, numbers.reported]) expect([...new Set(got(number))]).toEqual([404]);
    expect([...new Set(got(triedNumber))].sort()).toEqual([200, 404]);
    const merged = heard.find(({ path }) => path.includes(`/requests/${numbers.twin}.json?extensions`));
    expect(merged?.text).toContain(`"duplicate_of" : "${numbers.other}"`);
    // Those that the sandbox was asked for.
    expect(heard.filter(({ status }) => status >= 500).map(({ status }) => status)).toEqual([500, 503]);
    expect(heard.filter(({ status }) => status >= 400).length).toBeGreaterThan(15);
    expect(heard.filter(({ text }) => text.includes('[e-mail]')).length).toBeGreaterThan(10);
    expect(
      heard.filter(({ path, status }) => path.startsWith('/media/') && status === 200).length,
    ).toBeGreaterThan(1);
  });

  test('no word of it is in any public answer, in no format, error, or telling of the server about itself', () => {
    expect(SECRET.length).toBeGreaterThan(70);
    for (const word of [...SECRET, ...words(updateIds)]) expect([word, inAnswers(word)]).toEqual([word, []]);
  });

  test('nobody finds a case by what is masked', async () => {
    for (const word of words(typed, hidden))
      for (const base of [LIVE(), SANDBOX()]) {
        const list = await fetch(`${server.url}${base}/requests.json?q=${word}`);
        expect([word, base, await list.text()]).toEqual([word, base, '[]']);
      }
  });

  test('staff read it as it came', async () => {
    const shown = await runProgram(['case', 'show', numbers.lamp], { env });
    for (const word of words(answers).concat(TEXT, typed.address)) expect(shown.stdout).toContain(word);
  });

  test('the search through the database finds what is kept, and what only passed by is not kept', async () => {
    const { name } = complaint;
    for (const word of words(...PERSONS, typed, answers, hidden, { name }, idempotencyKeys))
      expect([word, (await tablesWith(word)).length]).not.toEqual([word, 0]);
    // Of a complaint, what is masked is kept nowhere.
    for (const word of words(passing, { ...complaint, name: '' })) {
      expect([word, await tablesWith(word)]).toEqual([word, []]);
      expect([word, filesWith(word)]).toEqual([word, []]);
    }
    expect(filesBelow(folder).length).toBe(20);
  });
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
    const { comment, commentPhone } = typed;
    for (const word of words(tipster, held, twin, tried, commenter, { comment, commentPhone }))
      expect(text).not.toContain(word);
    expect(filesBelow(output)).toHaveLength(3);
  });

  test.each([
    ['an address that is none', ['--email', 'nobody'], 2, 'is no e-mail address'],
    ['neither address nor number', [], 2, 'Say either --email'],
    ['both', ['--email', 'a@b.pl', '--case', '10005202'], 2, 'Say either --email'],
    ['a number that is mistyped', ['--case', '12345678'], 4, 'mistyped'],
  ])('%s is told', async (_, given, code, message) => {
    const outcome = await runProgram(
      ['personal-data', 'erase', '--yes', '--jurisdiction', city.jurisdiction_id, ...given],
      { env },
    );
    expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) as unknown });
  });
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
  ])('%s: it is told what is wrong', async (_, given, code, message) => {
    const outcome = await runProgram(given(), { env });
    expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(message) as unknown });
  });

  test('how long what is kept is set, and taken back', async () => {
    const set = (...given: string[]) =>
      runJson<{ retention: unknown }>(['jurisdictions', 'set', city.jurisdiction_id, ...given], { env });
    const kept = () =>
      database.db('retention').select('kind', 'days').where({ jurisdiction_id: city.jurisdiction_id });
    await set('--retention-reporters', '365', '--retention-media', '30');
    expect(await kept()).toHaveLength(2);
    await set('--retention-reporters', 'always', '--retention-media', 'always');
    expect(await kept()).toEqual([]);
  });
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
    expect(await erase('--test', '--email', developer.email, '--yes')).toMatchObject({ accounts: 0 });
    expect(await erase('--email', developer.email)).toMatchObject({ erased: false, accounts: 1 });
    expect(await erase('--email', developer.email, '--yes')).toMatchObject({ accounts: 1 });
    expect(await erase('--email', stranger.email, '--yes')).toMatchObject({ accounts: 0, account_mails: 1 });
    expect(await erase('--email', commenter.email, '--yes')).toMatchObject({
      cases: 0,
      comments: 2,
      pictures: 2,
    });
    expect(await erase('--case', numbers.tip, '--yes')).toMatchObject({ cases: 1, pictures: 1 });
    expect(await erase('--email', held.email, '--yes')).toMatchObject({ cases: 2, pictures: 2 });
    expect(await erase('--case', numbers.twin, '--yes')).toMatchObject({ cases: 1, pictures: 1 });
    // Nobody finds there what is in the sandbox, and the other way round.
    expect(await erase('--email', tried.email, '--yes')).toMatchObject({
      cases: 0,
      comments: 0,
      mentions: 0,
    });
    expect(await erase('--test', '--email', commenter.email, '--yes')).toMatchObject({
      comments: 1,
      pictures: 1,
    });
    expect(await erase('--test', '--email', tried.email, '--yes')).toMatchObject({ cases: 2, pictures: 1 });
    heard.length = 0;
    await crawl();
    outcome = await server.stop();
  });

  test('no word of it is in any table, in no file, and in no answer', async () => {
    for (const word of SECRET) {
      expect([word, await tablesWith(word)]).toEqual([word, []]);
      expect([word, filesWith(word)]).toEqual([word, []]);
      expect([word, inAnswers(word)]).toEqual([word, []]);
    }
    expect(filesBelow(folder)).toEqual([]);
  });

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
    const { jurisdiction_id } = city;
    const known = database.db('request_supporters').where({ jurisdiction_id }).whereNotNull('supported_at');
    expect(await known.count()).toEqual([{ count: '1' }]);
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
        `case ${numbers.links}`,
        `case ${numbers.reported}`,
        `case ${numbers.twin}`,
        `comment ${numbers.other}`,
        `comment ${numbers.other}`,
        `mention ${numbers.other}`,
        `support ${numbers.other}`,
        `support ${numbers.other}`,
      ].sort(),
    );
  });

  test('the log of the whole time has no word of it either', () => {
    const written = outcome.stdout + outcome.stderr;
    expect(written).toContain('"operation":"requests.create"');
    expect([...SECRET, ...words(updateIds)].filter((word) => written.includes(word))).toEqual([]);
  });
});
