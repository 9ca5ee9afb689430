import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';

// Each name is a sub-path of the package; package.json's `exports` names the same ones.
const entry = {
  index: 'src/index.ts',
  open311: 'src/open311.ts',
  xml: 'src/xml.ts',
  webhooks: 'src/webhooks.ts',
  testing: 'src/testing.ts',
};

export default defineConfig({
  entry,
  // Declarations are long, and both formats have the same: written once, a type is also the same type for both.
  dts: true,
  format: { cjs: {}, esm: { dts: false } },
  hooks: {
    'build:done': async ({ options: { format, outDir } }) => {
      if (format !== 'es') return;
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
