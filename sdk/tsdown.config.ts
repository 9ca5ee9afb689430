import { defineConfig } from 'tsdown';

// Each name is a sub-path of the package; package.json's `exports` names the same ones.
export default defineConfig({
  entry: { index: 'src/index.ts', xml: 'src/xml.ts' },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
});
