import type { Command } from 'commander';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import {
  hideRequest,
  keepRequest,
  listWaiting,
  locateCase,
  releaseRequest,
  spokenCaseNumber,
} from '../features/requests/index.ts';
import type { Installation } from '../installation.ts';
import { runCommand } from './run-command.ts';
import { minute, table } from './terminal.ts';
import { kindOf, TEST_FLAG } from './test-flag.ts';

type Options = { test?: boolean; json?: boolean };

/** A longer text is read with `case show`. */
const SHOWN_CHARACTERS = 100;

export function addModerationCommands(program: Command): void {
  const moderation = program
    .command('moderation')
    .description('cases that staff look at: held before they are public, or reported as abusive');

  moderation
    .command('list')
    .description('cases that wait for a decision, those that wait longest first')
    .option('--jurisdiction <id>', 'of this city only')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((options: Options & { jurisdiction?: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const waiting = await waitingIn(app, options);
        output.result(
          waiting,
          table(
            ['CASE', 'CITY', 'SINCE', 'SEEN BY', 'WHY', 'TEXT'],
            waiting.map((one) => [
              spokenCaseNumber(one.service_request_id),
              one.jurisdiction_id,
              minute(one.waiting_since),
              one.visibility === 'held' ? 'staff' : 'everybody',
              [...one.reasons, ...one.reports.map(({ reason }) => reason)].join(', '),
              shortened(
                [one.description, one.address, ...one.reports.map(({ comment }) => comment)]
                  .filter((text) => text !== null)
                  .join(' · '),
              ),
            ]),
          ),
        );
      }),
    );

  for (const { name, description, decide, done, otherwise } of [
    {
      name: 'release',
      description: 'let everybody see held cases',
      decide: releaseRequest,
      done: 'public',
      otherwise: 'held no longer, and not public: the service publishes nothing',
    },
    {
      name: 'keep',
      description: 'answer all reports of cases: they stay public, and further reports do not hold them',
      decide: keepRequest,
      done: 'kept',
      otherwise: 'kept, and not public: the service publishes nothing',
    },
  ]) {
    moderation
      .command(name)
      .argument('<number...>', 'one or several numbers; spaces within one need quotes')
      .description(description)
      .option(...TEST_FLAG)
      .option('--json', 'answer in JSON')
      .action((numbers: string[], options: Options) =>
        runCommand(options, async ({ installation: { app }, output }) => {
          const told = { public: [] as string[], not_public: [] as string[] };
          for (const number of numbers) {
            const { visibility } = await decide(
              app,
              await locateCase(app.db, number, kindOf(options)),
              'cli',
            );
            told[visibility === 'public' ? 'public' : 'not_public'].push(number);
          }
          output.result({ service_request_ids: numbers, ...told }, [
            ...(told.public.length === 0 ? [] : [`${told.public.join(', ')}: ${done}.`]),
            ...(told.not_public.length === 0 ? [] : [`${told.not_public.join(', ')}: ${otherwise}.`]),
          ]);
        }),
      );
  }

  moderation
    .command('hide')
    .argument('<number>', 'the number, with or without spaces')
    .description('take a case out of all public answers for good, as "case withdraw" does')
    .requiredOption('--reason <text>', 'why, for staff')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((number: string, options: Options & { reason: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const key = await locateCase(app.db, number, kindOf(options));
        await hideRequest(app, key, { reason: options.reason, actor: 'cli' });
        output.result({ service_request_id: key.number }, [`${spokenCaseNumber(key.number)} is hidden.`]);
      }),
    );
}

/** What waits in one city, or in all, under the ids that everybody knows. */
async function waitingIn(app: Installation['app'], options: Options & { jurisdiction?: string }) {
  const directory = createJurisdictionDirectory(app.db);
  const ids =
    options.jurisdiction === undefined
      ? (await directory.all()).map(({ jurisdiction_id }) => jurisdiction_id)
      : [options.jurisdiction];
  const found = [];
  for (const id of ids) {
    const { jurisdiction_id, live_jurisdiction_id } = await directory.named(id, kindOf(options));
    for (const one of await listWaiting(app.db, jurisdiction_id))
      found.push({ jurisdiction_id: live_jurisdiction_id, ...one });
  }
  return found;
}

function shortened(text: string): string {
  const line = [...text.replace(/\s+/g, ' ')];
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS).join('')}…` : line.join('');
}
