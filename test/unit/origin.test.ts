import { describe, expect, test } from '@jest/globals';
import { findInOrigins, isAllowedOrigin } from '../../src/features/access/origin.ts';

const OWN = 'https://api.city.example';

describe('which pages a key is for', () => {
  const allowed = (origin: string | undefined, origins = ['https://city.pl', 'http://localhost:5173']) =>
    isAllowedOrigin(origins, { origin, own: OWN });

  test('those of its origins', () => {
    expect(allowed('https://city.pl')).toBe(true);
    expect(allowed('http://localhost:5173')).toBe(true);
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['of a page without an origin', 'null'],
    ['another port', 'https://city.pl:8443'],
    ['the usual port, written out', 'https://city.pl:443'],
    ['another scheme', 'http://city.pl'],
    ['a host that ends alike', 'https://evil-city.pl'],
    ['a host that begins alike', 'https://city.pl.evil.example'],
    ['a host below', 'https://www.city.pl'],
    ['a host above', 'https://pl'],
    ['upper case', 'https://CITY.pl'],
    ['a slash at its end', 'https://city.pl/'],
    ['a path', 'https://city.pl/page'],
    ['a name and a password', 'https://city.pl@evil.example'],
    ['a dot at its end', 'https://city.pl.'],
    ['two at once', 'https://city.pl, https://evil.example'],
    ['blanks around it', ' https://city.pl '],
    ['the word for this server', 'self'],
    ['this server', OWN],
  ])('no other: %s', (_what, origin) => {
    expect(allowed(origin)).toBe(false);
  });

  test('self is this server, and only where it is said', () => {
    expect(allowed(OWN, ['self'])).toBe(true);
    expect(allowed('https://city.pl', ['self'])).toBe(false);
    expect(allowed('self', ['self'])).toBe(false);
    expect(allowed(undefined, ['self'])).toBe(false);
  });
});

describe('what an operator may say', () => {
  test.each(['https://city.pl', 'http://localhost:5173', 'https://xn--d-oga.pl', 'http://[::1]:80', 'self'])(
    '%s',
    (origin) => {
      const meant = origin === 'self' ? origin : new URL(origin).origin;
      expect(findInOrigins([meant])).toEqual([]);
    },
  );

  test.each([
    ['https://City.pl', 'Say https://city.pl.'],
    ['https://city.pl/', 'Say https://city.pl.'],
    ['https://city.pl:443', 'Say https://city.pl.'],
    ['https://city.pl/page?a=b', 'Say https://city.pl.'],
    ['https://łódź.pl', 'Say https://xn--d-uga0v4h.pl.'],
    ['city.pl', 'is no origin'],
    ['*', 'is no origin'],
    ['null', 'is no origin'],
    ['SELF', 'is no origin'],
    ['file:///home', 'is no origin'],
    ['javascript:alert(1)', 'is no origin'],
    ['', 'is no origin'],
    [`https://${'a'.repeat(400)}.pl`, 'is no origin'],
  ])('not %s', (origin, says) => {
    const findings = findInOrigins([origin]);
    expect(findings).toEqual([{ field: 'origin', message: expect.any(String) }]);
    expect(findings[0]?.message).toContain(says);
  });

  test('all mistakes are told at once', () => {
    expect(findInOrigins(['*', 'self', 'x'])).toHaveLength(2);
  });
});
