import { describe, expect, test } from '@jest/globals';
import { findStale, generate, listMethods, readContract } from '../../sdk/generate.ts';
import { Signpost, SignpostError } from '../../sdk/src/index.ts';
import type { SignpostOptions } from '../../sdk/src/index.ts';

const contract = await readContract();

/** What a client hands to `fetch`, kept instead of sent. */
interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

function clientThatKeeps(
  options: Partial<SignpostOptions> = {},
  answer = '[{}]',
  type = 'application/json',
): { city: Signpost; sent: Sent[] } {
  const sent: Sent[] = [];
  const keep: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    sent.push({ method: request.method, url: request.url, headers: request.headers, body });
    return new Response(answer, { headers: { 'Content-Type': type } });
  };
  const defaults = {
    baseUrl: 'http://127.0.0.1:3111',
    jurisdictionId: 'wroclaw.pl',
    apiKey: 'sp_live_key',
    accountToken: 'sp_acc_token',
  };
  return { city: new Signpost({ ...defaults, ...options, fetch: keep }), sent };
}

/** How the SDK takes an operation. */
function routeOf(operationId: string): ReturnType<typeof listMethods>[number]['route'] {
  const method = listMethods(contract).find(({ route }) => route.operationId === operationId);
  if (!method) throw new Error(`There is no ${operationId}.`);
  return method.route;
}

describe('The generated files', () => {
  test('are those that the contract gives', async () => {
    expect(await findStale(await generate(contract))).toEqual([]);
  });

  test('are stale as soon as the contract says something else', async () => {
    const changed = structuredClone(contract);
    const services = changed.paths['/open311/v2/services.{format}']?.get;
    if (!services) throw new Error('The contract has no list of services.');
    services.operationId = 'services.search';
    expect(await findStale(await generate(changed))).toEqual([
      'sdk/src/generated/contract.d.ts',
      'sdk/src/generated/operations.ts',
      'sdk/src/generated/resources.ts',
    ]);
  });

  test('leave out what the contract marks as internal', () => {
    const changed = structuredClone(contract);
    const live = changed.paths['/livez']?.get;
    if (!live) throw new Error('The contract has no liveness.');
    live['x-internal'] = true;
    const names = (from: typeof contract): string[] =>
      listMethods(from).map(({ route }) => route.operationId);
    expect(names(contract)).toContain('health.live');
    expect(names(changed)).toEqual(names(contract).filter((name) => name !== 'health.live'));
  });
});

