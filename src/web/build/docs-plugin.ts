import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { escapeHtml } from '../../platform/escape-html.ts';
import { DOCS, KEYS } from './doc-list.ts';
import { readDocs } from './read-docs.ts';
import type { ReadDoc } from './read-docs.ts';
import { renderDoc } from './render-doc.ts';

/** The document that every page is written into, with the names that the build has given to its style and its script. */
const TEMPLATE = 'developers/document.html';

/** The page with forms, which is the reference's. */
const TRY_IT = 'try-it/try-it.html';

/** What stands at the top and at the end of each of them. */
const FRAME = ['header', 'footer'].map((name) => new URL(`../developers/${name}.html`, import.meta.url));

/** What the pages are written for; the server puts its own address there. */
const ADDRESS = 'http://127.0.0.1:3111';

/** The documentation: each text as a page that needs no script, and as the Markdown it is made of; `llms.txt` lists them. */
export function docsPlugin(): Plugin {
  return {
    name: 'docs',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const [header = '', footer = ''] = await Promise.all(FRAME.map((file) => readFile(file, 'utf8')));
      const [template = '', tryIt = ''] = await Promise.all(
        [TEMPLATE, TRY_IT].map(async (name) => {
          const inner = await readFile(join(dir, name), 'utf8');
          return inner.replace('<!--header-->', () => header).replace('<!--footer-->', () => footer);
        }),
      );
      await Promise.all([rm(join(dir, TEMPLATE)), rm(dirname(join(dir, TRY_IT)), { recursive: true })]);
      const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
      const { version } = JSON.parse(manifest) as { version: string };
      const docs = await readDocs();
      const write = async (name: string, text: string) => {
        const path = join(dir, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      };
      await Promise.all([
        ...docs.map((doc) => write(`developers/${fileOf(doc)}.html`, document(template, doc, version))),
        ...docs.map((doc) => write(`developers/${fileOf(doc)}.md`, doc.text)),
        write('llms.txt', llmsText(docs)),
        write('try-it.html', tryItDocument(tryIt, version)),
      ]);
    },
  };
}

const fileOf = ({ path }: { path: string }) => (path === '' ? 'index' : path);

const TRY_IT_HEAD = {
  title: 'Try the API',
  summary: 'Every operation of the API, with a form that sends it to this server.',
};

function document(template: string, doc: ReadDoc, version: string): string {
  const markdown = `/developers/${fileOf(doc)}.md`;
  return around(template, doc, doc.path, version)
    .replace('<!--alternate-->', () => `<link rel="alternate" type="text/markdown" href="${markdown}" />`)
    .replace('<!--content-->', () => renderDoc(doc.text))
    .replace('<!--source-->', () => `<a href="${markdown}" type="text/markdown">This page as Markdown</a>`);
}

const tryItDocument = (template: string, version: string) =>
  around(template, TRY_IT_HEAD, 'reference', version).replace(
    '<!--source-->',
    () => '<a href="/openapi.yaml">The contract</a>',
  );

/** What stands in every page around what it is about. */
function around(
  template: string,
  { title, summary }: { title: string; summary: string },
  shown: string,
  version: string,
): string {
  const head = [
    `<title>${escapeHtml(title)} · Signpost for developers</title>`,
    `<meta name="description" content="${escapeHtml(summary)}" />`,
    `<meta name="generator" content="Signpost ${escapeHtml(version)}" />`,
  ].join('\n    ');
  const links = DOCS.flatMap(({ path, label = '' }) => [
    link(path, label, shown),
    // Between reading and doing: whoever begins needs a key first.
    ...(path === 'quickstart' ? [link(KEYS.path, KEYS.label, shown)] : []),
  ]);
  return template
    .replace('<!--head-->', () => head)
    .replace('<!--links-->', () => links.join('\n          '))
    .replace('<!--version-->', () => escapeHtml(version));
}

/** The page that is shown is marked; of the page of an error, the one above it. */
function link(path: string, label: string, shown: string): string {
  const current = path === shown ? 'page' : path === shown.split('/')[0] ? 'true' : undefined;
  const mark = current === undefined ? '' : ` aria-current="${current}"`;
  return `<li><a href="/developers/${path}"${mark}>${escapeHtml(label)}</a></li>`;
}

/** What programs that read for people begin with: https://llmstxt.org. */
function llmsText(docs: readonly ReadDoc[]): string {
  const entry = (doc: ReadDoc) => `- [${doc.title}](${ADDRESS}/developers/${fileOf(doc)}.md): ${doc.summary}`;
  const [first, ...others] = docs;
  return [
    `# Signpost`,
    `> ${first?.summary ?? ''}`,
    `The contract is at ${ADDRESS}/openapi.yaml (OpenAPI 3.1). Every page of the documentation is here as Markdown.`,
    `## Documentation`,
    [...(first === undefined ? [] : [first]), ...others.filter(({ label }) => label !== undefined)]
      .map(entry)
      .join('\n'),
    `## Errors`,
    others
      .filter(({ label }) => label === undefined)
      .map(entry)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}
