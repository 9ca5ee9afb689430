import { describe, expect, test } from '@jest/globals';
import { readXml } from '../../sdk/cli/src/doctor/read-xml.ts';
import { processorTime } from '../support/processor-time.ts';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

describe('The strict XML reader', () => {
  test('reads elements, attributes, references, CDATA, comments and instructions', () => {
    const root = readXml(
      `${DECLARATION}\n<!-- a list --><?sheet x?><a b = "1 &lt; 2" c='"'><d/> x &amp; y &#x17c;&#50; <![CDATA[<z> & ]]]]><!-- - --></a >\n`,
    );
    expect(root).toMatchObject({
      name: 'a',
      attributes: [
        ['b', '1 < 2'],
        ['c', '"'],
      ],
      children: [{ name: 'd', text: '' }],
      text: ' x & y ż2 <z> & ]]',
    });
  });

  test.each([
    ['<a><b></a>', '</a> where <b> is open, in line 1, column 7'],
    ['<a>\n<b>', '<b> is never closed, in line 2, column 4'],
    ['<a/><b/>', 'a second root element, in line 1, column 5'],
    ['<a/>x', 'text outside of the root element, in line 1, column 5'],
    ['x<a/>', 'text outside of the root element'],
    ['<a/></b>', '</b> where nothing is open'],
    ['<![CDATA[x]]><a/>', 'text outside of the root element'],
    ['', 'no element at all'],
    ['<a>b & c</a>', '& stands for nothing'],
    ['<a>&nbsp;</a>', '&nbsp; stands for nothing'],
    ['<a>&#0;</a>', '&#0; stands for nothing'],
    ['<a>&#xd800;</a>', '&#xd800; stands for nothing'],
    ['<a>&#x110000;</a>', '&#x110000; stands for nothing'],
    ['<a>&constructor;</a>', '&constructor; stands for nothing'],
    ['<a>&amp</a>', '&amp stands for nothing'],
    ['<a>\u0001</a>', 'a character that XML does not allow'],
    ['<a>\ufffe</a>', 'a character that XML does not allow'],
    ['<a>\ud800</a>', 'a character that XML does not allow'],
    ['<a>]]></a>', 'a bare ]]>'],
    ['<a b=c/>', 'no tag: <a b=c/>'],
    ['<a b/>', 'no tag: <a b/>'],
    ['<a b="<"/>', 'no tag: '],
    ['<a b="1" b="2"/>', 'an attribute that is repeated'],
    ['<a b="1"c="2"/>', 'no tag: '],
    ['<a b="&x;"/>', '&x; stands for nothing'],
    ['<1a/>', 'no tag: <1a/>'],
    ['< a/>', 'no tag: '],
    ['<a><!-- -- --></a>', 'a comment with -- in it'],
    ['<a><!-- x</a>', 'no -->'],
    ['<a><![CDATA[x</a>', 'no ]]>'],
    ['<a><?x y</a>', 'no ?>'],
    [` ${DECLARATION}<a/>`, 'no tag: <?xml'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'a document type'],
    ['<!DOCTYPE html><html></html>', 'a document type'],
    [`${'<a>'.repeat(100_000)}`, 'elements nested too deep'],
  ])('refuses %j', (text, why) => {
    expect(() => readXml(text)).toThrow(why);
  });

  test('takes no longer than its text is long', () => {
    const much = 2_000_000;
    const hostile = [
      `<a>${'x'.repeat(much)}`,
      `<a ${' '.repeat(much)}`,
      `<${'a'.repeat(much)}`,
      `<a ${'b="" '.repeat(much / 5)}<`,
      `<a><!--${'-x'.repeat(much / 2)}`,
      `<a>${'&amp;'.repeat(much / 5)}&`,
      `<a>${'<b>c</b>'.repeat(much / 8)}`,
    ];
    const most = 10_000;
    const taken = processorTime(() => {
      for (const text of hostile) expect(() => readXml(text)).toThrow();
    }, most);
    expect(taken).toBeLessThan(most);
  });
});
