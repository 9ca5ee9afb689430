import type { Command } from 'commander';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { listHeldComments, settleComment, spokenCaseNumber } from '../features/requests/index.ts';
import { kindOf, TEST_FLAG } from './test-flag.ts';
import { runCommand } from './run-command.ts';
import { minute, table } from './terminal.ts';
import { toldCity } from './told-city.ts';

type Options = { jurisdiction: string; test?: boolean; json?: boolean };

export function addUpdateCommands(program: Command): void {
  const updates = program.command('updates').description('comments on cases that wait for the city');

  updates
    .command('held')
    .description('comments that wait to be released or rejected, the earliest first')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((options: Options) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city = await createJurisdictionDirectory(app.db).named(options.jurisdiction, kindOf(options));
        const held = (await listHeldComments(app.db, city.jurisdiction_id)).map(toldCity);
        output.result(
          held,
          table(
            ['ID', 'CASE', 'RECEIVED', 'FROM', 'PICTURES', 'COMMENT'],
            held.map((one) => [
              one.update_id,
              spokenCaseNumber(one.service_request_id),
              minute(one.received_at),
              one.actor,
              String(one.media_urls.length),
              one.notes.replace(/\s+/g, ' '),
            ]),
          ),
        );
      }),
    );

  for (const [name, description, done] of [
    ['release', 'let everybody read a held comment', 'released'],
    ['reject', 'put a held comment aside; nobody but staff will read it', 'rejected'],
  ] as const) {
    updates
      .command(name)
      .argument('<id...>', 'one or several ids, as `updates held` shows them')
      .description(description)
      .requiredOption('--jurisdiction <id>', 'the city')
      .option(...TEST_FLAG)
      .option('--json', 'answer in JSON')
      .action((ids: string[], options: Options) =>
        runCommand(options, async ({ installation: { app }, output }) => {
          const { jurisdiction_id, live_jurisdiction_id } = await createJurisdictionDirectory(app.db).named(
            options.jurisdiction,
            kindOf(options),
          );
          for (const update_id of ids)
            await settleComment(app, { jurisdiction_id, update_id }, name === 'release');
          output.result({ jurisdiction_id: live_jurisdiction_id, update_ids: ids }, [
            `${ids.join(', ')}: ${done}.`,
          ]);
        }),
      );
  }
}
