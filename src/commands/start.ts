import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { PARENT_POOL, requireConnections } from '../connection-budget.ts';
import { loadConfig } from '../platform/config.ts';
import { openInstallation, requireSchema } from '../installation.ts';
import type { Installation } from '../installation.ts';
import type { RunningServer } from '../server.ts';
import { listJurisdictions, mistakeInBrand, shownBrand } from '../features/jurisdictions/index.ts';
import { seedDemonstration } from '../features/demonstration/index.ts';
import { untilStopped } from '../until-stopped.ts';
import { startWorkerAlone } from '../worker.ts';
import { createOutput, tell } from './terminal.ts';

/** More than one parent can feed, whatever the machine. */
const MOST_PROCESSES = 64;

/**
 * What `--processes` says: a number, or `auto` for one per core.
 * @throws InvalidArgumentError
 */
export function readProcesses(text: string): number {
  if (text === 'auto') return Math.min(availableParallelism(), MOST_PROCESSES);
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_PROCESSES)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_PROCESSES}, or auto.`);
  return count;
}

/** `signpost start`: the API and, unless told otherwise, the jobs. */
export async function start(options: { json?: boolean; processes: number }): Promise<void> {
  const config = loadConfig(process.env);
  const { processes } = options;
  const own = processes === 1 ? config : { ...config, poolSize: PARENT_POOL };
  // The HTTP machine is loaded and made while PostgreSQL starts: most of a warm start is loading code.
  const [installation, startServer] = await Promise.all([
    openInstallation(own, { tell, serves: true }),
    processes === 1 ? prepare() : prepareProcesses(processes),
  ]);
  await untilStopped(installation, async () => {
    await requireConnections(installation, processes, config.poolSize);
    await requireSchema(installation, config.migrate);
    const key = config.demo ? await seedDemonstration(installation.app) : undefined;
    const cities = await listJurisdictions(installation.app.db);
    warnOfColours(cities, installation);
    const server = await startServer(installation);
    tellMailFolder(installation);
    const address =
      config.publicUrl ??
      `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`;
    createOutput(options.json === true).result(
      { address, folder: installation.folder ?? null, demonstration_key: key ?? null },
      welcome(cities, installation, address, key),
    );
    return server;
  });
}

/** A row may have been written in another way than by the command that refuses such colours; residents see another one then. */
function warnOfColours(
  cities: Awaited<ReturnType<typeof listJurisdictions>>,
  { app }: Pick<Installation, 'app'>,
): void {
  for (const { jurisdiction_id, portal } of cities) {
    const mistake = portal.brand === null ? undefined : mistakeInBrand(portal.brand);
    const shown = shownBrand(portal.brand) ?? 'the colour of the program';
    if (mistake !== undefined)
      app.log.warn({ jurisdiction_id }, `${mistake} Its pages have ${shown} until another one is set.`);
  }
}

type StartServer = (installation: Installation) => Promise<RunningServer>;

async function prepare(): Promise<StartServer> {
  const { prepareServer, startServer } = await import('../server.ts');
  const prepared = await prepareServer();
  return (installation) => startServer(installation, prepared);
}

async function prepareProcesses(count: number): Promise<StartServer> {
  const { startProcesses } = await import('../server-processes.ts');
  return (installation) => startProcesses(installation, count);
}

/** `signpost worker`: jobs alone. */
export async function work(options: { json?: boolean }): Promise<void> {
  const config = loadConfig(process.env);
  const installation = await openInstallation(config, { tell });
  await untilStopped(installation, async () => {
    await requireSchema(installation, false);
    tellMailFolder(installation);
    const worker = startWorkerAlone(installation);
    createOutput(options.json === true).result({ working: true }, [
      'Signpost is working on jobs. Stop it with Ctrl-C.',
    ]);
    return worker;
  });
}

/** Whoever waits for a mail of this server has to know that none will come. */
function tellMailFolder({ app, mailFolder }: Installation): void {
  if (mailFolder !== undefined)
    app.log.info({ folder: mailFolder }, 'there is no mail server: mails are written as files');
}

/** What a person reads first: where it is, and what to do next. */
function welcome(
  cities: readonly { jurisdiction_id: string }[],
  { folder, mailFolder }: Pick<Installation, 'folder' | 'mailFolder'>,
  address: string,
  key: string | undefined,
): string[] {
  const city = cities.find(({ jurisdiction_id }) => jurisdiction_id === 'wroclaw.pl') ?? cities[0];
  const lines = [
    '',
    `Signpost is at ${address}`,
    `  For residents  ${address}/${city === undefined ? '' : `${city.jurisdiction_id}/`}`,
    `  Developers     ${address}/developers/`,
    `  Discovery      ${address}/open311/discovery.json`,
  ];
  if (city !== undefined)
    lines.push(`  Services       ${address}/open311/${city.jurisdiction_id}/v2/services.json`);
  if (folder !== undefined) lines.push(`  Data           ${folder}`);
  if (mailFolder !== undefined) lines.push(`  Mails          ${mailFolder}`);
  lines.push('');
  if (key !== undefined) {
    lines.push(
      'This key may submit cases to the sandbox of the demonstration city. It is shown only now:',
      `  ${key}`,
      '',
      'Your first case:',
      `  curl ${address}/open311/wroclaw.pl/test/v2/requests.json -d api_key=${key} \\`,
      `    -d service_code=STREET-LIGHT -d lat=51.1079 -d long=17.0385 -d 'description=Latarnia nie świeci'`,
      '',
      'A key for the city itself, where cases are real:',
      '  npx signpost keys create --jurisdiction wroclaw.pl --scope submit',
    );
  } else if (city !== undefined) {
    const create = `npx signpost keys create --jurisdiction ${city.jurisdiction_id} --scope submit`;
    lines.push(`A key for submitting cases: ${create}`, `A key for the sandbox:       ${create} --test`);
  } else {
    lines.push(
      "There is no city yet: npx signpost jurisdictions create wroclaw.pl --name 'Wrocław' --time-zone Europe/Warsaw",
    );
  }
  return [...lines, ''];
}
