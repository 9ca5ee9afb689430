import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { writeTypes } from '../../sdk/src/typegen.ts';
import { compile, documentationAt } from '../support/compile.ts';
import type { Complaints } from '../support/compile.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { databaseUrl, endPrograms, liveKey, ROOT, startServerProgram } from '../support/program.ts';
import { typesOf, TYPED_SERVICES } from '../support/typed-city.ts';

/** What typegen writes, compiled against the declarations of the package as they are packed, and run. */

const IMPORTS = `
import { connect, requestsCreate, Signpost } from '@signpost/sdk';
import { Open311 } from '@signpost/sdk/open311';
import type { SubmissionTo } from '@signpost/sdk';
import { services } from './services.ts';
import type { Services } from './services.ts';

export const submission = (one: SubmissionTo<Services>) => requestsCreate(connect({ baseUrl, services }), one);
`;
const TYPED = `
declare const baseUrl: string;
export const city = new Signpost<Services>({ baseUrl });
export const other = new Open311<Services>({ baseUrl });
export const inferred = new Signpost({ baseUrl, services });
`;
/** The same names without the types of the city. */
const LOOSE = `
declare const baseUrl: string;
export const city = new Signpost({ baseUrl });
export const other = new Open311({ baseUrl });
export const inferred = new Signpost({ baseUrl });
`;

const at = 'lat: 51.1, long: 17.03';
const hole = (answers: string) =>
  `city.requests.create({ service_code: 'HOLE', ${at}, attributes: { ${answers} } });`;

/** What has to compile. */
const RIGHT: [what: string, code: string][] = [
  ['all that is required', hole(`SIZE: 'small'`)],
  [
    'an answer of every kind',
    hole(
      `SIZE: 'large', LANE: ['left', 'right'], DEPTH: 12.5, SEEN: new Date(), SIGN: 'A', STORY: 'B', KIND: 'k22'`,
    ),
  ],
  ['a number and a time as texts', hole(`SIZE: 'small', DEPTH: '12.5', SEEN: '2026-03-01T09:30:00Z'`)],
  ['undefined for what may be left out', hole(`SIZE: 'small', DEPTH: undefined, LANE: undefined`)],
  ['a list that nobody may change', `const lanes = ['left'] as const; ${hole(`SIZE: 'small', LANE: lanes`)}`],
  ['no list at all for one of several', hole(`SIZE: 'small', LANE: []`)],
  [
    'the name of the wire',
    `city.requests.create({ service_code: 'HOLE', ${at}, attribute: { SIZE: 'small' } });`,
  ],
  ['a service that asks nothing', `city.requests.create({ service_code: 'LAMP', ${at} });`],
  [
    'an empty form for a service that asks nothing',
    `city.requests.create({ service_code: 'LAMP', ${at}, attributes: {} });`,
  ],
  ['no answers where all may be left out', `city.requests.create({ service_code: '006', ${at} });`],
  [
    'codes that are digits',
    `city.requests.create({ service_code: '006', ${at}, attributes: { '1': 'yes' } });`,
  ],
  [
    'all other fields and options',
    `city.requests.create({ service_code: 'LAMP', address_string: 'Rynek 1', email: 'a@b.pl', media: new Blob() }, { idempotencyKey: 'k', signal: AbortSignal.timeout(1) });`,
  ],
  [
    'the client for any city',
    `other.requests.create({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'small' } });`,
  ],
  [
    'services that are given and not named',
    `inferred.requests.create({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'small' } });`,
  ],
  [
    'a single operation',
    `submission({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'small', DEPTH: 1 } });`,
  ],
  [
    'a single operation in place',
    `requestsCreate(connect({ baseUrl: '' }), { service_code: 'HOLE', attributes: { SIZE: 'small' } } satisfies SubmissionTo<Services>);`,
  ],
  ['the checks alone', `services.check({ service_code: 'HOLE', attributes: { SIZE: 'small' } });`],
  [
    'a service that is chosen when the program runs',
    `declare const code: string; declare const answers: Record<string, string | string[]>; city.requests.create(services.narrow({ service_code: code, ${at}, attributes: answers }));`,
  ],
  [
    'telling apart what was chosen',
    `declare const code: string; const one = services.narrow({ service_code: code }); export const size: 'small' | 'large' | undefined = one.service_code === 'HOLE' ? one.attributes?.SIZE : undefined;`,
  ],
  [
    'what comes back',
    `city.requests.create({ service_code: 'LAMP' }).then(([one]) => one?.service_request_id?.length);`,
  ],
  [
    'the other methods',
    `city.requests.list({ service_code: ['anything'] }).toArray({ limit: 1 }); city.services.list();`,
  ],
  [
    'a helper for any client',
    `const list = <Any extends object>(any: Signpost<Any>) => any.requests.list(); list(city);`,
  ],
];