describe('The methods of a client', () => {
  const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ id: operation.operationId, method: method.toUpperCase(), path, operation }] : [];
    }),
  );

  test('there is one for each operation of the contract', () => {
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.map(({ id }) => id)).toEqual(
      listMethods(contract).map(({ route }) => route.operationId),
    );
  });

  test.each(operations)(
    '$id calls its path, with secrets only where they are asked for',
    async (expected) => {
      const { answer, read } = routeOf(expected.id);
      const type = read && { readExport: 'text/csv', readPicture: 'image/png' }[read];
      const { city, sent } = clientThatKeeps({}, answer === 'object' ? '{}' : '[{}]', type);
      const [resource = '', verb = ''] = expected.id.split('.');
      type Methods = Record<string, (parameters: Record<string, string>) => Promise<unknown>>;
      const methods = (city as unknown as Record<string, Methods>)[resource];
      const names = [...expected.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const format = expected.id === 'requests.export' ? 'csv' : 'json';
      const parameters = names
        .filter((name) => name !== 'format' || format !== 'json')
        .map((name) => [name, name === 'format' ? format : 'a/b c'] as const);
      await methods?.[verb]?.(Object.fromEntries(parameters));

      const path = expected.path.replace('{format}', format).replace(/\{\w+\}/g, 'a%2Fb%20c');
      expect(sent).toHaveLength(1);
      expect(sent[0]?.method).toBe(expected.method);
      expect(new URL(sent[0]?.url ?? '').pathname).toBe(path);
      const ways = expected.operation.security ?? [];
      const isPublic = ways.length === 0 || ways.some((way) => Object.keys(way).length === 0);
      const isAsked = (secret: string): boolean => !isPublic && ways.some((way) => secret in way);
      const asked = {
        'x-api-key': isAsked('apiKey') ? 'sp_live_key' : null,
        authorization: isAsked('accountToken') ? 'Bearer sp_acc_token' : null,
      };
      for (const [name, value] of Object.entries(asked)) expect(sent[0]?.headers.get(name)).toBe(value);
      expect(`${sent[0]?.url} ${sent[0]?.body}`).not.toMatch(/sp_(live_key|acc_token)/);
      const hasCity =
        expected.id === 'keys.create' ||
        (!['health', 'media', 'accounts', 'keys'].includes(resource) && expected.id !== 'jurisdictions.list');
      expect(/jurisdiction_id(=|":")wroclaw\.pl/.test(`${sent[0]?.url} ${sent[0]?.body}`)).toBe(hasCity);
    },
  );

  test('a submission goes out as a form', async () => {
    const { city, sent } = clientThatKeeps({ userAgent: 'reporter/1.0' });
    await city.requests.create(
      {
        service_code: 'POTHOLE',
        description: undefined,
        attribute: { LANE: 'left', DAMAGE: ['rim', 'tyre'] },
      },
      { idempotencyKey: 'first-try', headers: { 'Accept-Language': 'pl' } },
    );
    const { url, headers, body } = sent[0] as Sent;
    expect(url).toBe('http://127.0.0.1:3111/open311/v2/requests.json');
    expect(headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
    expect(headers.get('idempotency-key')).toBe('first-try');
    expect(headers.get('accept-language')).toBe('pl');
    expect(headers.get('user-agent')).toBe('reporter/1.0');
    expect([...new URLSearchParams(body)]).toEqual([
      ['service_code', 'POTHOLE'],
      ['attribute[LANE]', 'left'],
      ['attribute[DAMAGE][]', 'rim'],
      ['attribute[DAMAGE][]', 'tyre'],
      ['jurisdiction_id', 'wroclaw.pl'],
    ]);
  });

  test('what is about an account goes out as JSON, once', async () => {
    const { city, sent } = clientThatKeeps({}, '{}');
    const origins = ['https://app.example.org'];
    await city.keys.create({
      kind: 'publishable',
      label: 'Map',
      origins,
      jurisdiction_id: 'opole.pl',
      purpose: undefined,
    });
    const { headers, body } = sent[0] as Sent;
    expect(headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      kind: 'publishable',
      label: 'Map',
      origins,
      jurisdiction_id: 'opole.pl',
    });
    // Its answer holds what is shown once: a second try would find it gone.
    let calls = 0;
    const failing = new Signpost({
      baseUrl: 'http://127.0.0.1:3111',
      accountToken: 'sp_account_mine',
      fetch: () => {
        calls += 1;
        return Promise.reject(new Error('sp_account_mine is wrong'));
      },
    });
    const error = await failing.keys.collect({ request_id: '1' }).catch((reason: unknown) => String(reason));
    expect([calls, error]).toEqual([1, expect.not.stringContaining('sp_account_mine')]);
  });

  test('lists in a query are separated by commas, and everything else that has a meaning there is encoded', async () => {
    const { city, sent } = clientThatKeeps();
    await city.requests.list({ service_code: ['A,B', "C*'"], start_date: '2026-01-01T00:00:00+01:00' });
    expect(new URL(sent[0]?.url ?? '').search).toBe(
      '?service_code=A%2CB,C*%27&start_date=2026-01-01T00%3A00%3A00%2B01%3A00&jurisdiction_id=wroclaw.pl',
    );
  });

  test('a jurisdiction given in the call goes before that of the client', async () => {
    const { city, sent } = clientThatKeeps();
    await city.services.list({ jurisdiction_id: 'opole.pl' });
    await city.services.list({ jurisdiction_id: undefined });
    const found = sent.map(({ url }) => new URL(url).searchParams.getAll('jurisdiction_id'));
    expect(found).toEqual([['opole.pl'], ['wroclaw.pl']]);
  });

  test.each(['http://127.0.0.1:3111', 'http://127.0.0.1:3111/', 'http://127.0.0.1:3111//'])(
    'the base URL %s leads to the same address',
    async (baseUrl) => {
      const { city, sent } = clientThatKeeps({ baseUrl }, '{}');
      await city.health.live();
      expect(sent[0]?.url).toBe('http://127.0.0.1:3111/livez');
    },
  );

  test.each([
    ['a base URL that is none', { baseUrl: 'signpost.example' }],
    ['a base URL with a password', { baseUrl: 'http://me:secret@127.0.0.1' }],
    ['a key that no header can carry', { apiKey: 'sec\nret' }],
    ['an empty key', { apiKey: '' }],
    ['an account token that no header can carry', { accountToken: 'sec\nret' }],
    ['no time at all', { timeoutMs: 0 }],
  ])('%s is refused before anything is sent', (_, options) => {
    const make = (): unknown => clientThatKeeps(options);
    expect(make).toThrow(SignpostError);
    expect(make).not.toThrow(/sec\s?ret/);
  });

  test('a missing path parameter is named before anything is sent', async () => {
    const { city, sent } = clientThatKeeps();
    await expect(city.requests.get({ service_request_id: '' })).rejects.toThrow(
      'requests.get needs service_request_id.',
    );
    expect(sent).toEqual([]);
  });
});

/** Not run: each line compiles, or fails to compile, as it is marked. */
export function checkTypes(city: Signpost): Promise<unknown>[] {
  return [
    city.requests.create({ service_code: 'POTHOLE', email: undefined }, { idempotencyKey: 'first-try' }),
    city.requests.get({ service_request_id: '10000008' }).then(([found]) => found?.status === 'open'),
    city.discovery.get().then(({ endpoints }) => endpoints[0]?.url),
    city.requests.create({ service_code: 'POTHOLE', media: [new Blob([])] }),
    city.media.get({ file: 'a.jpg' }).then((picture) => picture.arrayBuffer()),
    city.requests
      .export({ format: 'csv', status: ['open'] })
      .then((file) => file.pipeThrough(new TextDecoderStream())),
    // @ts-expect-error an export is no JSON
    city.requests.export({ format: 'json' }),
    // @ts-expect-error an export is asked for in a format
    city.requests.export(),
    // @ts-expect-error a picture is a file or a text
    city.requests.create({ service_code: 'POTHOLE', media: 17 }),
    // @ts-expect-error service_code is required
    city.requests.create({ lat: 51.1, long: 17.03 }),
    // @ts-expect-error the key is an option of the client
    city.requests.create({ service_code: 'POTHOLE', api_key: 'sp_live_key' }),
    // @ts-expect-error the SDK always asks for JSON
    city.services.list({ format: 'xml' }),
    // @ts-expect-error only what creates something can be sent again under a key
    city.requests.list({}, { idempotencyKey: 'first-try' }),
    // @ts-expect-error the path needs a number
    city.requests.get(),
    // @ts-expect-error liveness has no parameters
    city.health.live({ jurisdiction_id: 'wroclaw.pl' }),
    // @ts-expect-error there is no such status
    city.requests.get({ service_request_id: '10000008' }).then(([found]) => found?.status === 'new'),
  ];
}
