import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { eraseAccountsOf, readAccountData } from '../features/accounts/index.ts';
import { beginRepublishing, createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import {
  erasePersonalData,
  foreseeErasure,
  exportPersonalData,
  listErasures,
} from '../features/requests/index.ts';
import type { ErasureReport, Person } from '../features/requests/index.ts';
import type { App } from '../platform/app.ts';
import { invalidField } from '../platform/errors.ts';
import { republishAndTell } from './republishing.ts';
import { runCommand } from './run-command.ts';
import { counted, minute, table } from './terminal.ts';
import { toldCity } from './told-city.ts';
import { kindOf, TEST_FLAG } from './test-flag.ts';

type CityOptions = { jurisdiction: string; test?: boolean; json?: boolean };
type PersonOptions = CityOptions & { email?: string; case?: string };

export function addPersonalDataCommands(program: Command): void {
  const commands = program
    .command('personal-data')
    .description('what is known of a person: give it to them, or erase it');

  withPerson(commands.command('export'))
    .description('write everything that is known of a person into a folder, pictures included')
    .requiredOption('--output <folder>', 'a folder that is not there yet')
    .action((options: PersonOptions & { output: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const person = personOf(options);
        const { jurisdiction_id, live_jurisdiction_id, kind } = await cityOf(app, options);
        const account = await accountDataOf(app, kind, person);
        const { data, pictures } = await exportPersonalData(app, jurisdiction_id, person);
        const folder = await newFolder(options.output);
        const written = { ...toldCity(data), reported: data.reported.map(toldCity), ...account };
        await writeFile(join(folder, 'personal-data.json'), `${JSON.stringify(written, null, 2)}\n`, OWN);
        for (const picture of pictures) {
          const bytes = await picture.open();
          if (bytes !== undefined) await pipeline(bytes, createWriteStream(join(folder, picture.name), OWN));
        }
        const counts = {
          cases: data.reported.length,
          comments: data.comments.length,
          mentions: data.mentioned_in.length,
          supports: data.supported.length,
          pictures: pictures.length,
          accounts: account.accounts.length,
        };
        output.result({ jurisdiction_id: live_jurisdiction_id, folder, ...counts }, [
          `${folder}: ${told(counts)}.`,
          ...(data.mentioned_in.length === 0
            ? []
            : [`Texts of others name the person in ${data.mentioned_in.join(', ')}.`]),
        ]);
      }),
    );

  withPerson(commands.command('erase'))
    .description('erase what is known of a person, pictures included; a record says that it was done')
    .option('--yes', 'do it; without this, it is told what would be erased')
    .action((options: PersonOptions & { yes?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const person = personOf(options);
        const { jurisdiction_id, live_jurisdiction_id, kind } = await cityOf(app, options);
        if (options.yes !== true) {
          const { accounts } = await accountDataOf(app, kind, person);
          const counts = {
            ...(await foreseeErasure(app, jurisdiction_id, person)),
            accounts: accounts.length,
          };
          output.result({ jurisdiction_id: live_jurisdiction_id, erased: false, ...counts }, [
            `Would be erased: ${told(counts)}. Nothing was; say --yes to do it.`,
          ]);
          return;
        }
        const erased =
          person.email !== undefined && kind === 'live'
            ? await eraseAccountsOf(app, person.email)
            : { accounts: 0 };
        const report = { ...(await erasePersonalData(app, jurisdiction_id, person, 'cli')), ...erased };
        output.result({ jurisdiction_id: live_jurisdiction_id, erased: true, ...report }, [
          `Erased: ${told(report)}.`,
        ]);
      }),
    );

  commands
    .command('erasures')
    .description('the record of what was erased, the latest first')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON')
    .action((options: CityOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const { jurisdiction_id } = await cityOf(app, options);
        const all = await listErasures(app.db, jurisdiction_id);
        output.result(
          all,
          table(
            ['WHEN', 'WHY', 'WHAT', 'CASE', 'CASES', 'PICTURES', 'BY'],
            all.map((one) => [
              minute(one.erased_at),
              one.reason,
              one.kind,
              one.number ?? '',
              String(one.cases),
              String(one.pictures),
              one.actor,
            ]),
          ),
        );
      }),
    );

  commands
    .command('mask')
    .description('look through all cases of a city once more, by what it publishes now')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--json', 'answer in JSON')
    .action((options: CityOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const { jurisdiction_id, live_jurisdiction_id } = await cityOf(app, options);
        await app.db.transaction((tx) => beginRepublishing(tx, jurisdiction_id));
        const cases_looked_at = await republishAndTell(app, jurisdiction_id);
        output.result({ jurisdiction_id: live_jurisdiction_id, cases_looked_at }, [
          `${counted(cases_looked_at, 'case')} looked at.`,
        ]);
      }),
    );
}

const cityOf = ({ db }: Pick<App, 'db'>, options: CityOptions) =>
  createJurisdictionDirectory(db).named(options.jurisdiction, kindOf(options));

/** Nobody else on the machine may read what is written. */
const OWN = { mode: 0o600 };

const withPerson = (command: Command) =>
  command
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--email <address>', 'everything with this e-mail address')
    .option('--case <number>', 'one case, whoever reported it')
    .option(...TEST_FLAG)
    .option('--json', 'answer in JSON');

function personOf({ email, case: number }: PersonOptions): Person {
  if (email !== undefined && number === undefined) return { email };
  if (number !== undefined && email === undefined) return { number };
  throw invalidField('email', 'Say either --email with an address, or --case with a number.');
}

async function newFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { mode: 0o700 });
    return path;
  } catch (error) {
    throw invalidField(
      'output',
      `${path} cannot be made: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}. Name a folder that is not there yet.`,
    );
  }
}

/** A developer's account belongs to no city; it is found by its address alone, and nothing in a sandbox is anybody's. */
const accountDataOf = async (app: Pick<App, 'db' | 'clock'>, kind: string, person: Person) =>
  person.email !== undefined && kind === 'live'
    ? readAccountData(app, person.email)
    : { accounts: [], mails: [] };

const told = (counts: ErasureReport & { accounts: number }) =>
  [
    counted(counts.cases, 'case'),
    counted(counts.comments, 'comment'),
    counted(counts.mentions, 'mention'),
    counted(counts.supports, 'supported case'),
    counted(counts.pictures, 'picture'),
    counted(counts.accounts, 'developer account'),
  ].join(', ');