/** What must not compile; with a client that knows nothing of the city it does, unless it says otherwise. */
const WRONG: [what: string, code: string, code: RegExp, alsoLoose?: 'alsoLoose'][] = [
  [
    'a code that there is not',
    `city.requests.create({ service_code: 'HOLES', ${at}, attributes: { SIZE: 'small' } });`,
    /TS2820.*Did you mean '"HOLE"'/,
  ],
  ['a code in another case', `city.requests.create({ service_code: 'lamp', ${at} });`, /TS2322|TS2820/],
  [
    'a code that may be any text',
    `declare const code: string; city.requests.create({ service_code: code, ${at} });`,
    /TS2322/,
  ],
  ['no code', `city.requests.create({ ${at} });`, /TS2345/, 'alsoLoose'],
  ['a question that there is not', hole(`SIZE: 'small', COLOUR: 'red'`), /TS2353.*'COLOUR' does not exist/],
  [
    'a slip in the name of a question',
    hole(`SIZE: 'small', LANES: ['left']`),
    /TS2353.*'LANES' does not exist/,
  ],
  ['what is only shown and not asked', hole(`SIZE: 'small', NOTE: 'yes'`), /TS2353.*'NOTE' does not exist/],
  [
    'the question of another service',
    `city.requests.create({ service_code: 'LAMP', ${at}, attributes: { SIZE: 'small' } });`,
    /TS23/,
  ],
  ['the question of another service, beside its own', hole(`SIZE: 'small', '1': 'x'`), /TS23/],
  ['a key that a list has not', hole(`SIZE: 'huge'`), /TS2322.*'"huge"'/],
  ['the name of a key in place of the key', hole(`SIZE: 'The small one'`), /TS2322/],
  ['a key that may be any text', `declare const size: string; ${hole('SIZE: size')}`, /TS2322|TS2345/],
  ['one wrong key of several', hole(`SIZE: 'small', LANE: ['left', 'centre']`), /TS2322.*'"centre"'/],
  ['one key where several belong', hole(`SIZE: 'small', LANE: 'left'`), /TS2322/],
  ['several keys where one belongs', hole(`SIZE: ['small', 'large']`), /TS2322/],
  ['a word for a number', hole(`SIZE: 'small', DEPTH: 'deep'`), /TS2322/],
  ['true for a number', hole(`SIZE: 'small', DEPTH: true`), /TS2322/, 'alsoLoose'],
  ['a number for a time', hole(`SIZE: 'small', SEEN: 1772357400000`), /TS2322/],
  ['a number for a text', hole(`SIZE: 'small', SIGN: 7`), /TS2322/],
  ['a list for a text', hole(`SIZE: 'small', STORY: ['a', 'b']`), /TS2322/],
  ['a required answer that is missing', hole(`DEPTH: 12`), /Property 'SIZE' is missing/],
  ['a required answer that is undefined', hole('SIZE: undefined'), /TS23/],
  ['a required answer that is null', hole('SIZE: null'), /TS23/],
  [
    'no answers where one is required',
    `city.requests.create({ service_code: 'HOLE', ${at} });`,
    /Property 'attributes' is missing/,
  ],
  [
    'a wrong key under the name of the wire',
    `city.requests.create({ service_code: 'HOLE', ${at}, attribute: { SIZE: 'huge' } });`,
    /TS2322/,
  ],
  [
    'both names',
    `city.requests.create({ service_code: 'HOLE', ${at}, attribute: { SIZE: 'small' }, attributes: { SIZE: 'small' } });`,
    /TS23/,
  ],
  [
    'a field that there is not',
    `city.requests.create({ service_code: 'LAMP', latitude: 51.1 });`,
    /TS2353|TS2561/,
    'alsoLoose',
  ],
  [
    'a wrong key with the client for any city',
    `other.requests.create({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'huge' } });`,
    /TS2322/,
  ],
  [
    'a wrong key where the services are given',
    `inferred.requests.create({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'huge' } });`,
    /TS2322/,
  ],
  [
    'a wrong key for a single operation',
    `submission({ service_code: 'HOLE', ${at}, attributes: { SIZE: 'huge' } });`,
    /TS2322/,
    'alsoLoose',
  ],
  [
    'true for an answer of a service that is chosen when the program runs',
    `declare const code: string; services.narrow({ service_code: code, attributes: { DEPTH: true } });`,
    /TS2322/,
    'alsoLoose',
  ],
  [
    'a key that what was chosen cannot have',
    `declare const code: string; const one = services.narrow({ service_code: code }); export const size: 'huge' | undefined = one.service_code === 'HOLE' ? one.attributes?.SIZE : undefined;`,
    /TS2322/,
    'alsoLoose',
  ],
  [
    'the services of another city',
    `interface Elsewhere { TREE: { AGE: number } } export const wrong = new Signpost<Elsewhere>({ baseUrl: '', services });`,
    /TS2322/,
    'alsoLoose',
  ],
];

