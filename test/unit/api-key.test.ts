import { expect, test } from '@jest/globals';
import { generateApiKey, hashApiKey, isApiKey, SHOWN_LENGTH } from '../../src/features/access/api-key.ts';

const keys = Array.from({ length: 500 }, () => generateApiKey('live'));

test('a key has the prefix by which scanners find it, 27 random letters and a checksum', () => {
  for (const key of keys) expect(key).toMatch(/^sp_live_[0-9A-Za-z]{33}$/);
  expect(keys.every(isApiKey)).toBe(true);
  const forSandbox = generateApiKey('test');
  expect(forSandbox).toMatch(/^sp_test_[0-9A-Za-z]{33}$/);
  expect(isApiKey(forSandbox)).toBe(true);
});

test('no two are the same, also in what is shown of them', () => {
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(keys.map((key) => key.slice(0, SHOWN_LENGTH))).size).toBe(keys.length);
});

test('every letter of the alphabet comes up', () => {
  expect(new Set(keys.map((key) => key.slice(8, 35)).join('')).size).toBe(62);
});

test('a key with one letter changed is none', () => {
  const [key = ''] = keys;
  for (let index = 0; index < key.length; index++) {
    const letter = key[index] === 'x' ? 'y' : 'x';
    expect(isApiKey(`${key.slice(0, index)}${letter}${key.slice(index + 1)}`)).toBe(false);
  }
});

test.each([
  '',
  'sp_live_',
  'sp_test_',
  ` ${keys[0]}`,
  `${keys[0]}\n`,
  `${keys[0]}x`,
  keys[0]?.slice(1) ?? '',
  keys[0]?.toUpperCase() ?? '',
])('no key: %#', (text) => expect(isApiKey(text)).toBe(false));

test('what is stored is a SHA-256 and holds nothing of the key', () => {
  expect(hashApiKey('a').toString('hex')).toBe(
    'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
  );
});
