import { describe, expect, test } from '@jest/globals';
import type { Schema } from '../../src/http/contract.ts';
import { renderXml } from '../../src/http/xml.ts';
import { contract } from '../support/http.ts';
import { readXml } from '../support/xml.ts';
import { fc } from '../support/same-examples.ts';

const LIST = { $ref: '#/components/schemas/ErrorList' };
const TEXT: Schema = { type: 'string', xml: { name: 't' } };
const rendered = (value: unknown, schema: Schema = TEXT) =>
  renderXml(contract, schema, value).replace('<?xml version="1.0" encoding="utf-8"?>\n', '');

describe('1.9: what XML looks like', () => {
  test('R7, R38, R39: a declaration, and neither namespaces nor attributes', () => {
    expect(renderXml(contract, LIST, [{ code: 400, description: 'a' }])).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>400</code><description>a</description></error></errors>',
    );
  });

  test('R34: members for JSON alone are left out', () => {
    expect(rendered([{ code: 1, description: 'a', type: 'invalid', field: 'b' }], LIST)).not.toMatch(
      /invalid|field/,
    );
  });

  test('R40: null, empty and absent', () => {
    expect([null, undefined, ''].map((value) => rendered(value))).toEqual(['<t/>', '<t/>', '<t/>']);
    expect(rendered([], LIST)).toBe('<errors/>');
  });

  test('R41: no padding, and none is taken away', () => {
    expect(rendered('  a\n\tb  ')).toBe('<t>  a\n\tb  </t>');
  });

  test.each([
    ['a<b', 'a&lt;b'],
    ['a>b ]]>', 'a&gt;b ]]&gt;'],
    ['&amp; &', '&amp;amp; &amp;'],
    [`"'`, `"'`],
    ['a\rb', 'a&#13;b'],
    ['<![CDATA[x]]>', '&lt;![CDATA[x]]&gt;'],
    ['🕳\u2028\u0085', '🕳\u2028\u0085'],
    ['a\u0000\u0008\u000b\u001f\ufffe\uffffb', 'ab'],
    ['\ud800a\udc00', 'a'],
  ])('%j is escaped', (text, expected) => expect(rendered(text)).toBe(`<t>${expected}</t>`));

  test('A3, A4: numbers without an exponent, booleans in lower case', () => {
    const values = [0, -0, 51.1, 1e-7, -1.5e-6, 123456789, true, false];
    expect(values.map((value) => rendered(value).slice(3, -4))).toEqual([
      '0',
      '0',
      '51.1',
      '0.0000001',
      '-0.0000015',
      '123456789',
      'true',
      'false',
    ]);
  });

  test('any text is well-formed, and reads back without what XML cannot carry', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const carried = text.replace(
            /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu,
            '',
          );
          expect(readXml(renderXml(contract, TEXT, text)).text).toBe(carried);
        },
      ),
      { numRuns: 500 },
    );
  });
});
