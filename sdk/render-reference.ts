import { readExports } from './read-exports.ts';
import type { Exported, Member } from './read-exports.ts';

const HEAD = `<!-- Generated from the TSDoc of sdk/src by \`npm run generate\`. Do not edit. -->

# Reference

Everything that \`@signpost/sdk\` exports, entry by entry. How one goes about a task stands in [README.md](README.md).
`;

const KINDS = { class: 'Classes', function: 'Functions', type: 'Types' } as const;

/** Writes the reference as Markdown: a list of contents, then each export with its declaration, its parts and an example. */
export function renderReference(): string {
  const read = readExports();
  // The function of an operation has one line; the method of the same name has the whole text.
  const methods = new Map(
    read.flatMap(({ members }) =>
      members.flatMap(({ name, methods }) =>
        methods.map((method) => [operationName(name, method.name), method.comment.text] as const),
      ),
    ),
  );
  const all = read.map((one) => {
    const text = one.kind === 'function' ? methods.get(one.name) : undefined;
    return text === undefined ? one : { ...one, comment: { ...one.comment, text } };
  });
  const entries = [...new Set(all.map(({ entry }) => entry))];
  const sections = entries.flatMap((entry) => [
    `## ${entry}`,
    ...Object.entries(KINDS).flatMap(([kind, title]) => {
      const its = all.filter((one) => one.entry === entry && one.kind === kind);
      if (its.length === 0) return [];
      return [`${title}: ${its.map(({ name }) => `[${name}](#${anchor(name)})`).join(', ')}`];
    }),
    ...all.filter((one) => one.entry === entry).map(renderExport),
  ]);
  return `${[HEAD.trim(), ...sections].join('\n\n')}\n`;
}

function renderExport({ name, comment, signature, members }: Exported): string {
  return [
    `### ${name}`,
    lowered(comment.text),
    fenced(signature),
    ...comment.throws.map((what) => `Throws ${what}`),
    renderMembers(members),
    ...comment.examples.map((code) => fenced(code.trimEnd())),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderMembers(members: readonly Member[]): string {
  return members
    .map(({ name, type, comment, methods }) => {
      const throwing = comment.throws.map((what) => `Throws ${what}`);
      const text = [comment.text, ...throwing].join(' ').trim();
      const head = `- \`${type === '' ? name : oneLine(type)}\`${text === '' ? '' : `: ${oneLine(text)}`}`;
      const below = methods.map((method) => {
        const [summary = ''] = method.comment.text.split('\n');
        const operation = operationName(name, method.name);
        return `  - \`${name}.${method.name}()\`: ${summary}; see [${operation}](#${anchor(operation)})`;
      });
      return [head, ...below].join('\n');
    })
    .join('\n');
}

/** `requests.create` as one word: `requestsCreate`. */
function operationName(resource: string, verb: string): string {
  return `${resource}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
}

/** Headings of a comment go below that of the export. */
function lowered(text: string): string {
  return text.replace(/^(#+) /gm, '###$1 ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** As GitHub makes them of headings. */
function anchor(name: string): string {
  return name.toLowerCase();
}
