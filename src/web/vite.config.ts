import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { docsPlugin } from './build/docs-plugin.ts';

/** Below this a file fits into one packet however it is packed. */
const SMALL_BYTES = 1_024;

/** Every text beside itself in two packed forms, so that the server packs nothing while somebody waits. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    // Of what was written: other plugins change files until then.
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(css|js|svg)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(dir, name);
          const text = await readFile(path);
          if (text.length < SMALL_BYTES) return;
          await writeFile(`${path}.gz`, gzipSync(text, { level: 9 }));
          await writeFile(`${path}.br`, brotliCompressSync(text));
        }),
      );
    },
  };
}

/** The pages, made into `dist/web`. The SDK is taken from its source: the two are built together, and neither waits. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  publicDir: 'public',
  resolve: { alias: { '@signpost/sdk': fileURLToPath(new URL('../../sdk/src/index.ts', import.meta.url)) } },
  build: {
    // What phones of five years ago understand.
    target: 'es2021',
    outDir: '../../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: ['index.html', 'developers/document.html', 'try-it/try-it.html'].map((name) =>
        fileURLToPath(new URL(name, import.meta.url)),
      ),
    },
  },
  plugins: [packed(), docsPlugin()],
});
