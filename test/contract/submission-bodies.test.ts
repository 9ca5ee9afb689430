import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PLACE, rawCall } from '../support/calls.ts';
import type { ErrorEntry } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

const FORM = 'application/x-www-form-urlencoded';
const PLACED = 'service_code=LAMP&lat=51.1&long=17';
const HOLE = 'service_code=HOLE&lat=51.1&long=17&attribute[SIZE]=small';

let app: TestApp;
let city: TestCity;
beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
});
afterAll(() => app.stop());

type Result = { status: number; errors: ErrorEntry[]; number: string };

/** Sends a body as it is, with the key in the header. */
async function post(
  body: Buffer | string,
  type: string | undefined = FORM,
  headers: Record<string, string> = {},
): Promise<Result> {
  const answer = await rawCall(app, {
    method: 'POST',
    path: '/open311/v2/requests.json',
    headers: { 'x-api-key': city.key, ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    body,
  });
  const list = JSON.parse(answer.text) as ErrorEntry[] & { service_request_id: string }[];
  return { status: answer.status, errors: list, number: list[0]?.service_request_id ?? '' };
}

const json = (fields: object) => post(JSON.stringify(fields), 'application/json');

/** A multipart body of fields, each with more headers if given. */
function multipart(fields: [string, string | Buffer, string?][], end = '--X--\r\n'): Buffer {
  const parts = fields.map(([name, value, header]) =>
    Buffer.concat([
      Buffer.from(`--X\r\nContent-Disposition: form-data; name="${name}"${header ?? ''}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
  );
  return Buffer.concat([...parts, Buffer.from(end)]);
}
const MULTIPART = 'multipart/form-data; boundary=X';
const PLACED_PARTS: [string, string][] = [['service_code', 'LAMP'], ...Object.entries(PLACE)];

const stored = async ({ number, status, errors }: Result) => {
  if (status !== 200) throw new Error(JSON.stringify(errors));
  return (await app.db('requests').where({ number }).first()) as Record<string, unknown>;
};
const answers = async (result: Result) => {
  await stored(result);
  const rows = (await app.db('request_attributes').where({ number: result.number })) as {
    code: string;
    values: string[];
  }[];
  return Object.fromEntries(rows.map(({ code, values }) => [code, values]));
};
const refused = ({ status, errors }: Result) => [status, ...errors.map(({ field }) => field)];

describe('3.3.1: every dialect of attributes', () => {
  const SEVERAL = { SIZE: ['small'], LANE: ['left', 'right'] };
  test.each([
    ['repeated', 'attribute[LANE]=left&attribute[LANE]=right'],
    ['with []', 'attribute[LANE][]=left&attribute[LANE][]=right'],
    ['indexed', 'attribute[LANE][0]=left&attribute[LANE][1]=right'],
    ['percent-encoded', 'attribute%5BLANE%5D=left&attribute%5bLANE%5d%5B%5D=right'],
    [
      'mixed, with repeats and empty ones',
      'attribute[LANE]=left&attribute[LANE][]=right&attribute[LANE]=&attribute[LANE][7]=left',
    ],
  ])('%s', async (_, text) => {
    expect(await answers(await post(`${HOLE}&${text}`))).toEqual(SEVERAL);
  });

  test('in multipart, as clients send it without need', async () => {
    const fields: [string, string][] = [
      ['service_code', 'HOLE'],
      ...Object.entries(PLACE),
      ['attribute[SIZE]', 'small'],
      ['attribute[LANE][]', 'left'],
      ['attribute[LANE]', 'right'],
    ];
    expect(await answers(await post(multipart(fields), MULTIPART))).toEqual(SEVERAL);
  });

  test('R28: in JSON, as text or list', async () => {
    const given = { service_code: 'HOLE', lat: 51.1, long: '17.03' };
    const attribute = { SIZE: 'small', LANE: ['left', 'right'], SIGN: null, STORY: '' };
    expect(await answers(await json({ ...given, attribute }))).toEqual(SEVERAL);
    expect(await answers(await json({ ...given, attribute: { SIZE: ['small'], DEPTH: 3.5 } }))).toEqual({
      SIZE: ['small'],
      DEPTH: ['3.5'],
    });
  });

  test.each([
    'attribute=x',
    'attribute[]=x',
    'attribute[A=x',
    'attribute[A][B]=x',
    'attribute[A][B][]=x',
    'attribute[[A]]=x',
  ])('what cannot be read is 400: %s', async (text) =>
    expect(refused(await post(`${HOLE}&${text}`)).slice(0, 2)).toEqual([400, text.slice(0, -2)]),
  );

  test.each([
    { attribute: 'x' },
    { attribute: ['x'] },
    { attribute: { A: { B: 'x' } } },
    { attribute: { A: [['x']] } },
  ])('what cannot be read in JSON is 400: %j', async (given) => {
    const [status, field] = refused(await json({ service_code: 'LAMP', ...PLACE, ...given }));
    expect([status, String(field).startsWith('attribute')]).toEqual([400, true]);
  });
});

describe('Texts', () => {
  test('R7: UTF-8 arrives as it was sent, in every dialect', async () => {
    const text = 'Zażółć gęślą jaźń 🕳 穴 – é';
    const encoded = encodeURIComponent(text);
    for (const sent of [
      await post(`${PLACED}&description=${encoded}`),
      await post(`${PLACED}&description=${text}`, `${FORM}; charset=UTF-8`),
      await post(multipart([...PLACED_PARTS, ['description', text]]), MULTIPART),
      await post(multipart([...PLACED_PARTS, ['description', text]]), `${MULTIPART}; charset="utf-8"`),
      await json({ service_code: 'LAMP', ...PLACE, description: text }),
    ])
      expect((await stored(sent))['description']).toBe(text);
  });

  test.each(['é', 'Ã©', 'żółw', 'plain'])('R7: a part that declares its own charset: %s', async (text) => {
    const header = '\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit';
    const body = multipart([...PLACED_PARTS, ['description', text, header]]);
    expect((await stored(await post(body, MULTIPART)))['description']).toBe(text);
  });

  test('R8: CRLF and CR become LF, and line ends are kept', async () => {
    for (const sent of [
      await post(`${PLACED}&description=%20a%0D%0Ab%0Dc%0A%0Ad%09%20`),
      await post(multipart([...PLACED_PARTS, ['description', ' a\r\nb\rc\n\nd\t ']]), MULTIPART),
      await json({ service_code: 'LAMP', ...PLACE, description: ' a\r\nb\rc\n\nd\t ' }),
    ])
      expect((await stored(sent))['description']).toBe(' a\nb\nc\n\nd\t ');
  });

  test('R8: what is not UTF-8 is 400, naming the field where it is known', async () => {
    const wrong = Buffer.from([0xc3, 0x28]);
    expect(refused(await post(`${PLACED}&description=%C3%28`))).toEqual([400, 'description']);
    expect(refused(await post(`${PLACED}&description=%zz`))).toEqual([400, 'description']);
    expect(refused(await post(`${PLACED}&%ff=1`))).toEqual([400, undefined]);
    expect(refused(await post(Buffer.concat([Buffer.from(`${PLACED}&description=`), wrong])))).toEqual([
      400,
      undefined,
    ]);
    expect(refused(await post(multipart([...PLACED_PARTS, ['description', wrong]]), MULTIPART))).toEqual([
      400,
      'description',
    ]);
    const body = Buffer.concat([
      Buffer.from('{"service_code":"LAMP","description":"'),
      wrong,
      Buffer.from('"}'),
    ]);
    expect(refused(await post(body, 'application/json'))).toEqual([400, undefined]);
  });

  test.each(['\u0000', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800', '\udc00x'])(
    'R8: a control character or half of a character is 400 and named: %j',
    async (sign) => {
      const given = { service_code: 'LAMP', lat: 51.1, long: 17 };
      expect(refused(await json({ ...given, description: `a${sign}` }))).toEqual([400, 'description']);
      expect(refused(await json({ ...given, attribute: { A: sign } }))).toEqual([400, 'attribute[A]']);
      expect(refused(await json({ ...given, attribute: { [sign]: 'A' } }))).toEqual([400, 'attribute']);
      expect(refused(await json({ ...given, attribute: { [sign]: {} } }))).toEqual([400, 'attribute']);
      if (!/[\ud800-\udfff]/.test(sign)) {
        const encoded = encodeURIComponent(sign);
        expect(refused(await post(`${PLACED}&first_name=${encoded}`))).toEqual([400, 'first_name']);
        expect(refused(await post(`${PLACED}&attribute[a${encoded}]=x`))).toEqual([400, 'attribute']);
        expect(refused(await post(multipart([...PLACED_PARTS, ['phone', sign]]), MULTIPART))).toEqual([
          400,
          'phone',
        ]);
      }
    },
  );
});

describe('Absent, repeated and unknown fields', () => {
  test('R20: an empty value, a null and an absent field are the same', async () => {
    const row = await stored(
      await post(`${PLACED}&description=&address_string=&media_url=&attribute[X]=&email=`),
    );
    expect(row).toMatchObject({ description: null, address: null, media_urls: [] });
    expect(await app.db('request_reporters').where({ number: row['number'] })).toEqual([]);
    const nulls = { description: null, address_string: '', email: null, media_url: null, attribute: null };
    expect(await stored(await json({ service_code: 'LAMP', ...PLACE, ...nulls }))).toMatchObject({
      description: null,
      address: null,
      media_urls: [],
    });
  });

  test('R30: a repeated field with one value is taken, with different values refused', async () => {
    expect((await post(`${PLACED}&description=a&description=a&description=`)).status).toBe(200);
    expect(refused(await post(`${PLACED}&description=a&description=b&lat=52`))).toEqual([
      400,
      'lat',
      'description',
    ]);
  });

  test('R30: media_url may come several times; the first is shown', async () => {
    const urls = ['https://a.example/1.jpg', 'http://b.example/2'];
    const text = urls.map((url) => `&media_url=${encodeURIComponent(url)}`).join('');
    for (const sent of [
      await post(PLACED + text),
      await json({ service_code: 'LAMP', ...PLACE, media_url: urls }),
    ])
      expect((await stored(sent))['media_urls']).toEqual(urls);
  });

  test.each([
    'ftp://a.example/1',
    'javascript:alert(1)',
    'a.jpg',
    'https://',
    'http://a b',
    'data:image/png;base64,AA',
    'http://[::1',
    'https://name:secret@a.example/1.jpg',
    'https://name@a.example/1.jpg',
    'https://%00/a',
    'https:///a.jpg',
    'https:a.jpg',
  ])('A27: media_url that is not http or https is 400: %s', async (url) =>
    expect(refused(await post(`${PLACED}&media_url=${encodeURIComponent(url)}`))).toEqual([400, 'media_url']),
  );

  test('A27: media_url is kept as an address is written, with everything else in it encoded', async () => {
    const sent = 'HTTPS://Zdjęcia.example:443/a/../ulica Łąki<b>"1".jpg?q=ż&r=1#x'.replace(' ', '%20');
    expect(
      (await stored(await post(`${PLACED}&media_url=${encodeURIComponent(sent)}`)))['media_urls'],
    ).toEqual(['https://xn--zdjcia-y4a.example/ulica%20%C5%81%C4%85ki%3Cb%3E%221%22.jpg?q=%C5%BC&r=1#x']);
  });

  test('unknown fields are ignored, however often and with whatever in them', async () => {
    expect((await post(`${PLACED}&foo=1&foo=2&foo[bar]=3&=x&baz&extensions=true&control=%01`)).status).toBe(
      200,
    );
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"service_code":"LAMP","lat":51.1,"long":17,"foo":${deep},"__proto__":{"status":"closed"},"constructor":1}`;
    expect((await stored(await post(body, 'application/json')))['status']).toBe('open');
  });

  test('deviceid is taken for device_id', async () => {
    const { number } = await post(`${PLACED}&deviceid=abc`);
    expect(await app.db('request_reporters').where({ number })).toEqual([
      expect.objectContaining({ device_id: 'abc' }),
    ]);
  });

  test('names that objects have by themselves are names like others', async () => {
    const text =
      '&attribute[__proto__]=x&attribute[constructor]=y&attribute[toString][]=z&__proto__=1&hasOwnProperty=2';
    const expected = { SIZE: ['small'], ['__proto__']: ['x'], constructor: ['y'], toString: ['z'] };
    expect(Object.entries(await answers(await post(HOLE + text))).sort()).toEqual(
      Object.entries(expected).sort(),
    );
    const body = `{"service_code":"HOLE","lat":51.1,"long":17,"attribute":{"SIZE":"small","__proto__":"x"}}`;
    expect(Object.keys(await answers(await post(body, 'application/json'))).sort()).toEqual([
      'SIZE',
      '__proto__',
    ]);
  });
});
