import { defineConfig } from 'tsdown';

// Each name is a sub-path of the package; package.json's `exports` names the same ones.
export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  // What the editor shows stands in the declarations.
  outputOptions: { comments: false },
});
