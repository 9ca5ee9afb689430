import { defineConfig } from 'tsdown';

// eslint-disable-next-line no-restricted-syntax -- tsdown reads its settings from the default export
export default defineConfig({
  entry: 'src/index.ts',
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
});
