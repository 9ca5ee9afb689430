import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { examine, NotExaminable, writeJson, writeJUnit, writeText } from '../doctor/index.ts';
import { OperatorError } from '../platform/errors.ts';
import { Ended } from './run-command.ts';
import { tell } from './terminal.ts';

/** Exit codes that build servers rely on. */
const FAILS = 1;
const NOT_EXAMINED = 3;

type Options = {
  jurisdiction?: string;
  key?: string;
  write: boolean;
  format: 'text' | 'json' | 'junit';
};

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('holds any GeoReport v2 server against the standard, rule by rule')
    .argument(
      '<url>',
      'its endpoint, such as https://city.example/open311/v2, or its discovery document',
      readUrl,
    )
    .option('--jurisdiction <id>', 'the jurisdiction_id to ask with; needed where there are several')
    .option('--key <key>', 'the api_key for --write; it goes to the origin of <url> only and is never shown')
    .option(
      '--write',
      'also submit: leaves about ten test cases there, more where mistakes are taken; they say so',
      false,
    )
    .addOption(
      new Option('--format <format>', 'of the report').choices(['text', 'json', 'junit']).default('text'),
    )
    .addHelpText(
      'after',
      `
Reads only, unless told to --write; makes one call at a time, at most 200 of them in at most five minutes.

Exit codes:
  0  no rule fails; what deviates but is tolerated by clients in use does not count
  1  rules fail
  2  the command line is not understood
  3  the server could not be examined, or not to the end`,
    )
    .action(async (url: URL, { jurisdiction, key, write, format }: Options) => {
      if (write && key === undefined) throw new OperatorError('--write needs the --key to write with.');
      const bar = await progress();
      const examination = await examine({
        url,
        jurisdiction,
        key,
        write,
        onProgress: (done, total) => bar.update(done, total),
      })
        .catch((error: unknown) => {
          if (!(error instanceof NotExaminable)) throw error;
          bar.stop();
          tell(error.message);
          throw new Ended(NOT_EXAMINED);
        })
        .finally(() => bar.stop());
      const report = {
        text: () => writeText(examination, { colour: isColourful() }),
        json: () => writeJson(examination),
        junit: () => writeJUnit(examination),
      };
      process.stdout.write(`${report[format]()}\n`);
      if (examination.counts.fail > 0) throw new Ended(FAILS);
      if (examination.ended !== undefined) throw new Ended(NOT_EXAMINED);
    });
}

/** @throws InvalidArgumentError */
function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address that begins with http:// or https://.');
  return url;
}

/** Progress on a terminal, nothing in a pipe. */
async function progress(): Promise<{ update(done: number, total: number): void; stop(): void }> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: 'Examining: {bar} {percentage} %',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(1, 0);
  return {
    update: (done, total) => {
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

/** https://no-color.org */
const isColourful = () => process.stdout.isTTY && process.stdout.hasColors();
