import { describe, expect, test } from '@jest/globals';
import {
  BadRequestError,
  ConnectionError,
  ForbiddenError,
  NotFoundError,
  ServerError,
  Signpost,
  SignpostError,
} from '../../sdk/src/index.ts';
import { createTestCity } from '../../sdk/src/testing.ts';
import { writeTypes } from '../../sdk/src/typegen.ts';
import { compile, documentationAt } from '../support/compile.ts';
import { runGenerated } from '../support/run-generated.ts';
import { fc } from '../support/same-examples.ts';
import { TYPED_SERVICES, typesOf } from '../support/typed-city.ts';

const url = 'https://city.example/open311/v2';

type Definition = { service_code: string; attributes: object[] };

/** A city that lists what it is told to, and answers as it is told to. */
function cityOf(
  services: readonly object[],
  definitions: Readonly<Record<string, Definition | Response>> = {},
  around: (path: string, answer: () => Response) => Response | Promise<Response> = (_, answer) => answer(),
): typeof fetch {
  return async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return around(pathname, () => {
      if (pathname.endsWith('/services.json')) return Response.json(services);
      const code = decodeURIComponent(/\/services\/(.*)\.json$/.exec(pathname)?.[1] ?? '');
      const definition = Object.hasOwn(definitions, code) ? definitions[code] : undefined;
      if (definition instanceof Response) return definition.clone();
      return definition ? Response.json(definition) : Response.json([], { status: 404 });
    });
  };
}

const service = (service_code: string, metadata: boolean | null = true, more: object = {}) => ({
  service_code,
  service_name: `Service ${service_code}`,
  description: null,
  metadata,
  type: 'realtime',
  keywords: null,
  group: null,
  ...more,
});
const question = (code: string, more: object = {}) => ({
  variable: true,
  code,
  datatype: 'string',
  required: false,
  datatype_description: null,
  order: 1,
  description: null,
  ...more,
});

