import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';

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

/** Takes out of declarations what only their looks need: nobody reads them but compilers and editors. */
function shortTypes(text: string): string {
  return text
    .replace(/^[ \t]+/gm, '')
    .replace(/^\/\/#(end)?region.*\n/gm, '')
    .replace(/^\* @enum .*\n|\/\*\* @enum .*? \*\/ ?/gm, '')
    .replaceAll('@description ', '')
    .replace(/\[\n\* +(.*)\n\* +\]/g, '[$1]')
    .replace(/\/\*\*\n\*\/ ?/g, '')
    .replace(/\/\*\*\n\* (.*)\n\*\//g, '/** $1 */');
}

/** Nothing that is exported is given another value later, so that no function has to look it up. */
function shortExports(text: string): string {
  return text.replace(
    /Object\.defineProperty\(exports,`(\w+)`,\{enumerable:!0,get:function\(\)\{return (\w+)\}\}\)/g,
    'exports.$1=$2',
  );
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
          await change(join(outDir, name), name.endsWith('.d.cts') ? shortTypes : shortExports);
        }
        return;
      }
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
