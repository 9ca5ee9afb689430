import { Argument } from 'commander';
import type { Command } from 'commander';
import {
  changeStatus,
  DETAILED_STATUSES,
  locateCase,
  restoreRequest,
  showCase,
  spokenCaseNumber,
  withdrawRequest,
} from '../features/requests/index.ts';
import type { DetailedStatus } from '../features/requests/index.ts';
import { minute } from './terminal.ts';
import { runCommand } from './run-command.ts';

export function addCaseCommands(program: Command): void {
  const cases = program.command('case').description('one case: look at it, change its status');

  cases
    .command('show')
    .argument('<number>', 'the number, with or without spaces')
    .description('a case with its timeline')
    .option('--json', 'answer in JSON')
    .action((number: string, options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const found = await showCase(app.db, number);
        output.result(found, [
          `${spokenCaseNumber(found.number)}  ${found.jurisdiction_id}  ${found.service_code}  ${found.status}${found.visibility === 'public' ? '' : ` (${found.visibility})`}`,
          ...(found.status_notes === null ? [] : [found.status_notes]),
          ...(found.description === null ? [] : ['', found.description]),
          '',
          ...(found.address === null ? [] : [`Address    ${found.address}`]),
          ...(found.lat === null ? [] : [`Position   ${found.lat}, ${found.long}`]),
          ...(found.source === null ? [] : [`Source     ${found.source} ${found.source_reference}`]),
          ...(found.agency_responsible === null ? [] : [`Agency     ${found.agency_responsible}`]),
          `Expected   ${found.expected_at === null ? 'no promise' : minute(found.expected_at)}`,
          ...found.attributes.map(
            ({ code, values, known }) => `${code}${known ? '' : ' (not asked)'}: ${values.join(', ')}`,
          ),
          '',
          ...found.timeline.flatMap((entry) => [
            `${minute(entry.happened_at)}  ${entry.comment === 'held' || entry.comment === 'rejected' ? `${entry.comment} ` : ''}${entry.kind}  ${entry.status}  ${entry.actor}${entry.notes === null ? '' : `  ${entry.notes}`}`,
            ...entry.media_urls.map((url) => `                  ${url}`),
          ]),
        ]);
      }),
    );

  cases
    .command('status')
    .argument('<number>', 'the number, with or without spaces')
    .addArgument(new Argument('<status>', 'the new status').choices(DETAILED_STATUSES))
    .description('set the status; the public sees the notes')
    .option('--notes <text>', 'why, for the public')
    .option('--json', 'answer in JSON')
    .action((number: string, status: DetailedStatus, options: { notes?: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const key = await locateCase(app.db, number);
        await changeStatus(app, key, { status, notes: options.notes ?? null, actor: 'cli' });
        output.result({ ...key, status }, [`${spokenCaseNumber(key.number)} is ${status}.`]);
      }),
    );

  for (const { name, description, run, done } of [
    {
      name: 'withdraw',
      description: 'take a case out of all public answers; partners learn that it is gone',
      run: withdrawRequest,
      done: 'is no longer public',
    },
    {
      name: 'restore',
      description: 'make a withdrawn case public again',
      run: restoreRequest,
      done: 'is public again',
    },
  ]) {
    cases
      .command(name)
      .argument('<number>', 'the number, with or without spaces')
      .description(description)
      .option('--notes <text>', 'why, for staff')
      .option('--json', 'answer in JSON')
      .action((number: string, options: { notes?: string; json?: boolean }) =>
        runCommand(options, async ({ installation: { app }, output }) => {
          const key = await locateCase(app.db, number);
          await run(app, key, { notes: options.notes ?? null, actor: 'cli' });
          output.result(key, [`${spokenCaseNumber(key.number)} ${done}.`]);
        }),
      );
  }
}
