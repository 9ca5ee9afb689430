import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  ROOT,
  databaseUrl,
  endPrograms,
  freshFolder,
  runJson,
  runProgram,
  spawnProgram,
  startServerProgram,
} from '../support/program.ts';
import type { Env, ServerProgram } from '../support/program.ts';
import { helpOf } from '../support/program-help.ts';
import { numberIn, submit } from '../support/submit.ts';

const CITY = 'nowe.example';
const city = ['--jurisdiction', CITY];
const folder = freshFolder();
const CORNERS = [
  [16.5, 50.6],
  [17.5, 50.6],
  [17.5, 51.6],
  [16.5, 51.6],
  [16.5, 50.6],
];
const OUTLINE = { type: 'Polygon', coordinates: [CORNERS] };

let database: TestDatabase;
let env: Env;
let server: ServerProgram;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  env = { DATABASE_URL: databaseUrl(database.connection) };
  server = await startServerProgram({ env: { ...env, SIGNPOST_WORKER: 'off' } });
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const run = (...given: string[]) => runProgram(given, { env });
const json = <Answer>(...given: string[]) => runJson<Answer>(given, { env });
const read = async <Body>(path: string) => (await (await fetch(`${server.url}${path}`)).json()) as Body;
const send = (fields: Record<string, string>) =>
  submit({ url: server.url, jurisdiction_id: CITY, key }, fields);

describe('--help', () => {
  test.each([
    [
      [],
      [
        'start',
        'worker',
        'migrate',
        'seed',
        'reset',
        'jurisdictions',
        'keys',
        'case',
        'moderation',
        'import',
        'export',
        'doctor',
      ],
    ],
    [['start'], ['--json']],
    [['worker'], ['--json']],
    [['migrate'], ['--json']],
    [['seed'], ['--json']],
    [['reset'], ['--yes', '--json']],
    [['jurisdictions'], ['create', 'list']],
    [
      ['jurisdictions', 'create'],
      ['<id>', '--name', '--time-zone', '--locale', '--json'],
    ],
    [['jurisdictions', 'list'], ['--json']],
    [['keys'], ['create', 'list', 'revoke', 'rotate', 'set', 'usage']],
    [
      ['keys', 'create'],
      [
        '--jurisdiction',
        '--installation',
        '--scope',
        '--publishable',
        '--origin',
        '--portal',
        '--per-minute',
        '--expires',
        '--json',
      ],
    ],
    [
      ['keys', 'rotate'],
      ['<id>', '--overlap', '--json'],
    ],
    [
      ['keys', 'set'],
      ['<id>', '--add-origin', '--remove-origin', '--per-minute', '--json'],
    ],
    [
      ['keys', 'usage'],
      ['<id>', '--from', '--json'],
    ],
    [
      ['keys', 'list'],
      ['--jurisdiction', '--json'],
    ],
    [
      ['keys', 'revoke'],
      ['<id>', '--json'],
    ],
    [['moderation'], ['list', 'release', 'keep', 'hide']],
    [
      ['moderation', 'list'],
      ['--jurisdiction', '--test', '--json'],
    ],
    [
      ['moderation', 'hide'],
      ['<number>', '--reason', '--test', '--json'],
    ],
    [
      ['jurisdictions', 'set'],
      ['--moderation', '--links-allowed', '--repeats-allowed', '--flood-allowed', '--reports-to-hold'],
    ],
    [['case'], ['show', 'status', 'merge']],
    [
      ['case', 'show'],
      ['<number>', '--json'],
    ],
    [
      ['case', 'status'],
      ['<number>', 'open', 'closed', '--notes', '--json'],
    ],
    [['import'], ['services', 'areas', 'places', 'requests']],
    [
      ['import', 'places'],
      ['<file>', '--jurisdiction', '--json', 'house_number'],
    ],
    [
      ['jurisdictions', 'portal'],
      ['<id>', '--title', '--logo', '--brand', '--tiles', '--tiles-attribution', '--json'],
    ],
    [
      ['export'],
      [
        '--jurisdiction',
        '--format',
        '--service',
        '--status',
        '--from',
        '--to',
        '--locale',
        '--output',
        '--json',
      ],
    ],
    [
      ['doctor'],
      ['<url>', '--jurisdiction', '--key', '--write', '--format', 'text', 'json', 'junit', 'Exit codes:'],
    ],
    [
      ['import', 'services'],
      ['<file>', '--jurisdiction', '--json'],
    ],
    [
      ['import', 'areas'],
      ['<file>', '--jurisdiction', '--kind', '--name-property', '--json'],
    ],
    [['services'], ['<url>', '[code]', 'limit', 'publish', 'duplicates']],
    [
      ['services', 'limit'],
      ['<code>', '--jurisdiction', '--areas', '--everywhere', '--json'],
    ],
    [
      ['import', 'requests'],
      ['<file>', '--jurisdiction', '--mapping', '--json'],
    ],
  ])('of %j tells what there is', (given, words) => {
    const help = helpOf(given);
    for (const word of words) expect(help).toContain(word);
  });

  test('is told by the program as it is run, and is no mistake', async () => {
    const { code, stdout, stderr } = await runProgram(['case', 'status', '--help']);
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: helpOf(['case', 'status']) });
  });
});

