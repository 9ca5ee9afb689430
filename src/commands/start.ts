import { loadConfig } from '../platform/config.ts';
import { openInstallation, requireSchema } from '../installation.ts';
import type { Installation } from '../installation.ts';
import type { RunningServer } from '../server.ts';
import { listJurisdictions } from '../features/jurisdictions/index.ts';
import { seedDemonstration } from '../features/demonstration/index.ts';
import { startWorkerAlone } from '../worker.ts';
import { createOutput, tell } from './terminal.ts';

/** No statement of the server takes long; one that does is cut rather than holding a connection. */
const STATEMENT_SECONDS = 5;

/** `signpost start`: the API and, unless told otherwise, the jobs. */
export async function start(options: { json?: boolean }): Promise<void> {
  const config = loadConfig(process.env);
  // The HTTP machine is loaded and made while PostgreSQL starts: most of a warm start is loading code.
  const [installation, startServer] = await Promise.all([
    openInstallation(config, { tell, statementTimeout: STATEMENT_SECONDS }),
    prepare(),
  ]);
  await untilStopped(installation, async () => {
    await requireSchema(installation, config.migrate);
    const key = config.demo ? await seedDemonstration(installation.app) : undefined;
    const server = await startServer(installation);
    const address =
      config.publicUrl ??
      `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`;
    createOutput(options.json === true).result(
      { address, folder: installation.folder ?? null, demonstration_key: key ?? null },
      welcome(await listJurisdictions(installation.app.db), installation.folder, address, key),
    );
    return server;
  });
}

async function prepare(): Promise<(installation: Installation) => Promise<RunningServer>> {
  const { prepareServer, startServer } = await import('../server.ts');
  const prepared = await prepareServer();
  return (installation) => startServer(installation, prepared);
}

/** `signpost worker`: jobs alone. */
export async function work(options: { json?: boolean }): Promise<void> {
  const config = loadConfig(process.env);
  const installation = await openInstallation(config, { tell });
  await untilStopped(installation, async () => {
    await requireSchema(installation, false);
    const worker = startWorkerAlone(installation);
    createOutput(options.json === true).result({ working: true }, [
      'Signpost is working on jobs. Stop it with Ctrl-C.',
    ]);
    return worker;
  });
}

/** Runs until SIGTERM or SIGINT, then stops in order; a second signal ends the process at once. */
async function untilStopped(
  installation: Installation,
  begin: () => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  let running: { stop(): Promise<void> } | undefined;
  const asked = new Promise<void>((resolve) => {
    let signals = 0;
    const stop = () => {
      signals += 1;
      if (signals > 1) process.exit(1);
      resolve();
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
  try {
    running = await begin();
    await asked;
    installation.app.log.info('stopping');
  } finally {
    await running?.stop();
    await installation.close();
  }
  installation.app.log.info('stopped');
}

/** What a person reads first: where it is, and what to do next. */
function welcome(
  cities: readonly { jurisdiction_id: string }[],
  folder: string | undefined,
  address: string,
  key: string | undefined,
): string[] {
  const city = cities.find(({ jurisdiction_id }) => jurisdiction_id === 'wroclaw.pl') ?? cities[0];
  const lines = [
    '',
    `Signpost is at ${address}`,
    `  Documentation  ${address}/docs`,
    `  Discovery      ${address}/open311/discovery.json`,
  ];
  if (city !== undefined)
    lines.push(`  Services       ${address}/open311/${city.jurisdiction_id}/v2/services.json`);
  if (folder !== undefined) lines.push(`  Data           ${folder}`);
  lines.push('');
  if (key !== undefined) {
    lines.push(
      'This key may submit cases to the demonstration city. It is shown only now:',
      `  ${key}`,
      '',
      'Your first case:',
      `  curl ${address}/open311/wroclaw.pl/v2/requests.json -d api_key=${key} \\`,
      `    -d service_code=STREET-LIGHT -d lat=51.1079 -d long=17.0385 -d 'description=Latarnia nie świeci'`,
    );
  } else if (city !== undefined) {
    lines.push(
      `A key for submitting cases: npx signpost keys create --jurisdiction ${city.jurisdiction_id} --scope submit`,
    );
  } else {
    lines.push(
      "There is no city yet: npx signpost jurisdictions create wroclaw.pl --name 'Wrocław' --time-zone Europe/Warsaw",
    );
  }
  return [...lines, ''];
}
