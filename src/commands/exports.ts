import { rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { Transform } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import { createCatalogueDirectory } from '../features/catalogue/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { exportRequests } from '../features/requests/index.ts';
import { loadContract } from '../http/contract.ts';
import { columnsOf, ItemWriter } from '../http/item-writer.ts';
import type { FileFormat } from '../http/operation.ts';
import { CONTRACT_FILE } from '../installation.ts';
import type { Config } from '../platform/config.ts';
import { AppError, invalid, OperatorError } from '../platform/errors.ts';
import { kindOf, TEST_FLAG } from './test-flag.ts';
import { runCommand } from './run-command.ts';

const FORMATS = ['csv', 'ndjson', 'geojson'] satisfies FileFormat[];

type Options = {
  jurisdiction: string;
  format: FileFormat;
  service?: string[];
  status?: string;
  from?: string;
  to?: string;
  locale?: string;
  output?: string;
  test?: boolean;
  json?: boolean;
};

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('all public cases of a city as a file')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option(...TEST_FLAG)
    .addOption(new Option('--format <format>', 'of the file').choices(FORMATS).makeOptionMandatory())
    .option('--service <codes...>', 'only these services')
    .addOption(new Option('--status <status>', 'only these cases').choices(['open', 'closed']))
    .option('--from <time>', 'only cases from this day or time on')
    .option('--to <time>', 'only cases up to this day or time')
    .option('--locale <code>', "the language of names and notices; the city's own unless given")
    .option('--output <file>', 'where to write it; standard output unless given')
    .option('--json', 'with --output: tell in JSON what was written')
    .action((options: Options) => {
      if (options.json === true && options.output === undefined)
        throw new OperatorError(
          'The file goes to standard output, so --json has no place there. Name a file with --output.',
        );
      return runCommand(options, async ({ installation: { app }, config, output }) => {
        const jurisdictions = createJurisdictionDirectory(app.db);
        const jurisdiction = await jurisdictions.named(options.jurisdiction, kindOf(options));
        const catalogue = await createCatalogueDirectory(app.db, jurisdictions).get(
          jurisdiction.jurisdiction_id,
        );
        const found = inOptions(() =>
          exportRequests(app, { jurisdiction, catalogue }, queryOf(options), {
            languages: options.locale === undefined ? [] : [options.locale],
            baseUrl: addressOf(config),
            seconds: 0,
          }),
        );
        const contract = await loadContract(CONTRACT_FILE);
        const operation = contract.operations.find(({ operationId }) => operationId === 'requests.export');
        const writer = new ItemWriter(options.format, {
          columns: columnsOf(contract, operation?.reply ?? {}),
        });
        const count = new Count();
        const write = async (target: Writable) => {
          const lines = await found.open();
          const bar = await counter();
          const counted = count.rows((rows) => bar.update(rows));
          await pipeline(lines, counted, writer, count.bytes(), target).finally(() => bar.stop());
        };
        if (options.output === undefined) {
          await write(process.stdout).catch(onlyUnlessClosed);
          return;
        }
        await writeWhole(options.output, write);
        const { read, written } = count;
        output.result({ rows: read, bytes: written, file: options.output }, [
          `${read} cases, ${written} bytes: ${options.output}`,
        ]);
      });
    });
}

function queryOf({ service, status, from, to }: Options): Parameters<typeof exportRequests>[2] {
  return {
    ...(service === undefined ? {} : { service_code: service }),
    ...(status === undefined ? {} : { status: [status] }),
    ...(from === undefined ? {} : { start_date: from }),
    ...(to === undefined ? {} : { end_date: to }),
  };
}

/** Tells mistakes in the words of the command line. */
function inOptions<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    throw invalid(
      error.findings.map(({ message }) => ({
        message: message.replaceAll('start_date', '--from').replaceAll('end_date', '--to'),
      })),
    );
  }
}

/** The address that pictures have: the one that residents see, or the server's own. */
const addressOf = ({ publicUrl, host, port }: Config) =>
  publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Writes beside the file and takes its place at the end, so that a broken run leaves what was there. */
async function writeWhole(file: string, write: (target: Writable) => Promise<void>): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  const remove = () => rmSync(beside, { force: true });
  // Also when a signal ends the program.
  process.once('exit', remove);
  try {
    await write((await open(beside, 'wx')).createWriteStream());
    await rename(beside, file);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // What the disk says, and not the database.
    if (syscall === 'open' || syscall === 'write' || syscall === 'rename')
      throw new OperatorError(`${file} cannot be written: ${code}.`);
    throw error;
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** Whoever reads the output may have seen enough: `signpost export … | head`. */
function onlyUnlessClosed(error: unknown): void {
  if (!['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? ''))
    throw error;
}

/** Counts what goes through. */
class Count {
  read = 0;
  written = 0;

  rows(onProgress: (rows: number) => void): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.read += 1;
        onProgress(this.read);
        done(null, chunk);
      },
    });
  }

  bytes(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.written += chunk.length;
        done(null, chunk);
      },
    });
  }
}

/** Progress on a terminal, nothing in a pipe. How many cases there will be is known at the end only. */
async function counter(): Promise<{ update(rows: number): void; stop(): void }> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: 'Exporting: {value} cases, {duration_formatted}',
    stream: process.stderr,
  });
  bar.start(0, 0);
  return { update: (rows) => bar.update(rows), stop: () => bar.stop() };
}
