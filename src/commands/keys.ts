import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { createKey, listKeys, revokeKeys } from '../features/access/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { invalidField, notFound } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';
import { minute, table } from './terminal.ts';

type CreateOptions = {
  jurisdiction?: string;
  installation?: boolean;
  test?: boolean;
  scope: string[];
  label?: string;
  expires?: string;
  json?: boolean;
};

/** @returns the command `keys`, for those that others add */
export function addKeyCommands(program: Command): Command {
  const keys = program.command('keys').description('API keys');

  keys
    .command('create')
    .description('make a key; it is shown once')
    .option('--jurisdiction <id>', 'the city the key is for')
    .option('--installation', 'a key for every city of this installation')
    .option('--test', 'a key for the sandbox, which can do nothing to live cases')
    .requiredOption(
      '--scope <scope>',
      'what it may do: submit, update; trusted as well for partners whose cases no machine has to look at; may be given several times',
      collect,
      [],
    )
    .option('--label <text>', 'a name to recognise it by')
    .option('--expires <date>', 'the day after which it no longer works, such as 2027-12-31')
    .option('--json', 'answer in JSON')
    .action((options: CreateOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        if ((options.jurisdiction === undefined) === (options.installation !== true)) {
          throw invalidField(
            'jurisdiction',
            'Say which city the key is for with --jurisdiction ID, or --installation for all of them.',
          );
        }
        const city =
          options.jurisdiction === undefined
            ? null
            : await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const key = await createKey(app.db, {
          jurisdiction_id: city?.jurisdiction_id ?? null,
          scopes: options.scope,
          kind: options.test === true ? 'test' : 'live',
          ...(options.label === undefined ? {} : { label: options.label }),
          ...(options.expires === undefined ? {} : { expires_at: endOfDay(options.expires) }),
        });
        output.result(key, [
          key.key,
          `Keep it: it cannot be shown again. It may ${key.scopes.filter((scope) => scope !== 'trusted').join(' and ')} in ${key.kind === 'test' ? 'the sandbox of ' : ''}${city?.jurisdiction_id ?? 'every city'}${key.scopes.includes('trusted') ? ', and is trusted' : ''}.`,
        ]);
      }),
    );

  keys
    .command('list')
    .description('keys without the keys themselves')
    .option('--jurisdiction <id>', 'only those that work for this city')
    .option('--json', 'answer in JSON')
    .action((options: { jurisdiction?: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const all = await listKeys(app.db, options.jurisdiction?.toLowerCase() ?? null);
        output.result(
          all,
          table(
            ['ID', 'KEY', 'FOR', 'MAY', 'STATE', 'LAST USED', 'LABEL'],
            all.map((key) => [
              key.key_id,
              `${key.prefix}…`,
              key.jurisdiction_id ?? 'every city',
              key.scopes.join(','),
              key.revoked_at !== null
                ? 'revoked'
                : key.expires_at !== null && key.expires_at <= app.clock.now()
                  ? 'expired'
                  : 'live',
              key.last_used_at === null ? 'never' : minute(key.last_used_at),
              key.label ?? '',
            ]),
          ),
        );
      }),
    );

  keys
    .command('revoke')
    .description('end a key at once, in every process')
    .argument('<id>', 'its id or its first characters, from "keys list"')
    .option('--json', 'answer in JSON')
    .action((id: string, options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const revoked = await revokeKeys(app.db, id);
        if (revoked.length === 0)
          throw notFound(`There is no key ${id}. "signpost keys list" shows them all.`);
        output.result(
          revoked,
          revoked.map((key) => `${key.prefix}… is revoked.`),
        );
      }),
    );
  return keys;
}

const collect = (value: string, before: string[]) => [...before, value];

function endOfDay(text: string): Date {
  const day = DateTime.fromISO(text, { zone: 'utc' });
  if (!day.isValid)
    throw invalidField('expires', `--expires must be a date such as 2027-12-31, not ${text}.`);
  return (text.includes('T') ? day : day.endOf('day')).toJSDate();
}
