import { describe, expect, test } from '@jest/globals';
import { SignpostError } from '../../sdk/src/index.ts';
import { readXml } from '../../sdk/src/any-city/read-xml.ts';
import { processorTime } from '../support/processor-time.ts';

const DECLARED = '<?xml version="1.0" encoding="utf-8"?>';
const read = (text: string) => {
  const { root, value, deviations } = readXml(DECLARED + text);
  return { root, value, rules: deviations.map(({ rule }) => rule) };
};

describe('The XML reader', () => {
  test.each([
    ['<a/>', null, []],
    ['<a></a>', null, []],
    ['<a> \n </a>', null, []],
    ['<a>text</a>', 'text', []],
    ['<a>  text\n</a>', 'text', ['R41']],
    ['<a><b>1</b><c/></a>', { b: '1', c: null }, []],
    ['<a><b>1</b><b>2</b></a>', { b: ['1', '2'] }, []],
    ['<a><b/><b/></a>', { b: [null, null] }, []],
    ['<a>&lt;b&gt; &amp; &quot;c&quot; &apos;</a>', '<b> & "c" \'', []],
    ['<a>&#321;&#xF3;d&#x17A; &#128512;</a>', 'Łódź 😀', []],
    ['<a><![CDATA[<b> & ]]]>c</a>', '<b> & ]c', []],
    ['<!-- before --><a>x<!-- <b> -->y</a><!-- after --> ', 'xy', []],
    ['<?xml-stylesheet href="x"?><a>x</a>', 'x', []],
    ['<a>the <b>big</b> hole</a>', 'the big hole', []],
    ['<a xmlns="http://wiki.open311.org/GeoReport_v2">x</a>', 'x', []],
    ['<a xmlns="http://city.example">x</a>', 'x', ['R38']],
    ['<m:a xmlns:m="http://city.example"><m:b>x</m:b></m:a>', { b: 'x' }, ['R38']],
    ['<a type="array"><b>x</b></a>', { b: 'x' }, ['R39']],
    ["<a type='array'>x</a>", 'x', ['R39']],
    ['<a><b xsi:nil="true"/></a>', { b: null }, ['R39']],
    ['<a><b xsi:nil="true">left over</b></a>', { b: null }, ['R39']],
    ['<a><b xsi:nil="false">x</b></a>', { b: 'x' }, ['R39']],
    ['<a>bread & butter</a>', 'bread & butter', ['R2']],
    ['<a>a&nbsp;b</a>', 'a&nbsp;b', ['R2']],
    ['<a>&constructor;</a>', '&constructor;', ['R2']],
    ['<a><__proto__>x</__proto__></a>', JSON.parse('{"__proto__":"x"}') as object, []],
    ['<ä>x</ä >', 'x', []],
  ])('%s', (text, value, rules) => {
    expect(read(text)).toMatchObject({ value, rules });
  });

  test('tells of a missing declaration', () => {
    expect(readXml('<a/>').deviations).toEqual([
      { rule: 'R7/declaration', where: '', found: '<a/>', count: 1 },
    ]);
  });

  test('tells once of what it finds often, and where it was first', () => {
    const { deviations } = readXml(`${DECLARED}<a><b><c x="1"/></b>${'<b y="2"/>'.repeat(500)}</a>`);
    expect(deviations).toEqual([{ rule: 'R39', where: '/b/c', found: 'x="1"', count: 501 }]);
  });

  test.each([
    ['nothing', ''],
    ['text alone', 'Not Found'],
    ['text around', 'x<a/>'],
    ['half of it', '<a><b>1</b><b>2</'],
    ['a cut text', '<a><b>1</b><b>23'],
    ['an element that is not closed', '<a><b>1</a>'],
    ['two roots', '<a/><b/>'],
    ['an HTML page', '<!DOCTYPE html><html><body><br><p>Not found</body></html>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'],
    ['a comment without an end', '<a/><!-- '],
    ['CDATA without an end', '<a><![CDATA[ </a>'],
    ['JSON', '[{"service_code":"1"}]'],
    ['nesting without an end', '<a>'.repeat(100_000)],
    ['elements without an end', `<a>${'<b/>'.repeat(200_001)}</a>`],
  ])('refuses %s', (_name, text) => {
    expect(() => readXml(text)).toThrow(SignpostError);
  });

  test('expands nothing, and takes no longer for hostile texts', () => {
    const hostile = [
      `<a ${' '.repeat(200_000)}`,
      `<a ${'b="1" '.repeat(50_000)}`,
      `<${'a'.repeat(500_000)}`,
      `<a>${'&'.repeat(100_000)}`,
      `<a>${'&#'.repeat(100_000)}`,
      `<a>${']]>'.repeat(200_000)}`,
      '<!--'.repeat(100_000),
    ];
    const most = 5_000;
    const taken = processorTime(() => {
      for (const text of hostile) expect(() => readXml(text)).toThrow(SignpostError);
    }, most);
    expect(taken).toBeLessThan(most);
  });
});
