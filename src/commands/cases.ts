import { Argument } from 'commander';
import type { Command } from 'commander';
import {
  changeStatus,
  DETAILED_STATUSES,
  locateCase,
  mergeRequests,
  restoreRequest,
  showCase,
  spokenCaseNumber,
  withdrawRequest,
} from '../features/requests/index.ts';
import type { DetailedStatus } from '../features/requests/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { invalidField } from '../platform/errors.ts';
import { minute } from './terminal.ts';
import { runCommand } from './run-command.ts';
import { kindOf, TEST_FLAG } from './test-flag.ts';
import { toldCity } from './told-city.ts';

export function addCaseCommands(program: Command): void {
  const cases = program.command('case').description('one case: look at it, change its status');

  cases
    .command('show')
    .argument('<number>', 'the number, with or without spaces')
    .description('a case with its timeline')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((number: string, options: { test?: boolean; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const found = toldCity(await showCase(app.db, number, kindOf(options)));
        output.result(found, [
          `${spokenCaseNumber(found.number)}  ${found.jurisdiction_id}${found.test ? ' (sandbox)' : ''}  ${found.service_code}  ${found.status}${found.visibility === 'public' ? '' : ` (${[found.visibility, ...(found.visibility === 'held' ? [found.held_for.join(', ')] : [])].join(': ')})`}`,
          ...(found.status_notes === null ? [] : [found.status_notes]),
          ...(found.description === null ? [] : ['', found.description]),
          '',
          ...(found.address === null ? [] : [`Address    ${found.address}`]),
          ...(found.address_id === null ? [] : [`Register   ${found.address_id}`]),
          ...(found.lat === null ? [] : [`Position   ${found.lat}, ${found.long}`]),
          ...(found.source === null ? [] : [`Source     ${found.source} ${found.source_reference}`]),
          ...(found.agency_responsible === null ? [] : [`Agency     ${found.agency_responsible}`]),
          ...(found.duplicate_of === null ? [] : [`Duplicate  of ${spokenCaseNumber(found.duplicate_of)}`]),
          ...(found.supporters === 0 ? [] : [`Supporters ${found.supporters}`]),
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
    .option('--notes <text>', 'why, for everybody to read as it stands: no address or number of a resident')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action(
      (number: string, status: DetailedStatus, options: { notes?: string; test?: boolean; json?: boolean }) =>
        runCommand(options, async ({ installation: { app }, output }) => {
          const key = await locateCase(app.db, number, kindOf(options));
          await changeStatus(app, key, { status, notes: options.notes ?? null, actor: 'cli' });
          output.result({ ...toldCity(key), status }, [`${spokenCaseNumber(key.number)} is ${status}.`]);
        }),
    );

  cases
    .command('merge')
    .argument('<number>', 'the case that was reported later, with or without spaces')
    .description('close a case as a duplicate of another; opening it again takes that back')
    .requiredOption('--into <number>', 'the case that goes on')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((typed: string, options: { into: string; test?: boolean; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const key = await locateCase(app.db, typed, kindOf(options));
        const into = await locateCase(app.db, options.into, kindOf(options));
        if (key.jurisdiction_id !== into.jurisdiction_id) {
          throw invalidField(
            'into',
            `${options.into} is a case of ${toldCity(into).jurisdiction_id}, and ${typed} one of ${toldCity(key).jurisdiction_id}.`,
          );
        }
        const city = await createJurisdictionDirectory(app.db).require(key.jurisdiction_id);
        const merging = { number: key.number, into: into.number, actor: 'cli' };
        const { duplicate_of } = await mergeRequests(app, city, merging);
        output.result({ ...toldCity(key), duplicate_of }, [
          `${spokenCaseNumber(key.number)} is closed as a duplicate of ${spokenCaseNumber(duplicate_of)}.`,
        ]);
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
      .option(...TEST_FLAG)
      .option('--json', 'answer in JSON')
      .action((number: string, options: { notes?: string; test?: boolean; json?: boolean }) =>
        runCommand(options, async ({ installation: { app }, output }) => {
          const key = await locateCase(app.db, number, kindOf(options));
          await run(app, key, { notes: options.notes ?? null, actor: 'cli' });
          output.result(toldCity(key), [`${spokenCaseNumber(key.number)} ${done}.`]);
        }),
      );
  }
}
