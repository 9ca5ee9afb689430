import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, ROOT } from './program.ts';

/** The SDK as programs elsewhere get it. */
export interface PackedSdk {
  /** The archive that `npm pack` makes. */
  archive: Uint8Array<ArrayBuffer>;
  /** The bytes of all its files together. */
  unpackedSize: number;
  /** An empty folder, but for what `npm install` of the archive has put into it. */
  folder: string;
}

/** Packs the SDK that the run's setup has built, and installs it in an empty folder without any network. */
export function installPackedSdk(): PackedSdk {
  const folder = freshFolder();
  const npm = (cwd: string, given: string[]) =>
    execFileSync('npm', given, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [packed] = JSON.parse(
    npm(join(ROOT, 'sdk'), ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]),
  ) as { filename: string; unpackedSize: number }[];
  if (!packed) throw new Error('npm pack has made nothing.');
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(folder, ['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`]);
  return {
    archive: new Uint8Array(readFileSync(join(folder, packed.filename))),
    unpackedSize: packed.unpackedSize,
    folder,
  };
}
