import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { until } from '../support/embedded-postgres.ts';
import { endPrograms, freePort, freshFolder, ROOT } from '../support/program.ts';
import { patience } from '../support/patience.ts';
import { testWhen } from '../support/skip.ts';

/** The part of the README that begins with nothing but two packages: its commands and its program, as they stand there. */
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const part = /^### With the SDK\n([\s\S]*?)^##/m.exec(readme)?.[1] ?? '';
const blocks = (language: string) =>
  [...part.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
const [install = '', start = ''] = (blocks('sh')[0] ?? '').split('\n');
const [, then = ''] = blocks('sh');
const [program = ''] = blocks('js');

/** From nothing, on a machine that does nothing else. */
const SECONDS = 60;

const whenAsked = testWhen(
  process.env['SIGNPOST_TEST_CLONE'] === 'on',
  'SIGNPOST_TEST_CLONE=on asks for it: it installs every package, which takes minutes on some networks',
);

afterAll(endPrograms);

test('The quickstart is short: at most five commands and twelve lines', () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.length).toBeLessThanOrEqual(5);
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(12);
});

whenAsked(
  `From an empty folder to a first case in less than ${SECONDS} seconds`,
  async () => {
    const around = freshFolder();
    for (const workspace of [[], ['--workspace', '@signpost/sdk']])
      execFileSync('npm', ['pack', ...workspace, '--ignore-scripts', '--pack-destination', around], {
        cwd: ROOT,
        stdio: 'ignore',
      });
    const folder = join(around, 'empty');
    mkdirSync(folder);
    const port = `${await freePort()}`;
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: port,
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    };
    const shell = (script: string) =>
      execFileSync('bash', ['-euc', script], {
        cwd: folder,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });

    const begun = performance.now();
    shell(install);
    const installed = performance.now();
    // A group of its own: npx starts a shell, and that the server.
    const server = spawn('bash', ['-euc', start], { cwd: folder, env, detached: true, stdio: 'ignore' });
    const ended = once(server, 'exit');
    try {
      const url = `http://127.0.0.1:${port}`;
      await until(async () => (await fetch(`${url}/readyz`)).ok);
      const started = performance.now();
      writeFileSync(join(folder, 'first-case.mjs'), program.replace('http://127.0.0.1:3111', url));
      expect(shell(then)).toMatch(/^\d{8,} open\n$/);
      const done = performance.now();
      const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
      process.stderr.write(
        `Quickstart: ${seconds(begun, done)} s (install ${seconds(begun, installed)}, start ${seconds(installed, started)}, first case ${seconds(started, done)}), beside other tests that make it ${patience().toFixed(1)} times as long\n`,
      );
      expect(done - begun).toBeLessThan(SECONDS * 1000 * patience());
    } finally {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
  },
  600_000,
);
