import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabases } from './databases.ts';
import type { Size } from './databases.ts';
import type { Connection } from '../../src/platform/database.ts';
import type { Bench, Figure } from './figure.ts';
import { tellProfile } from './profile.ts';
import { reads } from './reads.ts';
import { summary, writeTable } from './report.ts';
import type { Measured } from './report.ts';
import { startBare, startOurs } from './servers.ts';
import type { Server } from './servers.ts';
import { writes } from './writes.ts';

const FIGURES: readonly Figure[] = [...reads, ...writes];

const USAGE = `npm run bench [-- options]
  --only ID[,ID]   some figures: ${FIGURES.map(({ id }) => id).join(', ')}
  --quick          ten thousand cases and short rounds: under three minutes, for a first look
  --rounds N       rounds of each figure, 5 unless said otherwise
  --profile        tells where the server's CPU time went; the ratios are not to be used then
  --write          puts the table into test/load/README.md`;

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const only = given.only?.split(',');
  const chosen = FIGURES.filter(({ id }) => only?.includes(id) ?? true);
  if (given.help || chosen.length === 0) {
    say(USAGE);
    process.exitCode = given.help ? 0 : 2;
    return;
  }
  const rounds = Number(given.rounds ?? (given.quick ? 3 : 5));
  const profile = given.profile ? mkdtempSync(join(tmpdir(), 'signpost-profile-')) : undefined;
  const databases = await openDatabases(say);
  const started = new Map<Size, Promise<{ ours: Server; bare: Server }>>();
  const both = async (connection: Connection) => ({
    ours: await startOurs(connection, profile === undefined ? {} : { profile }),
    bare: await startBare(connection),
  });
  const bench: Bench = {
    size: given.quick ? 10_000 : 1_000_000,
    seconds: given.quick ? 1 : 4,
    filled: (size) => databases.filled(size),
    empty: () => databases.empty(),
    both,
    servers(size) {
      const servers = started.get(size) ?? databases.filled(size).then(both);
      started.set(size, servers);
      return servers;
    },
  };
  const measured: Measured[] = [];
  try {
    for (const figure of chosen) {
      const arms = await figure.prepare(bench);
      // The first round warms both sides up and is not counted.
      const taken: { ours: number; reference: number }[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const ours = await arms.ours();
        const reference = await arms.reference();
        if (round > 0) taken.push({ ours, reference });
      }
      await arms.end?.();
      const one = summary(figure, taken, bench.size);
      measured.push(one);
      process.stdout.write(`${JSON.stringify(one)}\n`);
      say(
        `${one.title}: ${one.ratio.toFixed(2)} (${one.goal}${one.met ? '' : ', not met'}); ${Math.round(one.ours)} against ${Math.round(one.against)} ${one.unit}`,
      );
    }
  } finally {
    for (const servers of started.values()) {
      const { ours, bare } = await servers;
      await Promise.all([ours.stop(), bare.stop()]);
    }
    await databases.close();
  }
  if (profile !== undefined) say(tellProfile(profile));
  if (given.write) writeTable(measured);
}

await main();
