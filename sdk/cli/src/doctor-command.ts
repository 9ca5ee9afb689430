import { Option } from 'commander';
import type { Command } from 'commander';
import { KEY_VARIABLE, keyOption } from './city.ts';
import { examine, NotExaminable, writeJson, writeJUnit, writeText } from './doctor/index.ts';
import { Ended, Mistake } from './problems.ts';
import { createProgress } from './progress.ts';
import { readUrl } from './read-arguments.ts';
import { tell } from './terminal.ts';
import { writeOut } from './write-out.ts';

/** Exit codes that build servers rely on. */
const FAILS = 1;
const NO_KEY = 3;
const NOT_EXAMINED = 5;

type Options = {
  jurisdiction?: string;
  key?: string;
  write: boolean;
  format: 'text' | 'json' | 'junit';
  json?: boolean;
};

export function addDoctorCommand(program: Command): void {
  const command = program.command('doctor');
  command
    .description('holds any GeoReport v2 server against the standard, rule by rule')
    .argument(
      '<url>',
      'its endpoint, such as https://city.example/open311/v2, or its discovery document',
      readUrl,
    )
    .option('--jurisdiction <id>', 'the jurisdiction_id to ask with; needed where there are several')
    .addOption(keyOption('the api_key for --write; goes to the origin of <url> alone and is never shown.'))
    .option(
      '--write',
      'also submit: leaves about ten test cases there, more where mistakes are taken; they say so',
      false,
    )
    .addOption(
      new Option('--format <format>', 'of the report').choices(['text', 'json', 'junit']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Reads only, unless told to --write; makes one call at a time, at most 200 of them in at most five minutes.
The key of ${KEY_VARIABLE} counts with --write alone.

Examples:
  signpost doctor https://city.example/open311/v2
  signpost doctor https://city.example/open311/v2 --jurisdiction city.example --json | jq .counts
  signpost doctor https://city.example/open311/test/v2 --write --format junit > doctor.xml

Exit codes:
  0  no rule fails; what deviates but is tolerated by clients in use does not count
  1  rules fail
  2  the command line is not understood
  3  the key is missing, or may not do this
  5  the server could not be examined, or not to the end: try again`,
    )
    .action(async (url: URL, { jurisdiction, key, write, format, json }: Options) => {
      const given = key || undefined;
      if (write && given === undefined) throw new Mistake('--write needs the --key to write with.');
      const progress = createProgress();
      const examination = await examine({
        url,
        jurisdiction,
        key: write || command.getOptionValueSource('key') === 'cli' ? given : undefined,
        write,
        onProgress: (done, total) => progress.show(`Examining: ${done} of ${total} rules`),
      })
        .catch((error: unknown) => {
          if (!(error instanceof NotExaminable)) throw error;
          progress.stop();
          tell(error.message);
          throw new Ended(error.needsKey ? NO_KEY : NOT_EXAMINED);
        })
        .finally(() => progress.stop());
      const report = {
        text: () => writeText(examination, { colour: isColourful() }),
        json: () => writeJson(examination),
        junit: () => writeJUnit(examination),
      };
      await writeOut(`${report[json === true ? 'json' : format]()}\n`);
      if (examination.counts.fail > 0) throw new Ended(FAILS);
      if (examination.ended !== undefined) throw new Ended(NOT_EXAMINED);
    });
}

/** https://no-color.org */
const isColourful = () => process.stdout.isTTY && process.stdout.hasColors();
