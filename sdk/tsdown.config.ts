import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';
import ts from 'typescript';

// Each name is a sub-path of the package; package.json's `exports` names the same ones.
const entry = {
  index: 'src/index.ts',
  open311: 'src/open311.ts',
  xml: 'src/xml.ts',
  webhooks: 'src/webhooks.ts',
  testing: 'src/testing.ts',
  attributes: 'src/attributes.ts',
  typegen: 'src/typegen.ts',
};

/** What many operations have in common is told at length once, and after that by its first sentence. */
function toldOnce(): (all: string, first: string) => string {
  const told = new Set<string>();
  return (all, first) => (told.size < told.add(all).size ? all : `${first}\n`);
}

/** Takes out of declarations what only their looks need: nobody reads them but compilers and editors. */
function shortTypes(text: string): string {
  return text
    .replace(/^[ \t]+/gm, '')
    .replace(/^\/\/#(end)?region.*\n/gm, '')
    .replace(/^\* @enum .*\n|\/\*\* @enum .*? \*\/ ?/gm, '')
    .replaceAll('@description ', '')
    .replace(/^\* Format: .*\n|\/\*\* Format: \S+ \*\/ ?/gm, '')
    .replace(/^\*\n(?=\* @)/gm, '')
    .replace(/\[\n\* +(.*)\n\* +\]/g, '[$1]')
    .replace(/\/\*\*\n\*\/ ?/g, '')
    .replace(/^(\* [A-Z][^@\n]*?\.) [^@\n]*\n(?:\* [^@\n]+\n)*/gm, toldOnce())
    .replace(/\/\*\*\n\* (.*)\n\*\//g, '/** $1 */');
}

/** Nothing that is exported is given another value later, so that no function has to look it up. */
function shortExports(text: string): string {
  return text.replace(
    /Object\.defineProperty\(exports,`(\w+)`,\{enumerable:!0,get:function\(\)\{return (\w+)\}\}\)/g,
    'exports.$1=$2',
  );
}

/** Breaks lines, which minifying does not: Node prints the whole line that throws before it tells the error. */
function shortLines(text: string): string {
  const source = ts.createSourceFile('minified.js', text, ts.ScriptTarget.ES2022);
  const lines: string[] = [];
  let begin = 0;
  const look = (node: ts.Node): void => {
    const at = node.getStart(source);
    // After these a line may end without a change of what is meant.
    if (at - begin > 100 && /[,;{(]/.test(text.charAt(at - 1))) {
      lines.push(text.slice(begin, at));
      begin = at;
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return [...lines, text.slice(begin)].join('\n');
}

async function change(path: string, how: (text: string) => string): Promise<void> {
  await writeFile(path, how(await readFile(path, 'utf8')));
}

export default defineConfig({
  entry,
  // Declarations are long, and both formats have the same: written once, a type is also the same type for both.
  dts: true,
  format: { cjs: {}, esm: { dts: false } },
  hooks: {
    'build:done': async ({ options: { format, outDir } }) => {
      if (format !== 'es') {
        for (const name of await readdir(outDir)) {
          if (name.endsWith('.d.cts')) await change(join(outDir, name), shortTypes);
          if (name.endsWith('.cjs'))
            await change(join(outDir, name), (text) => shortLines(shortExports(text)));
        }
        return;
      }
      for (const name of await readdir(outDir))
        if (name.endsWith('.js')) await change(join(outDir, name), shortLines);
      for (const name of Object.keys(entry))
        await writeFile(join(outDir, `${name}.d.ts`), `export * from './${name}.cjs';\n`);
    },
  },
  platform: 'neutral',
  target: 'es2022',
  // The names of classes are told in errors.
  minify: {
    compress: { keepNames: { class: true, function: false } },
    mangle: { keepNames: { class: true, function: false } },
  },
});
