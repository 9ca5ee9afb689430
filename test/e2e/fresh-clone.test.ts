import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { ROOT, startServerProgram } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';

const whenAsked = testWhen(
  process.env['SIGNPOST_TEST_CLONE'] === 'on',
  'SIGNPOST_TEST_CLONE=on asks for it: it installs every package twice, which takes minutes on some networks',
);

/** What a newcomer has: a clone in an empty folder, and what npm installs there. */
let folder: string;
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], npm_config_offline: 'false' };
const npm = (cwd: string, ...given: string[]) =>
  execFileSync('npm', [...given, '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-clone-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function firstAnswers(cwd: string, file: string): Promise<void> {
  const server = await startServerProgram({ cwd, file });
  try {
    const services = (await (
      await fetch(`${server.url}/open311/wroclaw.pl/v2/services.json`)
    ).json()) as unknown[];
    expect(services.length).toBeGreaterThanOrEqual(40);
  } finally {
    expect((await server.stop()).code).toBe(0);
  }
}

whenAsked(
  'npm ci --ignore-scripts, then start: what scripts would have made is made',
  async () => {
    const clone = join(folder, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone]);
    npm(clone, 'ci', '--ignore-scripts');
    expect(existsSync(join(clone, 'dist'))).toBe(false);
    await firstAnswers(clone, join(clone, 'src/launch.mjs'));
  },
  600_000,
);

whenAsked(
  'a packed tarball, installed elsewhere: it ships what it needs and builds nothing',
  async () => {
    const [tarball = ''] = npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', folder)
      .trim()
      .split('\n')
      .slice(-1);
    const elsewhere = join(folder, 'elsewhere');
    execFileSync('mkdir', [elsewhere]);
    npm(elsewhere, 'install', '--omit=dev', join(folder, tarball));
    expect(existsSync(join(elsewhere, 'node_modules/typescript'))).toBe(false);
    await firstAnswers(elsewhere, join(elsewhere, 'node_modules/signpost/src/launch.mjs'));
  },
  600_000,
);
