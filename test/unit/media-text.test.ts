import { describe, expect, test } from '@jest/globals';
import { readMediaText } from '../../src/http/media-text.ts';
import { fc } from '../support/same-examples.ts';

describe('3.3.2: a picture as a text', () => {
  test('every base64 gives its bytes, bare or as a data: URL, also where a form has broken it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (array) => {
        const bytes = Buffer.from(array);
        const text = bytes.toString('base64');
        for (const written of [
          text,
          bytes.toString('base64url'),
          text.replace(/\+/g, ' '),
          text.replace(/(.{4})/g, '$1\n'),
          `data:image/png;base64,${text}`,
          `DATA:image/jpeg;name=a.jpg;BASE64,${text}`,
        ]) {
          // A space at the end is a blank there, and stands for nothing.
          if (written === written.trim()) expect(readMediaText(written)).toEqual(bytes);
        }
      }),
    );
  });

  test('an address on the web stays as it is', () => {
    expect(readMediaText(' https://a.example/1.jpg ')).toBe('https://a.example/1.jpg');
    expect(readMediaText('HTTP://a.example')).toBe('HTTP://a.example');
  });

  test.each(['{}', 'data:image/png,abc', 'ftp://a.example', 'a=b', '===', 'ż'])('%s is neither', (text) =>
    expect(readMediaText(text)).toBeUndefined(),
  );
});
