import type { Command } from 'commander';
import { DateTime } from 'luxon';
import {
  createKey,
  findKeys,
  listKeys,
  listUsage,
  renewPortalKey,
  revokeKeys,
  rotateKey,
  setKey,
} from '../features/access/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import type { Db } from '../platform/database.ts';
import { conflict, invalidField, notFound } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';
import { minute, table } from './terminal.ts';

type CreateOptions = {
  jurisdiction?: string;
  installation?: boolean;
  test?: boolean;
  scope: string[];
  label?: string;
  expires?: string;
  publishable?: boolean;
  origin: string[];
  portal?: boolean;
  perMinute?: string;
  json?: boolean;
};

type SetOptions = { addOrigin: string[]; removeOrigin: string[]; perMinute?: string; json?: boolean };

/** @returns the command `keys`, for those that others add */
export function addKeyCommands(program: Command): Command {
  const keys = program.command('keys').description('API keys');

  keys
    .command('create')
    .description('make a key; it is shown once')
    .option('--jurisdiction <id>', 'the city the key is for')
    .option('--installation', 'a key for every city of this installation')
    .option('--test', 'a key for the sandbox, which can do nothing to live cases')
    .option(
      '--scope <scope>',
      'what it may do: submit, update; trusted as well for partners whose cases no machine has to look at; may be given several times',
      collect,
      [],
    )
    .option(
      '--publishable',
      'a key that may stand in a page: it submits, and only from the pages of --origin',
    )
    .option(
      '--origin <url>',
      'pages that may use a publishable key, such as https://www.example.org; self is this server; may be given several times',
      collect,
      [],
    )
    .option('--portal', "a new key for the city's own pages, when theirs was revoked")
    .option(
      '--per-minute <number>',
      'how many submissions a minute it may make; of a publishable key, from one address',
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
        const publishable = options.publishable === true;
        if (options.portal === true && city === null)
          throw invalidField('jurisdiction', 'Say whose portal it is with --jurisdiction ID.');
        if (!publishable && options.origin.length > 0)
          throw invalidField('origin', 'Only a publishable key has origins: say --publishable.');
        const key =
          options.portal === true && city !== null
            ? await renewPortalKey(app, city)
            : await createKey(app.db, {
                jurisdiction_id: city?.jurisdiction_id ?? null,
                scopes: publishable && options.scope.length === 0 ? ['submit'] : options.scope,
                now: app.clock.now(),
                kind: options.test === true ? 'test' : 'live',
                ...(publishable ? { origins: options.origin } : {}),
                ...(options.perMinute === undefined ? {} : { per_minute: Number(options.perMinute) }),
                ...(options.label === undefined ? {} : { label: options.label }),
                ...(options.expires === undefined ? {} : { expires_at: endOfDay(options.expires) }),
              });
        output.result(key, [
          key.key,
          `${key.origins === null ? 'Keep it: it cannot be shown again.' : `It is for pages of ${key.origins.join(', ')}, and cannot be shown again.`} It may ${key.scopes.filter((scope) => scope !== 'trusted').join(' and ')} in ${key.kind === 'test' ? 'the sandbox of ' : ''}${city?.jurisdiction_id ?? 'every city'}${key.scopes.includes('trusted') ? ', and is trusted' : ''}.`,
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
            ['ID', 'KEY', 'FOR', 'MAY', 'A MINUTE', 'STATE', 'LAST USED', 'LABEL', 'PAGES OF'],
            all.map((key) => [
              key.key_id,
              `${key.prefix}…`,
              key.jurisdiction_id ?? 'every city',
              key.scopes.join(','),
              key.per_minute === null ? '' : String(key.per_minute),
              stateOf(key, app.clock.now()),
              key.last_used_at === null ? 'never' : minute(key.last_used_at),
              key.label ?? '',
              (key.origins ?? []).join(' '),
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
        const revoked = await revokeKeys(app.db, id, app.clock.now());
        if (revoked.length === 0)
          throw notFound(`There is no key ${id}. "signpost keys list" shows them all.`);
        output.result(
          revoked,
          revoked.map((key) => `${key.prefix}… is revoked.`),
        );
      }),
    );

  keys
    .command('rotate')
    .description(
      'put a new key in the place of one, which goes on working for a while; the new one is shown once',
    )
    .argument('<id>', 'its id or its first characters, from "keys list"')
    .option('--overlap <hours>', 'how long the old one goes on working, from 0 to 720', '24')
    .option('--json', 'answer in JSON')
    .action((id: string, options: { overlap: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const made = await rotateKey(app, await oneKey(app.db, id), {
          overlap_hours: hoursOf(options.overlap),
        });
        output.result(made, [
          made.key,
          `Keep it: it cannot be shown again. Key ${made.replaces} works until ${minute(made.replaced_ends_at)}.`,
        ]);
      }),
    );

  keys
    .command('set')
    .description('change which pages may use a key, or how many submissions a minute it may make')
    .argument('<id>', 'its id or its first characters, from "keys list"')
    .option('--add-origin <url>', 'pages that may use it as well; may be given several times', collect, [])
    .option(
      '--remove-origin <url>',
      'pages that may use it no longer; may be given several times',
      collect,
      [],
    )
    .option(
      '--per-minute <number>',
      'how many submissions a minute; any for as many as the installation says',
    )
    .option('--json', 'answer in JSON')
    .action((id: string, options: SetOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const key = await setKey(app.db, await oneKey(app.db, id), {
          add_origins: options.addOrigin,
          remove_origins: options.removeOrigin,
          ...(options.perMinute === undefined
            ? {}
            : { per_minute: options.perMinute === 'any' ? null : Number(options.perMinute) }),
        });
        output.result(key, [
          `${key.prefix}…${key.origins === null ? '' : ` is for pages of ${key.origins.join(', ')} and`} may make ${key.per_minute ?? 'as many submissions a minute as the installation says'}${key.per_minute === null ? '' : ' submissions a minute'}.`,
        ]);
      }),
    );

  keys
    .command('usage')
    .description('how a key was used, by the hour, in the last 90 days')
    .argument('<id>', 'its id or its first characters, from "keys list"')
    .option('--from <date>', 'only since that day, such as 2027-12-31')
    .option('--json', 'answer in JSON')
    .action((id: string, options: { from?: string; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const from = options.from === undefined ? new Date(0) : dayIn('from', options.from).toJSDate();
        const used = await listUsage(app.db, await oneKey(app.db, id), from);
        output.result(
          used,
          table(
            ['HOUR (UTC)', 'STATUS', 'CALLS'],
            used.map(({ hour, status, calls }) => [minute(hour), String(status), String(calls)]),
          ),
        );
      }),
    );
  return keys;
}

/** The id of the one key that is meant. @throws AppError */
async function oneKey(db: Db, name: string): Promise<string> {
  const [key, ...others] = await findKeys(db, name);
  if (key === undefined) throw notFound(`There is no key ${name}. "signpost keys list" shows them all.`);
  if (others.length > 0)
    throw conflict(`Several keys begin with ${name}. Say the id of the one that is meant.`);
  return key.key_id;
}

type Ends = { revoked_at: Date | null; expires_at: Date | null; replaced_by: string | null };

function stateOf({ revoked_at, expires_at, replaced_by }: Ends, now: Date): string {
  const by = replaced_by === null ? '' : `, replaced by ${replaced_by}`;
  if (revoked_at !== null) return `revoked${by}`;
  if (expires_at !== null && expires_at <= now) return `expired${by}`;
  return replaced_by === null || expires_at === null ? 'live' : `live until ${minute(expires_at)}${by}`;
}

function hoursOf(text: string): number {
  if (!/^\d{1,3}$/.test(text))
    throw invalidField('overlap', `--overlap must be a whole number of hours, not ${text}.`);
  return Number(text);
}

const collect = (value: string, before: string[]) => [...before, value];

function endOfDay(text: string): Date {
  const day = dayIn('expires', text);
  return (text.includes('T') ? day : day.endOf('day')).toJSDate();
}

function dayIn(option: string, text: string): DateTime {
  const day = DateTime.fromISO(text, { zone: 'utc' });
  if (!day.isValid) throw invalidField(option, `--${option} must be a date such as 2027-12-31, not ${text}.`);
  return day;
}