describe('A new city by the command line', () => {
  test('is created and listed', async () => {
    const created = await run(
      ...['jurisdictions', 'create', CITY.toUpperCase(), '--name', 'Nowe', '--time-zone', 'Europe/Warsaw'],
    );
    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(created.stdout).toContain(`${CITY} is there`);
    expect(await json('jurisdictions', 'list')).toMatchObject([
      { jurisdiction_id: CITY, name: 'Nowe', time_zone: 'Europe/Warsaw', locale: 'en', has_outline: false },
    ]);
    expect((await run('jurisdictions', 'list')).stdout).toMatch(/^ID +NAME[^]+nowe\.example +Nowe/);
    const again = await run('jurisdictions', 'create', CITY, '--name', 'X', '--time-zone', 'UTC');
    expect(again.code).toBe(2);
    const badZone = await run('jurisdictions', 'create', 'b.example', '--name', 'X', '--time-zone', 'Mars');
    expect(badZone).toMatchObject({ code: 2, stdout: '' });
  });

  test('gets services and an outline', async () => {
    const list = [
      { service_code: 'LAMP', service_name: 'Lamp', type: 'realtime', metadata: false, group: 'Streets' },
      { service_code: 'TREE', service_name: 'Tree', type: 'batch', metadata: false, group: 'Green' },
      { service_name: 'without a code', type: 'realtime', metadata: false },
    ];
    const services = file('services.json', list);
    expect(await json('import', 'services', ...city, services)).toMatchObject({
      read: 3,
      added: 2,
      changed: 0,
      refused: [{ position: 3 }],
    });
    expect((await run('import', 'services', ...city, services)).stdout).toContain(
      '0 added, 0 changed, 2 unch',
    );
    const outline = file('outline.json', OUTLINE);
    expect((await run('import', 'areas', ...city, '--kind', 'outline', outline)).stdout).toBe(
      '1 area of kind outline.\n',
    );
    const [listed] = await json<{ has_outline: boolean }[]>('jurisdictions', 'list');
    expect(listed?.has_outline).toBe(true);
    const districts = file('districts.json', { ...OUTLINE });
    const named = [...city, '--kind', 'district'];
    expect(await json('import', 'areas', ...named, districts)).toMatchObject({ areas: 1, cases_stamped: 0 });
    expect((await run('import', 'areas', ...city, '--kind', 'ward', districts)).code).toBe(2);
    const [code = ''] = list.flatMap(({ service_code }) => service_code ?? []);
    const [area] = (await json<{ names: string[] }>('import', 'areas', ...named, districts)).names;
    const limited = await run('services', 'limit', code, ...city, '--areas', (area ?? '').toLowerCase());
    expect(limited).toMatchObject({ code: 0, stdout: expect.stringContaining('only') });
    expect((await run('services', 'limit', code, ...city, '--areas', 'nowhere')).code).toBe(2);
    expect((await run('services', 'limit', 'NONE', ...city, '--everywhere')).code).toBe(4);
    expect((await run('services', 'limit', code, ...city)).code).toBe(2);
    expect(await json('services', 'limit', code, ...city, '--everywhere')).toMatchObject({ area_codes: [] });
    expect((await run('import', 'services', ...city, join(folder, 'nothing.json'))).code).toBe(2);
    expect((await run('import', 'services', '--jurisdiction', 'no.example', services)).code).toBe(4);
  });

  test('gets places and a portal', async () => {
    const places = join(ROOT, 'examples/import/places.csv');
    expect((await run('import', 'places', ...city, places)).stdout).toBe(
      '6 places read: 6 imported, 0 refused.\n',
    );
    writeFileSync(join(folder, 'bad.csv'), 'name,kind,lat,long\nA,lane,1,1\nB,street,1,1\n');
    expect((await run('import', 'places', ...city, join(folder, 'bad.csv'))).stdout).toBe(
      '2 places read: 1 imported, 1 refused.\n  line 2, kind: It must be street, square, address or place.\n',
    );
    const portal = ['jurisdictions', 'portal', city[1] ?? ''];
    expect((await run(...portal, '--brand', '#1d4ed8', '--title', 'Fix it')).stdout).toBe(
      'Title: Fix it.\nColour: #1d4ed8.\n',
    );
    expect(await run(...portal, '--brand', '#3b82f6')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a contrast of 3.36 to 1'),
    });
    writeFileSync(join(folder, 'logo.svg'), '<svg/>');
    expect(await run(...portal, '--logo', join(folder, 'logo.svg'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is an SVG'),
    });
    expect(await json(...portal, '--brand', 'none')).toMatchObject({ brand: null });
    expect((await run(...portal)).code).toBe(2);
  });

  test('gets keys, which can be listed without themselves and revoked', async () => {
    const made = await json<{ key: string; key_id: string; prefix: string; scopes: string[] }>(
      ...['keys', 'create', ...city, '--scope', 'submit', '--scope', 'update', '--label', 'app'],
    );
    key = made.key;
    expect(made.key).toMatch(/^sp_live_[0-9A-Za-z]{33}$/);
    expect(made.scopes).toEqual(['submit', 'update']);
    const second = (await run('keys', 'create', '--installation', '--scope', 'submit')).stdout.split('\n')[0];
    const listed = await run('keys', 'list', ...city);
    expect(listed.stdout).toContain(made.prefix);
    expect(listed.stdout).not.toContain(made.key);
    const revoked = await run('keys', 'revoke', second?.slice(0, made.prefix.length) ?? '');
    expect(revoked).toMatchObject({ code: 0, stdout: expect.stringContaining('is revoked') });
    const states = await json<{ revoked_at: string | null }[]>('keys', 'list');
    expect(states.map(({ revoked_at }) => revoked_at === null).sort()).toEqual([false, true]);
    expect((await run('keys', 'revoke', '999999')).code).toBe(4);
    expect((await run('keys', 'create', ...city, '--scope', 'everything')).code).toBe(2);
    expect((await run('keys', 'create', '--scope', 'submit')).code).toBe(2);
    const trusted = ['keys', 'create', ...city, '--scope', 'trusted'];
    expect((await run(...trusted)).stderr).toContain('give it submit as well');
    expect((await run(...trusted, '--scope', 'submit')).stdout).toContain(
      `It may submit in ${CITY}, and is trusted.`,
    );
  });

  test('gets keys for pages, which can be changed, replaced and looked after', async () => {
    const page = 'https://www.nowe.example';
    const create = ['keys', 'create', ...city];
    type Made = { key: string; key_id: string; origins: string[] };
    const made = await json<Made>(
      ...[...create, '--publishable', '--origin', page, '--origin', 'self', '--per-minute', '9'],
    );
    expect(made).toMatchObject({
      key: expect.stringMatching(/^sp_pub_/),
      scopes: ['submit'],
      origins: [page, 'self'],
      per_minute: 9,
    });
    const other = 'https://blog.nowe.example';
    const set = ['keys', 'set', made.key_id, '--add-origin', other, '--remove-origin', 'self'];
    const said = await run(...set, '--per-minute', 'any');
    expect(said.stdout).toContain(`is for pages of ${page}, ${other} and may make as many`);
    const next = await json<Made & { replaces: string }>('keys', 'rotate', made.key_id, '--overlap', '2');
    expect(next).toMatchObject({ replaces: made.key_id, origins: [page, other] });
    const listed = (await run('keys', 'list', ...city)).stdout.split('\n');
    const lineOf = (id: string) => listed.find((line) => line.startsWith(`${id} `));
    expect(lineOf(made.key_id)).toMatch(new RegExp(`live until .*, replaced by ${next.key_id}`));
    expect(lineOf(next.key_id)).toContain(`${page} ${other}`);
    expect((await run('keys', 'rotate', made.key_id)).stderr).toContain(`Rotate that one.`);

    for (const [wrong, says] of [
      [['--publishable'], 'needs the origins'],
      [['--publishable', '--origin', 'nowe.example'], 'is no origin'],
      [['--publishable', '--origin', page, '--scope', 'update'], 'and nothing else'],
      [['--publishable', '--origin', page, '--test'], 'is for the live city'],
      [['--scope', 'submit', '--origin', page], 'say --publishable'],
      [['--scope', 'submit', '--per-minute', 'many'], 'per_minute must be'],
      [['--scope', 'submit', '--per-minute', '0'], 'per_minute must be'],
      [[], 'needs a scope'],
    ] as const) {
      const refused = await run(...create, ...wrong);
      expect([wrong, refused.code, refused.stdout]).toEqual([wrong, 2, '']);
      expect(refused.stderr).toContain(says);
    }
    expect((await run('keys', 'rotate', next.key_id, '--overlap', '721')).code).toBe(2);
    expect((await run('keys', 'rotate', next.key_id, '--overlap', 'a day')).code).toBe(2);
    for (const command of ['rotate', 'set', 'usage'])
      expect([command, (await run('keys', command, '999999')).code]).toEqual([command, 4]);

    const portal = await json<Made>(...create, '--portal');
    expect(portal).toMatchObject({ origins: ['self'], label: 'Portal' });
    expect((await run(...create, '--portal')).stderr).toContain('has a key that works');
  });

  test('gets the cases of another system, once', async () => {
    const csv = file(
      'cases.csv',
      'id,what,when,state,lat,long\n1,Old lamp,2024-05-01T10:00:00,Open,51.1,17.0\n2,Old lamp,,Open,51.1,17.0\n',
    );
    const mapping = file('mapping.json', {
      source: 'old-system',
      time_format: 'iso',
      columns: {
        source_reference: 'id',
        service: 'what',
        requested: 'when',
        status: 'state',
        lat: 'lat',
        long: 'long',
      },
      statuses: { Open: 'open' },
    });
    const report = { read: 2, imported: 1, already_there: 0, refused: 1 };
    expect(await json('import', 'requests', ...city, '--mapping', mapping, csv)).toMatchObject(report);
    const again = await run('import', 'requests', ...city, '--mapping', mapping, csv);
    expect(again.stdout).toMatch(/0 imported, 1 there already, 1 refused[^]+line 3: /);
  });

  test('has cases that can be looked at and closed, and the API shows it', async () => {
    await until(async () => (await fetch(`${server.url}/open311/${CITY}/v2/services/LAMP.json`)).ok);
    const number = numberIn(await send({ service_code: 'LAMP', description: 'dark', email: 'a@b.example' }));
    const spoken = number.replace(/\B(?=(\d{3})+$)/g, ' ');
    expect((await run('case', 'show', spoken)).stdout).toMatch(/LAMP {2}open[^]+dark[^]+submitted {2}open/);
    const closed = await run('case', 'status', number, 'closed', '--notes', 'A new bulb.');
    expect(closed.stdout).toContain(`${spoken} is closed.`);
    expect(await read(`/open311/${CITY}/v2/requests/${number}.json`)).toMatchObject([
      { status: 'closed', status_notes: 'A new bulb.' },
    ]);
    const shown = await json<{ timeline: object[] }>('case', 'show', number);
    expect(shown.timeline).toMatchObject([
      { kind: 'submitted', status: 'open' },
      { kind: 'status', status: 'closed', notes: 'A new bulb.', actor: 'cli' },
    ]);
    expect((await run('case', 'show', '99999999999')).code).toBe(4);
    expect((await run('case', 'status', '99999999999', 'closed')).code).toBe(4);
  });

  test('has cases that are the same, which become one', async () => {
    const report = async () => numberIn(await send({ service_code: 'LAMP', description: 'dark' }));
    const [first, duplicate] = [await report(), await report()];
    const spoken = (number: string) => number.replace(/\B(?=(\d{3})+$)/g, ' ');
    expect((await run('case', 'merge', spoken(duplicate), '--into', spoken(first))).stdout).toBe(
      `${spoken(duplicate)} is closed as a duplicate of ${spoken(first)}.\n`,
    );
    expect(await json('case', 'merge', duplicate, '--into', first)).toEqual({
      jurisdiction_id: CITY,
      number: duplicate,
      duplicate_of: first,
    });
    expect((await run('case', 'show', duplicate)).stdout).toContain(`Duplicate  of ${spoken(first)}\n`);
    expect(await read(`/open311/${CITY}/v2/requests/${duplicate}.json?extensions=true`)).toMatchObject([
      { status: 'closed', extended_attributes: { duplicate_of: first } },
    ]);
    expect(await run('case', 'merge', first, '--into', first)).toMatchObject({ code: 2 });
    expect(await run('case', 'merge', first, '--into', duplicate)).toMatchObject({ code: 2 });
    expect(await run('case', 'merge', first, '--into', '99999999999')).toMatchObject({ code: 4 });
    expect((await run('case', 'merge', first, '--into', duplicate, '--test')).stderr).toContain(
      'leave --test out',
    );
    expect((await run('case', 'status', duplicate, 'open')).code).toBe(0);
    expect(await json('case', 'show', duplicate)).toMatchObject({ status: 'open', duplicate_of: null });
  });

  test('has services that say how far away a case may be the same', async () => {
    const set = (...given: string[]) => run('services', 'duplicates', ...given, ...city);
    expect(await set('LAMP', '--radius', '250')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('within 250 m') as unknown,
    });
    for (const wrong of ['9', '2001', '12.5', 'far', ''])
      expect([wrong, (await set('LAMP', '--radius', wrong)).code]).toEqual([wrong, 2]);
    expect((await set('NONE', '--radius', '100')).code).toBe(4);
  });

  test('has cases that wait for staff, and for nobody else', async () => {
    const set = (...given: string[]) => run('jurisdictions', 'set', CITY, ...given);
    const strict = ['--moderation', 'after-release', '--links-allowed', '0', '--flood-allowed', 'any'];
    expect(await json('jurisdictions', 'set', CITY, ...strict, '--reports-to-hold', '1')).toMatchObject({
      moderation: 'after_release',
      links_allowed: 0,
      flood_allowed: null,
      reports_to_hold: 1,
    });
    const statusOf = async (number: string) =>
      (await fetch(`${server.url}/open311/${CITY}/v2/requests/${number}.json`)).status;
    // Each says something else: repeated too often, they would be held for that.
    let count = 0;
    const submitted = async () =>
      numberIn(await send({ service_code: 'LAMP', description: `wait for me at pills.com, ${++count}` }));
    let number: string = await submitted();
    // The server looks once a second whether the city has changed.
    await until(async () => {
      if ((await statusOf(number)) === 404) return true;
      number = await submitted();
      return false;
    });
    expect((await run('case', 'show', number)).stdout).toContain('open (held: release, links)');
    const list = await run('moderation', 'list', ...city);
    expect(list.stdout).toMatch(
      new RegExp(
        `${number.replace(/\B(?=(\d{3})+$)/g, ' ')} {2}${CITY} .* staff .* release, links .*wait for me`,
      ),
    );
    type Waiting = { service_request_id: string; jurisdiction_id: string; visibility: string };
    expect(await json<Waiting[]>('moderation', 'list')).toContainEqual(
      expect.objectContaining({ service_request_id: number, jurisdiction_id: CITY, visibility: 'held' }),
    );
    expect(await json('moderation', 'list', '--test')).toEqual([]);
    expect((await run('moderation', 'release', number)).stdout).toBe(`${number}: public.\n`);
    expect(await statusOf(number)).toBe(200);
    const report = () =>
      fetch(`${server.url}/open311/${CITY}/v2/requests/${number}/reports.json`, {
        method: 'POST',
        body: new URLSearchParams({ reason: 'spam', comment: 'Look here.' }),
      });
    expect((await report()).status).toBe(200);
    expect(await statusOf(number)).toBe(404);
    expect((await run('moderation', 'list')).stdout).toMatch(/reported, spam .*Look here\./);
    expect((await run('moderation', 'keep', number)).stdout).toBe(`${number}: kept.\n`);
    expect(await statusOf(number)).toBe(200);
    expect((await run('moderation', 'hide', number)).code).toBe(2);
    expect((await run('moderation', 'hide', number, '--reason', 'Spam.')).stdout).toContain('is hidden.');
    expect(await statusOf(number)).toBe(404);
    const other = await submitted();
    await run('services', 'publish', 'LAMP', ...city, 'nothing');
    const nothing = `${number}, ${other}: held no longer, and not public: the service publishes nothing.\n`;
    expect((await run('moderation', 'release', number, other)).stdout).toBe(nothing);
    expect(await json('moderation', 'release', number)).toEqual({
      service_request_ids: [number],
      public: [],
      not_public: [number],
    });
    expect((await run('moderation', 'keep', number)).stdout).toBe(
      `${number}: kept, and not public: the service publishes nothing.\n`,
    );
    expect(await statusOf(number)).toBe(404);
    await run('services', 'publish', 'LAMP', ...city, 'everything');
    for (const given of [
      ['moderation', 'release', '99999999999'],
      ['moderation', 'list', '--jurisdiction', 'none.example'],
    ])
      expect((await run(...given)).code).toBe(4);
    for (const given of [
      ['--links-allowed', 'few'],
      ['--repeats-allowed', '0'],
      ['--moderation', 'never'],
    ])
      expect((await set(...given)).code).toBe(2);
    await set('--moderation', 'at-once', '--links-allowed', '1', '--reports-to-hold', '3');
  });

  test('has its batch cases accepted only once a worker runs', async () => {
    const answer = await send({ service_code: 'TREE', description: 'a lime tree' });
    const [{ token } = { token: '' }] = JSON.parse(answer.text) as { token: string }[];
    const state = () =>
      read<{ service_request_id: string | null }[]>(`/open311/${CITY}/v2/tokens/${token}.json`);
    const { rows } = await database.db.raw<{ rows: { n: number }[] }>(
      'select count(*)::int as n from graphile_worker._private_jobs where locked_at is null and attempts = 0',
    );
    expect(rows[0]?.n).toBe(1); // it waits, and nobody is there to take it
    expect(await state()).toEqual([{ service_request_id: null, token }]);
    const worker = spawnProgram(['worker', '--json'], { env });
    await until(() => worker.stdout() !== '');
    const number = await until(async () => (await state())[0]?.service_request_id);
    expect(await read(`/open311/${CITY}/v2/requests/${number}.json`)).toMatchObject([
      { description: 'a lime tree' },
    ]);
    expect(worker.stdout()).toBe('{"working":true}\n');
    expect(await worker.stop()).toMatchObject({ code: 0 });
  });
});

describe('migrate and seed', () => {
  test('can be run again and again', async () => {
    expect(await json('migrate')).toEqual({ run: [] });
    expect((await run('migrate')).stdout).toBe('The tables are up to date.\n');
    expect(await json('seed')).toEqual({ seeded: false, demonstration_key: null });
  });

  test('make an empty database ready', async () => {
    const empty = await cloneDatabase();
    await empty.db.raw('drop schema signpost cascade; drop schema graphile_worker cascade');
    const options = { env: { DATABASE_URL: databaseUrl(empty.connection) } };
    const { run: files } = await runJson<{ run: string[] }>(['migrate'], options);
    expect(files).toContain('0001_jurisdictions.sql');
    const seeded = await runProgram(['seed'], options);
    expect(seeded.stdout).toMatch(/wroclaw\.pl[^]+\nsp_test_\w+\n$/);
    expect(await runJson<unknown[]>(['jurisdictions', 'list'], options)).toHaveLength(2);
    await empty.drop();
  });
});