describe('What typegen writes', () => {
  test('is this', async () => {
    expect(await typesOf(TYPED_SERVICES.slice(0, 2)))
      .toBe(`// Made by \`signpost typegen\`. Do not edit: make it again when the city has changed its services.
// City: city.example at https://city.example/open311/v2
// Changeset: 2026-03-01T09:30:00Z

import { defineServices } from '@signpost/sdk/attributes';

/** What the services of the city ask: the answers to each, by its code. For \`new Signpost<Services>({ … })\`. */
export interface Services {
  /** Sidewalk */
  '006': {
    /** 1 */
    '1'?: string;
  };
  /** Broken lamp */
  LAMP: Record<string, never>;
}

/** The same, for the checks before anything is sent: \`new Signpost({ services })\`. */
export const services = /* @__PURE__ */ defineServices<Services>({
  '006': [
    { code: '1', datatype: 'string' },
  ],
  LAMP: [],
});
`);
  });

  test('has every kind of question, and the notes of a form at its service', async () => {
    const text = await typesOf(TYPED_SERVICES);
    for (const line of [
      "    SIZE: 'small' | 'large';",
      "    LANE?: readonly ('left' | 'middle' | 'right')[];",
      '    DEPTH?: number | `${number}`;',
      '    SEEN?: Date | string;',
      '    SIGN?: string;',
      '    STORY?: string;',
      '   * In danger? Call 112.',
      "    { code: 'SIZE', datatype: 'singlevaluelist', required: true, description: 'How large is it?', values: ['small', 'large'] },",
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('NOTE');
  });

  test('does not depend on the order in which a city lists and answers', async () => {
    const codes = ['C', 'A', 'D', 'B', 'a', 'Ą', '10', '9'];
    const definitions = Object.fromEntries(
      codes.map((service_code) => [
        service_code,
        { service_code, attributes: [question('LAST', { order: 2 }), question('FIRST', { order: 1 })] },
      ]),
    );
    const written = (order: string[]) =>
      writeTypes({
        url,
        fetch: cityOf(
          order.map((code) => service(code)),
          definitions,
        ),
      });
    const text = await written(codes);
    expect(await written([...codes].reverse())).toBe(text);
    expect(text.match(/^ {2}\S+: \{$/gm)?.map((line) => line.trim().split(':')[0])).toEqual([
      "'10'",
      "'9'",
      'A',
      'B',
      'C',
      'D',
      'a',
      "'Ą'",
    ]);
    expect(text.indexOf('FIRST')).toBeLessThan(text.indexOf('LAST'));
    expect(text).toContain('// City: https://city.example/open311/v2\n// Changeset: not told\n');
  });

  test('takes what cities leave out: no datatype, no list, no name, a code twice, no word on questions', async () => {
    const text = await writeTypes({
      url,
      fetch: cityOf(
        [
          service('A', null),
          service('B', null, { service_name: '' }),
          service('B', null),
          service('C', false),
        ],
        {
          A: {
            service_code: 'A',
            attributes: [
              { code: 'X', datatype: 'anything' },
              { code: 'X', datatype: 'number' },
              { code: 'Y', datatype: 'singlevaluelist', required: 'true' },
              { code: 'Z', datatype: 'multivaluelist', values: [] },
            ],
          },
        },
      ),
    });
    expect(text).toContain('    X?: number | `${number}`;\n');
    expect(text).toContain('    Y: string;\n');
    expect(text).toContain('    Z?: readonly (string)[];\n');
    expect(text).toContain('  B: Record<string, never>;\n');
    const { services } = await runGenerated(text);
    const answers = { X: 1, Y: 'anything', Z: ['at', 'all'] };
    expect(services.check({ service_code: 'A', attributes: answers })).toEqual([]);
  });
});

/** Texts that try to end a comment or a literal, to be code, a tag or another property, or not to be seen. */
const HOSTILE = [
  `*/ globalThis.pwned = 1; /*`,
  `'; globalThis.pwned = 1; '`,
  '`; globalThis.pwned = 1; `${globalThis.pwned = 1}',
  '\\',
  "\\'",
  '\\u0027',
  'two\nlines\r\nthree\rfour\u2028five\u2029six\u0085seven',
  '// not a comment',
  '/* @ts-nocheck */',
  '@deprecated since 1970\n@internal\n{@link evil}',
  '</script><script>globalThis.pwned = 1</script>',
  '\u0000\u0007\u001b[31mred',
  'turned \u202e around \u2066 and \u2069 back',
  'half \ud83d of a smile',
  'a whole 🕳️ one, żółć, дорога, 道路, 👩‍👩‍👧',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '',
  ' ',
  '1',
  '01',
  '-1',
  '1e3',
  'a-b',
  'class',
  '[key: string]',
  'x?: any; y',
  'ﾠ\u200b',
];

describe('Hostile texts', () => {
  const hostileCity = (texts: readonly string[]): typeof fetch => {
    const codes = texts.filter(isWhole);
    const services = codes.map((text) => service(text, true, { service_name: text, description: text }));
    const values = texts.map((text) => ({ key: text, name: text }));
    const attributes = texts.map((text, at) =>
      question(text, {
        datatype: ['singlevaluelist', 'multivaluelist', 'string'][at % 3],
        required: at % 2 === 0,
        description: text,
        datatype_description: text,
        order: at,
        ...(at % 3 < 2 && { values }),
      }),
    );
    return cityOf(
      services,
      Object.fromEntries(codes.map((text) => [text, { service_code: text, attributes }])),
      (_, answer) => answer(),
    );
  };
  const jurisdictionId = 'city\n*/ globalThis.pwned = 1; //';
  /** No address can hold half of a character. */
  const isWhole = (text: string) => !/[\ud800-\udbff](?![\udc00-\udfff])/.test(text);
  const isNamed = (text: string) => text.trim() !== '';

  test('end no comment and no literal, and come out of them as they went in', async () => {
    const text = await writeTypes({ url, jurisdictionId, fetch: hostileCity(HOSTILE) });
    expect(compile({ 'services.ts': text }, 'sources')).toEqual({ 'services.ts': [] });
    const { questions } = await runGenerated(text);
    expect(globalThis).not.toHaveProperty('pwned');
    const named = HOSTILE.filter(isNamed);
    expect(Object.keys(questions).sort()).toEqual(named.filter(isWhole).sort());
    for (const code of named.filter(isWhole)) {
      expect(questions[code]?.map((one) => one.code)).toEqual(named);
      expect(questions[code]?.[0]?.values).toEqual(named);
    }
    // What an editor or a person who reads a difference would not see stands nowhere.
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    expect(Buffer.from(text).toString()).toBe(text);
  });

  test('that are names which every object has may be answered, and left out', async () => {
    const codes = ['constructor', 'toString', '__proto__', 'SIZE'];
    const attributes = codes.map((code) => question(code));
    const services = codes.map((code) => service(code));
    const definitions = Object.fromEntries(codes.map((code) => [code, { service_code: code, attributes }]));
    const text = await writeTypes({ url, fetch: cityOf(services, definitions) });
    const submissions = [
      '{}',
      "{ SIZE: 'a' }",
      "{ constructor: 'a', toString: 'b', ['__proto__']: 'c' }",
    ].flatMap((answers) =>
      codes.map((code) => `city.requests.create({ service_code: '${code}', attributes: ${answers} });`),
    );
    const form = `import { Signpost } from '@signpost/sdk';
import { services } from './services.ts';
const city = new Signpost({ baseUrl: '', services });
${submissions.join('\n')}
city.requests.create({ service_code: 'SIZE' });
// @ts-expect-error There is no such question.
city.requests.create({ service_code: 'SIZE', attributes: { NONE: 'a' } });
// @ts-expect-error An answer is a text.
city.requests.create({ service_code: 'SIZE', attributes: { constructor: 1 } });`;
    expect(compile({ 'services.ts': text, 'form.ts': form }, 'sources')).toEqual({
      'form.ts': [],
      'services.ts': [],
    });
  });

  test('are no tags of a comment', async () => {
    const text = await writeTypes({ url, fetch: hostileCity(['GOOD', '@deprecated since 1970\n@internal']) });
    expect(text).toContain('* \\@deprecated since 1970\n');
    const form = `import { Signpost } from '@signpost/sdk';
import type { Services } from './services.ts';
new Signpost<Services>({ baseUrl: '' }).requests.create({ service_code: 'GOOD', attributes: { GOOD: 'GOOD', /*here*/'@deprecated since 1970\\n@internal': [] } });`;
    expect(documentationAt({ 'services.ts': text, 'form.ts': form }, 'form.ts', 'sources')).toContain(
      'deprecated',
    );
  });

  test('of every kind come out as they went in', async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...HOSTILE));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anything.filter(isNamed), { minLength: 1, maxLength: 6 }),
        async (texts) => {
          // Blanks around a code, and control characters, are taken off by the reader of answers, before typegen sees them.
          const codes = texts.filter(
            (text) =>
              text === text.trim() && !/[\u0000-\u001f\ufffe\uffff/\\?#%.]|[\ud800-\udfff]/.test(text),
          );
          fc.pre(codes.length > 0 && new Set(codes).size === codes.length);
          const { questions } = await runGenerated(
            await writeTypes({ url, jurisdictionId, fetch: hostileCity(codes) }),
          );
          expect(Object.keys(questions).sort()).toEqual([...codes].sort());
          for (const code of codes) expect(questions[code]?.map((one) => one.code)).toEqual(codes);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('without end are cut in comments', async () => {
    const values = Array.from({ length: 500 }, (_, index) => ({ key: `k${index}`, name: 'x'.repeat(5000) }));
    const attributes = [
      question('Q', { datatype: 'singlevaluelist', description: 'y'.repeat(100_000), values }),
    ];
    const text = await writeTypes({
      url,
      fetch: cityOf([service('A')], { A: { service_code: 'A', attributes } }),
    });
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain("'k499'");
  });
});

describe('A city that cannot be read', () => {
  const failure = (fetch: typeof globalThis.fetch, more: object = {}): Promise<Error> =>
    writeTypes({ url, fetch, retries: 0, ...more }).then(
      () => new Error('nothing failed'),
      (error: Error) => error,
    );

  test('is told as what it is, with the service that it is about', async () => {
    const broken = await failure(
      cityOf([service('A'), service('B')], {
        A: { service_code: 'A', attributes: [] },
        B: new Response('<h1>Gone</h1>', { status: 502 }),
      }),
    );
    expect(broken).toBeInstanceOf(ServerError);
    expect(broken.message).toMatch(
      /^The questions of the service B cannot be read\. The server answered 502/,
    );
    const missing = await failure(cityOf([service('A', true)]));
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing.message).toMatch(/^The questions of the service A cannot be read\./);
    const empty = await failure(cityOf([]));
    expect(empty).toBeInstanceOf(SignpostError);
    expect(empty.message).toBe('The city lists no service. Are the address and the jurisdiction right?');
    expect(await failure(cityOf([]), { url: 'no address' })).toBeInstanceOf(SignpostError);
    expect(
      await failure(() =>
        Promise.resolve(Response.json([{ code: 403, description: 'No.' }], { status: 403 })),
      ),
    ).toBeInstanceOf(ForbiddenError);
    expect(await failure(() => Promise.reject(new TypeError('fetch failed')))).toBeInstanceOf(
      ConnectionError,
    );
    const page = await failure(() => Promise.resolve(new Response('<html>')));
    expect(page).toBeInstanceOf(SignpostError);
  });

  test('is asked for four definitions at a time at most, and for none after one has failed', async () => {
    const codes = Array.from({ length: 40 }, (_, index) => `S${index}`);
    const definitions = Object.fromEntries(
      codes.map((service_code) => [service_code, { service_code, attributes: [] }]),
    );
    let now = 0;
    let most = 0;
    let asked = 0;
    const counted = (fails: boolean) =>
      cityOf(
        codes.map((code) => service(code)),
        definitions,
        async (path, answer) => {
          if (!/services\/S/.test(path)) return answer();
          asked += 1;
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          return fails ? new Response('', { status: 500 }) : answer();
        },
      );
    await writeTypes({ url, fetch: counted(false) });
    expect({ asked, most }).toEqual({ asked: 40, most: 4 });
    asked = 0;
    expect(await failure(counted(true))).toBeInstanceOf(ServerError);
    expect(asked).toBeLessThanOrEqual(4);
  });

  test('is left when the signal aborts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const fetch = cityOf([service('A')], {}, (path, answer) => {
      if (!/services\/A/.test(path)) return answer();
      controller.abort(reason);
      return new Promise<never>(() => undefined);
    });
    expect(await failure(fetch, { signal: controller.signal })).toBe(reason);
  });
});

