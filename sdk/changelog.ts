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
function sectionOf(release: string, changes: readonly Change[]): string {
  const listed = (title: string, breaking: boolean) => {
    const those = changes.filter((change) => change.breaking === breaking);
    const lines = those.map(({ kind, text }) => `- ${TITLES[kind]}: ${text}.`);
    return lines.length === 0 ? [] : [title, '', ...lines, ''];
  };
  if (changes.length === 0) return '';
  return [
    TITLE,
    '',
    `Since ${release}:`,
    '',
    ...listed('#### Breaking', true),
    ...listed('#### Not breaking', false),
  ].join('\n');
}

/** What the entry of the first release says: all of the contract is new, and the entry tells of it in words for people. */
const FIRST = `${TITLE}\n\nThis is the first release: there is no earlier contract that it could differ from.\n`;

/** Writes a section into the latest entry of a changelog, in place of what was written there before. */
function writeSection(changelog: string, section: string): string {
  const [head = '', latest = '', ...earlier] = changelog.split(/^(?=## )/m);
  if (latest === '') throw new Error('The changelog has no entry to write into.');
  const others = latest
    .split(/^(?=### )/m)
    .filter((part) => !part.startsWith(`${TITLE}\n`))
    .join('');
  return [
    head,
    `${others.trimEnd()}\n\n`,
    section,
    ...(earlier.length > 0 && section !== '' ? ['\n'] : []),
    ...earlier,
  ]
    .join('')
    .replace(/\n*$/, '\n');
}

/** Writes the changes since a release into the latest entry of a changelog. */
export const writeChanges = (changelog: string, release: string, changes: readonly Change[]): string =>
  writeSection(changelog, sectionOf(release, changes));

/** The tags of the latest entry and of the one before it, where they name a release. */
function entriesOf(changelog: string): { latest: string | undefined; before: string | undefined } {
  const [latest, before] = changelog.split(/^(?=## )/m).slice(1);
  const tagOf = (entry = '') => {
    const [, version] = /^## \[?(\d+\.\d+\.\d+)(?![-+.\w])/.exec(entry) ?? [];
    return version && `v${version}`;
  };
  return { latest: tagOf(latest), before: tagOf(before) };
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

/**
 * The release that the latest entry comes after; undefined when it is the first one. Ends the process where git and the changelog do not
 * agree: a clone often comes without tags, and what has changed since another release is nothing to publish.
 */
function releaseBefore(changelog: string): string | undefined {
  const release = lastRelease();
  const { latest, before } = entriesOf(changelog);
  if (latest !== undefined && latest === release)
    end(2, `${release} is released already. Begin an entry for the next version in CHANGELOG.md, above it.`);
  if (before !== undefined && before !== release)
    end(
      2,
      `CHANGELOG.md tells of a release ${before}, but the last tag here is ${release ?? 'none'}.`,
      'Where the clone came without it, git fetch --tags gets it, or git fetch --tags --unshallow.',
    );
  return release;
}

/** Tells what has changed since a commit, a branch or a tag. */
async function tell(ref: string): Promise<void> {
  const changes = await changesSince(ref);
  process.stdout.write(sectionOf(ref, changes));
}

/** Writes into the changelog what has changed since the last release. */
async function write(): Promise<void> {
  const changelog = await readFile('CHANGELOG.md', 'utf8');
  const release = releaseBefore(changelog);
  if (release !== undefined)
    return writeFile('CHANGELOG.md', writeChanges(changelog, release, await changesSince(release)));
  await writeFile('CHANGELOG.md', writeSection(changelog, FIRST));
  process.stderr.write(
    'There is no release yet, and so nothing that the contract differs from: the entry in CHANGELOG.md says so.\n' +
      'npm run changelog -- REF tells what has changed since any commit, branch or tag.\n',
  );
}

async function changesSince(ref: string): Promise<Change[]> {
  const changes = compareContracts(
    contractAt(ref),
    parse(await readFile('openapi.yaml', 'utf8')) as Document,
  );
  const breaking = changes.filter((change) => change.breaking).length;
  process.stderr.write(
    `${changes.length} changes of the contract since ${ref}, ${breaking} of them breaking.\n`,
  );
  return changes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , ref] = process.argv;
  await (ref === undefined ? write() : tell(ref));
}
