import { defineConfig } from 'tsdown';

// Everything in one file: whoever installs it needs no other package, and no network.
export default defineConfig({
  entry: { cli: 'src/cli.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  fixedExtension: false,
  dts: false,
  deps: { alwaysBundle: /./, onlyBundle: false },
  // The names of classes are told in errors.
  minify: {
    compress: { keepNames: { class: true, function: false } },
    mangle: { keepNames: { class: true, function: false } },
  },
});