describe('Services that are given to a client', () => {
  test('refuse before anything is sent, and let everything else through', async () => {
    const city = createTestCity({ services: TYPED_SERVICES });
    const { services } = await runGenerated(await typesOf(TYPED_SERVICES));
    const client = new Signpost({ ...city.connection, services });
    const place = { lat: 51.1, long: 17.03 };
    const call = client.requests.create({ service_code: 'HOLE', ...place, attributes: { SIZE: 'huge' } });
    const error = await call.withResponse().catch((reason: unknown) => reason);
    if (!(error instanceof BadRequestError)) throw new Error('it was not refused', { cause: error });
    const { message, code, status, attempts, errors } = error;
    expect({ message, code, status, attempts, errors }).toEqual({
      message: 'attribute[SIZE] must be one of small, large.',
      code: 'invalid',
      status: 400,
      attempts: 0,
      errors: [{ code: 400, type: 'invalid', field: 'attribute[SIZE]', description: message }],
    });
    expect(city.calls).toHaveLength(0);
    await client.requests.create({
      service_code: 'HOLE',
      ...place,
      attributes: {
        SIZE: 'small',
        DEPTH: 1e-7,
        SEEN: new Date('2026-03-01T09:30:00Z'),
        LANE: ['left', 'right'],
      },
    });
    await client.requests.create({
      service_code: 'HOLE',
      ...place,
      attribute: { SIZE: 'small', OTHER: 'kept for staff' },
    });
    expect(city.calls.map(({ fields }) => fields.filter(([name]) => name.startsWith('attribute')))).toEqual([
      [
        ['attribute[SIZE]', 'small'],
        ['attribute[DEPTH]', '0.0000001'],
        ['attribute[SEEN]', '2026-03-01T09:30:00.000Z'],
        ['attribute[LANE][]', 'left'],
        ['attribute[LANE][]', 'right'],
      ],
      [
        ['attribute[SIZE]', 'small'],
        ['attribute[OTHER]', 'kept for staff'],
      ],
    ]);
    expect(await client.requests.list().toArray()).toHaveLength(2);
    expect(await client.services.list()).toHaveLength(3);
  });
});
