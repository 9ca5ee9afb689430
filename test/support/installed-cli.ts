import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freshFolder, ROOT } from './program.ts';

/** The developers' program as it comes to whoever installs it. */
export type InstalledCli = {
  /** The packed archive, alone in a folder. */
  archive: string;
  /** What is in it. */
  contents: string[];
  /** An empty folder but for what the installation has put there. */
  folder: string;
  /** The file that `signpost` stands for there. */
  file: string;
};

/** Packs the program and installs it in an empty folder, without network. */
export function installCli(): InstalledCli {
  const packing = freshFolder();
  const folder = freshFolder();
  const npm = (...given: string[]) =>
    execFileSync('npm', [...given, '--no-audit', '--no-fund', '--offline'], {
      cwd: given[0] === 'pack' ? join(ROOT, 'sdk', 'cli') : folder,
      encoding: 'utf8',
    });
  const [packed] = JSON.parse(npm('pack', '--json', '--pack-destination', packing)) as {
    filename: string;
    files: { path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm has packed nothing');
  const archive = join(packing, packed.filename);
  npm('install', archive);
  return {
    archive,
    contents: packed.files.map(({ path }) => path).sort(),
    folder,
    file: join(folder, 'node_modules', '@signpost', 'cli', 'dist', 'cli.js'),
  };
}
