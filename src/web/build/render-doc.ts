import { Marked } from 'marked';
import type { Tokens } from 'marked';
import { escapeHtml } from '../../platform/escape-html.ts';

const ID = /\s*\{#([\w.-]+)\}$/;

/** What a page of Markdown says of itself: its heading, and its first paragraph without any signs. */
export function headOf(text: string): { title: string; summary: string } {
  const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
  const [, first = ''] = /^# .+\n+([^#`|<][\s\S]*?)\n(?:\n|$)/m.exec(text) ?? [];
  const summary = first
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
  return { title, summary };
}

/** Markdown as HTML that can be used by keyboard alone: what is wider than the window can be scrolled. */
export function renderDoc(text: string): string {
  const taken = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: raw }: Tokens.Heading) {
        const id = ID.exec(raw)?.[1] ?? idOf(raw, taken);
        const inner = this.parser.parseInline(tokens).replace(ID, '');
        return `<h${depth} id="${escapeHtml(id)}">${inner}</h${depth}>\n`;
      },
      code({ text: code, lang = '' }: Tokens.Code) {
        return `<div class="code"><pre tabindex="0"><code class="language-${escapeHtml(lang)}">${escapeHtml(code)}\n</code></pre></div>\n`;
      },
      table(token: Tokens.Table) {
        const inner = ({ tokens }: Tokens.TableCell) => this.parser.parseInline(tokens);
        // What is no table to look at any more, on a narrow screen, is one still.
        const head = token.header.map((cell) => `<th scope="col" role="columnheader">${inner(cell)}</th>`);
        const rows = token.rows.map((cells) => {
          const shown = cells.map(
            (cell, at) =>
              `<td role="cell" data-column="${escapeHtml(token.header[at]?.text ?? '')}">${inner(cell)}</td>`,
          );
          return `<tr role="row">${shown.join('')}</tr>`;
        });
        const stacks = token.header.length > 2 ? ' class="stacks"' : '';
        return `<div class="scrolls" tabindex="0"><table role="table"${stacks}>
<thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>
<tbody role="rowgroup">${rows.join('\n')}</tbody>
</table></div>\n`;
      },
      // An address that has no room goes on in the next line behind one of its slashes.
      codespan({ text: code }: Tokens.Codespan) {
        return `<code>${escapeHtml(code).replace(/(?<=.)\/(?=.)/g, '/<wbr>')}</code>`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** As GitHub makes it, so that links within a text work there as well. */
function idOf(heading: string, taken: Map<string, number>): string {
  const plain = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
  const before = taken.get(plain) ?? 0;
  taken.set(plain, before + 1);
  return before === 0 ? plain : `${plain}-${before}`;
}
