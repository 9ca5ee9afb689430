import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { RULES } from '../../http/standard/rules.ts';
import type { Doc } from './doc-list.ts';

type ReadDoc = Doc & { title: string; summary: string };

type Contract = {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, { operationId?: string; tags?: string[]; summary?: string }>>;
};

/**
 * Puts what is known elsewhere into a text, where a comment names it.
 * @param errors the pages of the errors, by code
 */
export async function insertTexts(text: string, errors: readonly ReadDoc[]): Promise<string> {
  const inserts: Record<string, () => Promise<string> | string> = {
    operations: async () =>
      operations(
        parse(await readFile(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as Contract,
      ),
    errors: () => table(['Error', 'What it means'], errors.map(errorRow)),
    deviations: () =>
      RULES.filter(({ deviation }) => deviation !== undefined)
        .map(deviationText)
        .join('\n\n'),
    'not-yet': () =>
      RULES.filter(({ notYet }) => notYet !== undefined)
        .map(({ id, rule, notYet = '' }) => `- ${id}: ${plain(rule)} ${plain(notYet)}`)
        .join('\n'),
  };
  let whole = text;
  for (const [name, insert] of Object.entries(inserts)) {
    const mark = `<!-- insert ${name} -->`;
    if (!whole.includes(mark)) continue;
    const inserted = await insert();
    // By function: a `$` in what is put in is no pattern.
    whole = whole.replace(mark, () => inserted);
  }
  return whole;
}

const errorRow = ({ path, title, summary }: ReadDoc) => [`[${title}](/developers/${path})`, summary];

/** Every operation by its one name, as the SDK, the logs and the reference call it. */
function operations({ tags, paths }: Contract): string {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, tags: named = [], summary = '' }]) =>
      operationId === undefined
        ? []
        : [{ path, method: method.toUpperCase(), operationId, tag: named[0], summary }],
    ),
  );
  return tags
    .map(({ name, description }) => {
      const rows = all
        .filter(({ tag }) => tag === name)
        .map(({ path, method, operationId, summary }) => [
          `[\`${operationId}\`](/docs/#/${name}/${operationId})`,
          `\`${method} ${path}\``,
          summary,
        ]);
      return `### ${name}\n\n${description}\n\n${table(['Operation', 'Address', 'What it does'], rows)}`;
    })
    .join('\n\n');
}

function deviationText({ id, rule, deviation }: (typeof RULES)[number]): string {
  const { standard = '', here = '', why = '' } = deviation ?? {};
  return [
    `## ${id}: ${plain(rule)} {#${id}}`,
    `- **The standard:** ${plain(standard)}`,
    `- **Signpost:** ${plain(here)}`,
    `- **Because:** ${plain(why)}`,
  ].join('\n\n');
}

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A text that is no Markdown, so that no sign in it becomes some. */
const plain = (text: string) => text.replace(/[\\`*<[\]]/g, (sign) => `\\${sign}`);
