import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { compareContracts } from './compare-contracts.ts';
import type { Change, Document } from './compare-contracts.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const TITLE = '### In the contract';
const TITLES = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** Writes the changes into the latest entry of a changelog, in place of what was written there before. */
export function writeChanges(changelog: string, release: string, changes: readonly Change[]): string {
  const [head = '', latest = '', ...earlier] = changelog.split(/^(?=## )/m);
  if (latest === '') throw new Error('The changelog has no entry to write into.');
  const others = latest
    .split(/^(?=### )/m)
    .filter((part) => !part.startsWith(`${TITLE}\n`))
    .join('');
  const lines = changes.map(
    ({ kind, breaking, text }) => `- ${breaking ? '**Breaking.** ' : ''}${TITLES[kind]}: ${text}.`,
  );
  const section = changes.length === 0 ? [] : [TITLE, '', `Since ${release}:`, '', ...lines, ''];
  return [
    head,
    `${others.trimEnd()}\n\n`,
    section.join('\n'),
    ...(earlier.length > 0 && section.length > 0 ? ['\n'] : []),
    ...earlier,
  ]
    .join('')
    .replace(/\n*$/, '\n');
}

/** The tag of the last release, such as `v0.1.0`; undefined when there is none. */
function lastRelease(): string | undefined {
  const tags = execFileSync('git', ['tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v*'], {
    cwd: root,
    encoding: 'utf8',
  });
  return tags.split('\n').find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

async function main(): Promise<void> {
  const release = lastRelease();
  if (release === undefined) {
    process.stdout.write('There is no release yet, and so nothing that the contract differs from.\n');
    return;
  }
  const before = execFileSync('git', ['show', `${release}:openapi.yaml`], { cwd: root, encoding: 'utf8' });
  const after = await readFile(`${root}openapi.yaml`, 'utf8');
  const changes = compareContracts(parse(before) as Document, parse(after) as Document);
  const path = `${root}CHANGELOG.md`;
  await writeFile(path, writeChanges(await readFile(path, 'utf8'), release, changes));
  const breaking = changes.filter((change) => change.breaking).length;
  process.stdout.write(
    `${changes.length} changes of the contract since ${release}, ${breaking} of them breaking.\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
