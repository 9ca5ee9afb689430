import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { marked } from 'marked';
import { ROOT } from '../support/program.ts';

const ALL = ['--workspaces', '--include-workspace-root'];
const packed = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', ...ALL], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as { name: string; files: { path: string }[] }[];

/** What each package's archive holds, which is all that its readers have. */
const packages = ['.', 'sdk', 'sdk/cli'].map((folder) => {
  const { name } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { name: string };
  const files = packed.find((one) => one.name === name)?.files;
  if (files === undefined) throw new Error(`npm packs nothing in ${folder}.`);
  return { folder, name, paths: new Set(files.map(({ path }) => path)) };
});

/** As GitHub and npm name the headings of a text. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** Where the links and pictures of a text lead, and the anchors that it has. */
function read(path: string): { links: string[]; anchors: Set<string> } {
  const links: string[] = [];
  const anchors = new Set<string>();
  void marked.walkTokens(marked.lexer(readFileSync(join(ROOT, path), 'utf8')), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token['href']));
    if (token.type === 'heading') anchors.add(anchorOf(String(token['text'])));
  });
  return { links, anchors };
}

describe.each(packages)('The archive of $name', ({ folder, paths }) => {
  const texts = [...paths].filter((path) => path.endsWith('.md') && !path.startsWith('dist/')).sort();
  const isThere = (path: string) => paths.has(path) || [...paths].some((one) => one.startsWith(`${path}/`));

  test('has its licence and its guide', () => {
    expect(texts).toContain('README.md');
    expect(paths).toContain('LICENSE');
    expect(readFileSync(join(ROOT, folder, 'LICENSE'))).toEqual(readFileSync(join(ROOT, 'LICENSE')));
  });

  test.each(texts)('has everything that %s leads to', (text) => {
    const { links, anchors } = read(join(folder, text));
    const dead = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = normalize(join(dirname(text), path)).replace(/\/$/, '');
      if (path !== '' && !isThere(target)) return true;
      if (anchor === undefined) return false;
      return !(path === '' ? anchors : read(join(folder, target)).anchors).has(anchor);
    });
    expect(dead).toEqual([]);
  });
});