describe('Types of what the services ask', () => {
  let typed: Complaints;
  let loose: Complaints;
  let text: string;

  const filesOf = (clients: string) => ({
    'services.ts': text,
    'clients.ts': IMPORTS + clients,
    ...Object.fromEntries(
      [...RIGHT, ...WRONG].map(([what, code]) => [
        `${what.replaceAll(' ', '-')}.ts`,
        `${IMPORTS.replace(/^export.*$/m, '')}
import { city, inferred, other, submission } from './clients.ts';
export const used = [Open311, Signpost, requestsCreate, connect, services, city, inferred, other, submission];
export type Used = [SubmissionTo<Services>];
${code}
`,
      ]),
    ),
  });
  const said = (complaints: Complaints, what: string) => complaints[`${what.replaceAll(' ', '-')}.ts`];

  beforeAll(async () => {
    text = await typesOf(TYPED_SERVICES);
    typed = compile(filesOf(TYPED), 'package');
    loose = compile(filesOf(LOOSE), 'package');
  });

  test('the file itself compiles as strictly as can be', () => {
    expect({ file: typed['services.ts'], clients: typed['clients.ts'] }).toEqual({ file: [], clients: [] });
  });

  test.each(RIGHT)('%s compiles', (what) => {
    expect(said(typed, what)).toEqual([]);
  });

  test.each(WRONG)('%s does not compile', (what, _code, complaint) => {
    expect(said(typed, what)?.join('\n')).toMatch(complaint);
  });

  test('without the types of the city, nearly all of that compiles', () => {
    const stillWrong = WRONG.filter(([what]) => said(loose, what)?.length !== 0);
    expect(stillWrong.map(([what]) => what)).toEqual(
      WRONG.filter(([, , , also]) => also === 'alsoLoose').map(([what]) => what),
    );
  });

  test('no declaration says any', () => {
    expect(text).not.toMatch(/\bany\b/);
  });

  test.each([
    [
      'SIZE',
      `attributes: { /*here*/SIZE: 'small' }`,
      /^How large is it\?\n\nChoose one\.\n\n- small: The small one\n- large:/,
    ],
    ['LANE', `attributes: { SIZE: 'small', /*here*/LANE: [] }`, /^Which lanes\?\n\n- left: The left one/],
    ['DEPTH', `attribute: { SIZE: 'small', /*here*/DEPTH: 1 }`, /^How deep is it, in cm\?$/],
  ])('the editor shows the question %s', (_code, answers, question) => {
    const files = {
      'services.ts': text,
      'form.ts': `${IMPORTS}${TYPED}city.requests.create({ service_code: 'HOLE', ${answers} });`,
    };
    expect(documentationAt(files, 'form.ts', 'package')).toMatch(question);
  });
});

