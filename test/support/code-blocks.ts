import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.ts';

/** A fenced block of a text that people read. */
export interface CodeBlock {
  /** From the root of the repository. */
  file: string;
  line: number;
  /** Empty for what is no code. */
  language: string;
  code: string;
  /** Whether the text around it says, to us alone, that it does not end by itself. */
  goesOn: boolean;
}

/** Generated of blocks that are found where they were written. */
const GENERATED = ['sdk/REFERENCE.md'];

/** Every block of the texts for those who use Signpost, and of the TSDoc of the SDK; found, not listed. */
export function findCodeBlocks(): CodeBlock[] {
  const below = (folder: string, ending: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending) && !/(^|\/)(node_modules|dist)\//.test(path))
      .map((path) => `${folder}/${path}`)
      .sort();
  const texts = [
    'README.md',
    ...below('sdk', '.md'),
    ...below('examples', '.md'),
    ...below('src/web/docs', '.md'),
  ];
  return [
    ...texts.filter((file) => !GENERATED.includes(file)).flatMap((file) => blocksOf(file, read(file))),
    // In a comment, each line has a star in front of it.
    ...below('sdk/src', '.ts').flatMap((file) => blocksOf(file, read(file).replace(/^[ \t]*\* ?/gm, ''))),
  ];
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

function blocksOf(file: string, text: string): CodeBlock[] {
  const fences = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;
  return [...text.matchAll(fences)].map(({ index, 1: indent = '', 2: language = '', 3: code = '' }) => {
    const before = text.slice(0, index);
    return {
      file,
      line: before.split('\n').length,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      goesOn: /<!-- runs until it is stopped -->\s*$/.test(before),
    };
  });
}
