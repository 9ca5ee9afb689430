import type { Command } from 'commander';
import { decideKeyRequest, listWaitingRequests, releaseMailbox } from '../features/accounts/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { invalidField, notFound } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';
import { minute, table } from './terminal.ts';

export function addAccountCommands(program: Command): void {
  program
    .command('accounts')
    .description('developers who get keys by themselves')
    .command('release')
    .description(
      'let a mail be sent to an address again that has not answered or wants no more, or whose domain waits for an answer',
    )
    .argument('<email>', 'the address')
    .option('--json', 'answer in JSON')
    .action((email: string, options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        if (!(await releaseMailbox(app, email)))
          throw notFound('Nothing keeps mails from that address: it has answered, or was never written to.');
        output.result({ released: true }, ['A mail can be sent to that address again.']);
      }),
    );
}

/** Beside the other commands about keys. */
export function addKeyRequestCommands(keys: Command): void {
  keys
    .command('requests')
    .description('keys that developers have asked for and nobody has decided about')
    .option('--jurisdiction <id>', 'only those for this city')
    .option('--json', 'answer in JSON')
    .action((options: { jurisdiction?: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const city =
          options.jurisdiction === undefined
            ? null
            : (await createJurisdictionDirectory(app.db).named(options.jurisdiction)).jurisdiction_id;
        const all = await listWaitingRequests(app.db, city);
        output.result(
          all,
          table(
            ['ID', 'ASKED', 'FOR', 'KIND', 'BY', 'LABEL', 'PAGES', 'PURPOSE'],
            all.map((one) => [
              one.request_id,
              minute(one.created_at),
              one.jurisdiction_id,
              one.kind,
              one.email,
              oneLine(one.label),
              one.origins.join(' '),
              oneLine(one.purpose),
            ]),
          ),
        );
      }),
    );

  keys
    .command('approve')
    .description(
      'let a developer have the key that they have asked for; it is mailed to them that they can take it',
    )
    .argument('<id>', 'the request, from "keys requests"')
    .option('--per-minute <number>', 'submissions a minute; without it, as many as any key')
    .option('--json', 'answer in JSON')
    .action((id: string, options: { perMinute?: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const approved = await decideKeyRequest(app, id, { per_minute: readPerMinute(options.perMinute) });
        output.result(approved, [`Request ${approved.request_id} is approved.`]);
      }),
    );

  keys
    .command('refuse')
    .description('do not let a developer have the key that they have asked for; the reason is mailed to them')
    .argument('<id>', 'the request, from "keys requests"')
    .requiredOption('--reason <text>', 'why, for the developer')
    .option('--json', 'answer in JSON')
    .action((id: string, options: { reason: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const refused = await decideKeyRequest(app, id, { reason: options.reason });
        output.result(refused, [`Request ${refused.request_id} is refused.`]);
      }),
    );
}

function readPerMinute(text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 1_000_000) return number;
  throw invalidField('per_minute', '--per-minute must be a whole number from 1 to 1,000,000.');
}

/** What others have typed stays in its row, and does nothing to a terminal. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
