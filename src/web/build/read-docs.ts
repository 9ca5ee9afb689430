import { readdir, readFile } from 'node:fs/promises';
import { DOCS } from './doc-list.ts';
import type { Doc } from './doc-list.ts';
import { insertTexts } from './inserted-texts.ts';
import { headOf } from './render-doc.ts';

const FOLDER = new URL('../', import.meta.url);

/** A page as it is published: its whole Markdown, its heading and its first paragraph. */
export type ReadDoc = Doc & { text: string; title: string; summary: string };

/**
 * All pages of the documentation, those of the errors last.
 * @throws when a text is in no list, or does not begin with a heading and a paragraph
 */
export async function readDocs(): Promise<ReadDoc[]> {
  const codes = (await readdir(new URL('docs/errors/', FOLDER)))
    .filter((name) => name.endsWith('.md'))
    .sort();
  const errors = await Promise.all(
    codes.map((name) =>
      read({ path: `errors/${name.slice(0, -'.md'.length)}`, file: `docs/errors/${name}` }),
    ),
  );
  const listed = DOCS.map(({ file }) => file);
  const others = (await readdir(new URL('docs/', FOLDER))).filter(
    (name) => name.endsWith('.md') && !listed.includes(`docs/${name}`),
  );
  if (others.length > 0) throw new Error(`No page is made of ${others.join(', ')}: see doc-list.ts.`);
  const pages = await Promise.all(DOCS.map(read));
  const whole = pages.map(async (page) => ({ ...page, text: await insertTexts(page.text, errors) }));
  return [...(await Promise.all(whole)), ...errors];
}

async function read(doc: Doc): Promise<ReadDoc> {
  const text = await readFile(new URL(doc.file, FOLDER), 'utf8');
  const { title, summary } = headOf(text);
  if (title === '' || summary === '')
    throw new Error(`${doc.file} does not begin with a heading and a paragraph.`);
  return { ...doc, text, title, summary };
}
