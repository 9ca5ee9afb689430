import { describe, expect, test } from '@jest/globals';
import * as sdk from '../../sdk/src/form.ts';
import { fc } from '../support/same-examples.ts';

const { textOf } = sdk;
/** The body of a form; one without uploads is there at once. */
const formOf = (fields: Parameters<typeof sdk.formOf>[0]) =>
  (sdk.formOf(fields).open(new AbortController().signal) as { body: URLSearchParams | FormData }).body;

describe('The form of a submission', () => {
  test('writes answers as attribute[CODE] and lists as one attribute[CODE][] for each value', () => {
    const form = formOf({
      service_code: 'POTHOLE',
      lat: 51.1079,
      attribute: { LANE: 'left', DAMAGE: ['rim', 'tyre'], DEPTH: 12 },
    });
    expect([...form]).toEqual([
      ['service_code', 'POTHOLE'],
      ['lat', '51.1079'],
      ['attribute[LANE]', 'left'],
      ['attribute[DAMAGE][]', 'rim'],
      ['attribute[DAMAGE][]', 'tyre'],
      ['attribute[DEPTH]', '12'],
    ]);
  });

  test('repeats the name of a plain field that holds a list', () => {
    const form = formOf({ media_url: ['https://a.example/1.jpg', 'https://a.example/2.jpg'] });
    expect(form.getAll('media_url')).toEqual(['https://a.example/1.jpg', 'https://a.example/2.jpg']);
    expect([...form]).toHaveLength(2);
  });

  test('leaves out what is undefined, null or an empty list, but not an empty text, a zero or false', () => {
    const form = formOf({
      description: undefined,
      email: null,
      attribute: { A: undefined, B: null, C: [], D: '' },
      phone: '',
      lat: 0,
      flag: false,
    });
    expect([...form]).toEqual([
      ['attribute[D]', ''],
      ['phone', ''],
      ['lat', '0'],
      ['flag', 'false'],
    ]);
  });

  test('is a multipart form as soon as a file is among the fields', () => {
    const photo = new File(['x'], 'hole.jpg', { type: 'image/jpeg' });
    const blob = new Blob(['y'], { type: 'image/png' });
    const fields = { service_code: 'POTHOLE', attribute: { LANE: ['left'] } };
    for (const media of [photo, [photo, blob], [photo, 'aGVsbG8=']]) {
      const form = formOf({ ...fields, media });
      expect(form).toBeInstanceOf(FormData);
      expect(form.getAll('attribute[LANE][]')).toEqual(['left']);
      expect(form.getAll('media')).toHaveLength([media].flat().length);
      expect(form.getAll('media')[0]).toMatchObject({ name: 'hole.jpg', type: 'image/jpeg' });
    }
    // A part without a file name would be a field.
    expect(formOf({ media: blob }).get('media')).toMatchObject({ name: 'blob' });
    expect(formOf({ ...fields, media: ['aGVsbG8=', 'aGVsbG8='] })).toBeInstanceOf(URLSearchParams);
  });

  test('is urlencoded so that every text arrives as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (code, answer) => {
        const sent = (
          formOf({ description: answer, attribute: { [code]: [answer] } }) as URLSearchParams
        ).toString();
        expect(sent).toMatch(/^[\w.*+%=&-]*$/);
        expect([...new URLSearchParams(sent)]).toEqual([
          ['description', answer],
          [`attribute[${code}][]`, answer],
        ]);
      }),
    );
  });

  test('writes every coordinate in plain decimals', () => {
    expect(textOf(1e-7)).toBe('0.0000001');
    expect(textOf(-0.0000025)).toBe('-0.0000025');
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), (units) => {
        const written = textOf(units / 1e7);
        expect(written).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(written)).toBe(units / 1e7);
      }),
    );
  });
});
