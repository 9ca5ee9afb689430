import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabases } from './databases.ts';
import type { Size } from './databases.ts';
import type { Connection } from '../../src/platform/database.ts';
import type { Bench, Figure } from './figure.ts';
import { tellProfile } from './profile.ts';
import { drawGrowth } from './growth-picture.ts';
import { databaseAlone } from './database-alone.ts';
import { growth, grown } from './growth.ts';
import { reads } from './reads.ts';
import { runs } from './runs.ts';
import { endPrograms } from '../support/program.ts';
import { amount, summary, writeTable } from './report.ts';
import type { Measured } from './report.ts';
import { startBare, startOurs } from './servers.ts';
import type { Server } from './servers.ts';
import { writes } from './writes.ts';

const FIGURES: readonly Figure[] = [...reads, ...databaseAlone, ...writes, ...growth, ...runs];

const USAGE = `npm run bench [-- options]
  --only ID[,ID]   some figures: ${FIGURES.map(({ id }) => id).join(', ')}
  --quick          ten thousand cases and short rounds: under three minutes, for a first look
  --large          growth up to ten million cases instead of one: half an hour to fill, 16 GB of disk, kept for further runs
  --rounds N       rounds of each figure, 5 unless said otherwise
  --profile        tells where the server's CPU time went; the ratios are not to be used then
  --write          puts the rows into the table of test/load/README.md, and the picture of growth beside it`;

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    large: { type: 'boolean', default: false },
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
  const chosen = FIGURES.filter(({ id, slow }) => only?.includes(id) ?? !(given.quick && slow === true));
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
    largest: given.large ? 10_000_000 : 1_000_000,
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
      const one = summary(figure, taken, figure.grows === true ? bench.largest : bench.size);
      measured.push(one);
      process.stdout.write(`${JSON.stringify(one)}\n`);
      say(
        `${one.title}: ${one.ratio.toFixed(2)} (${one.goal}${one.met === false ? ', not met' : ''}); ${amount(one.ours)} against ${amount(one.against)} ${one.unit}`,
      );
    }
  } finally {
    for (const servers of started.values()) {
      const { ours, bare } = await servers;
      await Promise.all([ours.stop(), bare.stop()]);
    }
    await endPrograms();
    await databases.close();
  }
  if (profile !== undefined) say(tellProfile(profile));
  if (given.write) {
    await writeTable(measured, FIGURES);
    if (grown.size > 0) drawGrowth(grown);
  }
}

await main();
