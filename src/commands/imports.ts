import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importServices } from '../features/catalogue/index.ts';
import { importAreas } from '../features/areas/index.ts';
import { createJurisdictionDirectory, servesPoint } from '../features/jurisdictions/index.ts';
import { importPlaces } from '../features/places/index.ts';
import { importRequests, readImportMapping, restampRequests } from '../features/requests/index.ts';
import { invalidField } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';
import { counted } from './terminal.ts';

type Options = { jurisdiction: string; json?: boolean };

/** So many refused lines are shown; `--json` has them all. */
const MOST_SHOWN = 20;

export function addImportCommands(program: Command): void {
  const imports = program.command('import').description('services, areas, places and cases from files');

  imports
    .command('services')
    .argument('<file>', 'a GeoReport service list, JSON or XML')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--json', 'answer in JSON')
    .description('the service list of any GeoReport v2 server')
    .action((file: string, options: Options) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const report = await importServices(app.db, { ...city, text: await readText(file) });
        output.result(report, [
          `${counted(report.read, 'service')} read: ${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged, ${report.refused.length} refused.`,
          ...report.refused
            .slice(0, MOST_SHOWN)
            .map(({ position, reason }) => `  service ${position}: ${reason}`),
        ]);
      }),
    );

  imports
    .command('areas')
    .argument('<file>', 'GeoJSON')
    .requiredOption('--jurisdiction <id>', 'the city')
    .requiredOption('--kind <kind>', 'outline (the service area) or district')
    .option('--name-property <property>', 'the property that holds the name of an area')
    .option('--json', 'answer in JSON')
    .description('areas of a city; those of the same kind are replaced')
    .action((file: string, options: Options & { kind: string; nameProperty?: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const report = await importAreas(app.db, {
          jurisdiction_id: city.jurisdiction_id,
          kind: options.kind,
          nameProperty: options.nameProperty,
          defaultName: city.name,
          text: await readText(file),
        });
        const cases_stamped = await restampRequests(app.db, city.jurisdiction_id, (done) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${done} cases told their district`);
        });
        if (process.stderr.isTTY) process.stderr.write('\n');
        output.result({ ...report, cases_stamped }, [
          `${counted(report.areas, 'area')} of kind ${report.kind}.`,
          ...(cases_stamped === 0 ? [] : [`The district was told to ${counted(cases_stamped, 'case')}.`]),
        ]);
      }),
    );

  imports
    .command('places')
    .argument(
      '<file>',
      'CSV (also .gz) with the columns name, kind, lat, long, and perhaps house_number, locality; or GeoJSON',
    )
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--json', 'answer in JSON')
    .description('streets, squares and addresses of a city; those that it had are replaced')
    .action((file: string, options: Options) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const bar = await progressBar('places');
        const report = await importPlaces(app.db, {
          jurisdiction_id: city.jurisdiction_id,
          path: file,
          onProgress: ({ bytesRead, bytesTotal, rows }) => bar.update(bytesRead, bytesTotal, rows),
        }).finally(() => bar.stop());
        output.result(report, [
          `${counted(report.read, 'place')} read: ${report.imported} imported, ${report.refused} refused.`,
          ...(report.streets_added === 0
            ? []
            : [`${counted(report.streets_added, 'street')} added, of which the file has only houses.`]),
          ...report.refusals
            .slice(0, MOST_SHOWN)
            .map(
              ({ line, column, reason }) =>
                `  line ${line}${column === null ? '' : `, ${column}`}: ${reason}`,
            ),
          ...(report.refused > MOST_SHOWN ? [moreRefused(report.refused)] : []),
        ]);
      }),
    );

  imports
    .command('requests')
    .argument('<file>', 'CSV, or CSV packed with gzip (.gz)')
    .requiredOption('--jurisdiction <id>', 'the city')
    .requiredOption('--mapping <file>', 'which column is what; see examples/import')
    .option('--json', 'answer in JSON')
    .description('cases from another system; running it again adds nothing')
    .action((file: string, options: Options & { mapping: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const bar = await progressBar('cases');
        const report = await importRequests(app.db, {
          jurisdiction: city,
          mapping: readImportMapping(await readText(options.mapping)),
          path: file,
          isInside: (lat, long) => servesPoint(city, lat, long),
          onProgress: ({ bytesRead, bytesTotal, rows }) => bar.update(bytesRead, bytesTotal, rows),
          now: () => app.clock.now(),
        }).finally(() => bar.stop());
        output.result(report, [
          `${counted(report.read, 'case')} read: ${report.imported} imported, ${report.already_there} there already, ${report.refused} refused.`,
          `${counted(report.services_created, 'service')} created, ${counted(report.outside_area, 'case')} outside the area of the city.`,
          ...report.refusals.slice(0, MOST_SHOWN).map(({ line, reason }) => `  line ${line}: ${reason}`),
          ...(report.refused > MOST_SHOWN ? [moreRefused(report.refused)] : []),
        ]);
      }),
    );
}

const moreRefused = (count: number) => `  … and ${count - MOST_SHOWN} more; --json tells them all`;

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw invalidField(
      'file',
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    );
  }
}

/** Progress on a terminal, nothing in a pipe. */
async function progressBar(noun: string): Promise<{
  update(done: number, total: number, rows: number): void;
  stop(): void;
}> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `Importing [{bar}] {percentage} %, {rows} ${noun}, {eta_formatted} left`,
    stream: process.stderr,
  });
  bar.start(1, 0, { rows: 0 });
  return {
    update(done, total, rows) {
      bar.setTotal(total);
      bar.update(done, { rows });
    },
    stop: () => bar.stop(),
  };
}