describe('The demonstration city', () => {
  let database: TestDatabase;
  let url: string;
  let key: string;
  let text: string;

  beforeAll(async () => {
    database = await cloneDatabase();
    const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
    ({ url } = await startServerProgram({ env }));
    key = await liveKey({ env });
    text = await writeTypes({ url: `${url}/open311/v2`, jurisdictionId: 'wroclaw.pl' });
  });
  afterAll(async () => {
    await endPrograms();
    await database.drop();
  });

  const SUBMISSIONS = `
    const right = { service_code: 'POTHOLE' as const, lat: 51.1079, long: 17.0385, attributes: { SIZE: 'large' as const, ENDANGERED: ['drivers' as const], DEPTH_CM: 12 } };
    const wrong = { ...right, attributes: { SIZE: 'huge', ENDANGERED: ['drivers', 'giants'], DEPTH_CM: 'deep' } };
    const missing = { service_code: 'POTHOLE', lat: 51.1079, long: 17.0385 };
    const nowhere = { ...right, service_code: 'CRATER' };
  `;

  test('all its services are written, the same each time', async () => {
    const { length } = (await (
      await fetch(`${url}/open311/v2/services.json?jurisdiction_id=wroclaw.pl`)
    ).json()) as unknown[];
    expect(length).toBeGreaterThan(40);
    expect(text.match(/^ {2}(?:'.*'|\w+): (?:\{|Record<string, never>;)$/gm)).toHaveLength(length);
    const of = { url: `${url}/open311/v2`, jurisdictionId: 'wroclaw.pl' };
    expect(await writeTypes(of)).toBe(text);
    expect(text).toContain('* Jak duża jest dziura?');
    expect(await writeTypes({ ...of, locale: 'en' })).toContain('* How big is the hole?');
    expect(text.split('\n').slice(0, 3)).toEqual([
      '// Made by `signpost typegen`. Do not edit: make it again when the city has changed its services.',
      `// City: wroclaw.pl at ${url}/open311/v2`,
      expect.stringMatching(/^\/\/ Changeset: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    ]);
  });

  test('the file compiles, and so does what uses it rightly', () => {
    const form = (used: string) =>
      `${IMPORTS}${TYPED}${SUBMISSIONS}export const all = [right, wrong, missing, nowhere]; city.requests.create(${used});`;
    const complaints = compile(
      {
        'services.ts': text,
        'right.ts': form('right'),
        'wrong.ts': form('wrong'),
        'missing.ts': form('missing'),
        'nowhere.ts': form('nowhere'),
      },
      'package',
    );
    expect({ services: complaints['services.ts'], right: complaints['right.ts'] }).toEqual({
      services: [],
      right: [],
    });
    for (const name of ['wrong.ts', 'missing.ts', 'nowhere.ts']) expect(complaints[name]).toHaveLength(1);
  });

  test('a case is submitted with it, and what is wrong is refused before it is sent, in the words of the server', async () => {
    const program = `
      import { BadRequestError, NotFoundError, Signpost } from '@signpost/sdk';
      import { services } from './services.ts';
      ${SUBMISSIONS}
      const [baseUrl = '', apiKey = ''] = process.argv.slice(-2);
      let sent = 0;
      const counting: typeof fetch = (...given) => ((sent += 1), fetch(...given));
      const options = { baseUrl, apiKey, jurisdictionId: 'wroclaw.pl', fetch: counting };
      const checked = new Signpost({ ...options, services });
      const unchecked = new Signpost(options);
      const told = async (city: Signpost<never>, submission: unknown) => {
        sent = 0;
        const error = await city.requests.create(submission as never, { headers: { 'accept-language': 'en' } }).then(() => undefined, (reason) => reason);
        return { name: error?.name, typed: error instanceof BadRequestError || error instanceof NotFoundError, status: error?.status, code: error?.code, message: error?.message, errors: error?.errors, attempts: error?.attempts, sent };
      };
      const answers = [];
      for (const submission of [wrong, missing, nowhere])
        answers.push([await told(checked as never, submission), await told(unchecked as never, submission)]);
      const [submitted] = await checked.requests.create(right);
      const [found] = await checked.requests.get({ service_request_id: submitted?.service_request_id ?? '' });
      console.log(JSON.stringify({ answers, found: found?.service_code }));
    `;
    const { outputFiles } = await build({
      stdin: { contents: program, loader: 'ts', resolveDir: ROOT },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      external: ['@signpost/*'],
      plugins: [
        {
          name: 'services',
          setup(bundle) {
            bundle.onResolve({ filter: /services\.ts$/ }, () => ({ path: 'services.ts', namespace: 'made' }));
            bundle.onLoad({ filter: /./, namespace: 'made' }, () => ({ contents: text, loader: 'ts' }));
          },
        },
      ],
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', outputFiles[0]?.text ?? '', url, key],
      { cwd: ROOT },
    );
    const { answers, found } = JSON.parse(stdout) as {
      answers: Record<'name' | 'status' | 'attempts' | 'sent', unknown>[][];
      found: string;
    };
    expect(found).toBe('POTHOLE');
    for (const [here = {}, there] of answers) expect({ ...here, attempts: 1, sent: 1 }).toEqual(there);
    expect(answers.map(([here]) => [here?.name, here?.status, here?.attempts, here?.sent])).toEqual([
      ['BadRequestError', 400, 0, 0],
      ['BadRequestError', 400, 0, 0],
      ['NotFoundError', 404, 0, 0],
    ]);
  });
});
