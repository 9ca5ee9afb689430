import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { compareContracts } from './compare-contracts.ts';
import type { Change, Document } from './compare-contracts.ts';

/** A contract is a tenth of it. */
const MOST_BYTES = 8_388_608;
const TITLE = '### In the contract';
const TITLES = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** The changes for people, those that break first; nothing where there are none. */
function sectionOf(release: string, changes: readonly Change[]): string[] {
  const listed = (title: string, breaking: boolean) => {
    const those = changes.filter((change) => change.breaking === breaking);
    const lines = those.map(({ kind, text }) => `- ${TITLES[kind]}: ${text}.`);
    return lines.length === 0 ? [] : [title, '', ...lines, ''];
  };
  if (changes.length === 0) return [];
  return [
    TITLE,
    '',
    `Since ${release}:`,
    '',
    ...listed('#### Breaking', true),
    ...listed('#### Not breaking', false),
  ];
}

/** Writes the changes into the latest entry of a changelog, in place of what was written there before. */
export function writeChanges(changelog: string, release: string, changes: readonly Change[]): string {
  const [head = '', latest = '', ...earlier] = changelog.split(/^(?=## )/m);
  if (latest === '') throw new Error('The changelog has no entry to write into.');
  const others = latest
    .split(/^(?=### )/m)
    .filter((part) => !part.startsWith(`${TITLE}\n`))
    .join('');
  const section = sectionOf(release, changes);
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

/** What git says; undefined when it cannot. */
function askGit(...given: string[]): string | undefined {
  try {
    return execFileSync('git', given, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: MOST_BYTES,
    });
  } catch {
    return undefined;
  }
}

/** The tag of the last release, such as `v0.1.0`; undefined when there is none. */
function lastRelease(): string | undefined {
  const tags = askGit('tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v*') ?? '';
  return tags.split('\n').find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

/** Ends the process with what somebody has to know. */
function end(code: number, ...lines: string[]): never {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exit(code);
}

/** What the contract was at a commit. */
function contractAt(ref: string): Document {
  const commit = askGit('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)?.trim();
  if (commit === undefined) end(2, `There is no commit ${ref} here.`);
  const text = askGit('show', `${commit}:openapi.yaml`);
  if (text === undefined) end(2, `There is no openapi.yaml in ${ref}.`);
  return parse(text) as Document;
}

/** Into the changelog what has changed since the last release; for any other commit it is only told. */
async function main(given: string | undefined): Promise<void> {
  const ref = given ?? lastRelease();
  if (ref === undefined)
    end(
      0,
      'There is no release yet, and so nothing that the contract differs from: CHANGELOG.md stays as it is.',
      'npm run changelog -- REF tells what has changed since any commit, branch or tag.',
    );
  const before = contractAt(ref);
  const changes = compareContracts(before, parse(await readFile('openapi.yaml', 'utf8')) as Document);
  if (given === undefined)
    await writeFile('CHANGELOG.md', writeChanges(await readFile('CHANGELOG.md', 'utf8'), ref, changes));
  else process.stdout.write(sectionOf(ref, changes).join('\n'));
  const breaking = changes.filter((change) => change.breaking).length;
  process.stderr.write(
    `${changes.length} changes of the contract since ${ref}, ${breaking} of them breaking.\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
