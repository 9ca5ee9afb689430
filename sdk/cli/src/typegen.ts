import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { writeTypes } from '../../src/typegen.ts';
import { readingOptions, withCity, withKeyForReading } from './city.ts';
import type { CityOptions } from './city.ts';
import { EXIT_CODES, Mistake } from './problems.ts';
import { createProgress } from './progress.ts';
import { readLocale } from './read-arguments.ts';
import { createOutput } from './terminal.ts';
import { writeOut } from './write-out.ts';

type Options = CityOptions & { output?: string };

export function addTypegenCommand(program: Command): void {
  const command = withKeyForReading(
    withCity(
      program
        .command('typegen')
        .description('TypeScript types of what each service asks, so that a wrong answer does not compile'),
    ),
  );
  command
    .option('-o, --output <file>', 'where to write them; standard output unless given')
    .option('--locale <code>', "the language of the questions; the city's own unless given", readLocale)
    .option('--json', 'with --output: tell in JSON what was written')
    .addHelpText(
      'after',
      `
The same catalogue gives the same text, so that a difference in version control is one in the city.

Examples:
  signpost typegen https://city.example/open311/v2 --jurisdiction city.example -o services.ts
  signpost typegen https://city.example/open311/v2 --locale en > services.ts
${EXIT_CODES}`,
    )
    .action(async (url: URL, options: Options) => {
      const { output, locale, json = false } = options;
      if (json && output === undefined)
        throw new Mistake(
          'The types go to standard output, so --json has no place there. Name a file with --output.',
        );
      const progress = createProgress(!process.stdout.isTTY || output !== undefined);
      let answers = 0;
      const onResponse = () => progress.show(`Reading: ${(answers += 1)} answers`);
      const { baseUrl, ...given } = readingOptions(url, options, command, { onResponse });
      const text = await writeTypes({ ...given, url: baseUrl, locale }).finally(() => progress.stop());
      if (output === undefined) {
        await writeOut(text);
        return;
      }
      await writeFile(output, text).catch(({ code }: NodeJS.ErrnoException) => {
        throw new Mistake(`${output} cannot be written: ${code}.`);
      });
      const bytes = Buffer.byteLength(text);
      createOutput(json).result({ bytes, file: output }, [`${bytes} bytes: ${output}`]);
    });
}
