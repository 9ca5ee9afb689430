import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import {
  createJurisdiction,
  createJurisdictionDirectory,
  listJurisdictions,
  updateComments,
  RETENTION_KINDS,
  updateMasking,
  updateModeration,
  updateRetention,
} from '../features/jurisdictions/index.ts';
import type { Moderation } from '../features/jurisdictions/index.ts';
import { invalidField } from '../platform/errors.ts';
import { addPortalCommand } from './portals.ts';
import { republishAndTell } from './republishing.ts';
import { runCommand } from './run-command.ts';
import { table } from './terminal.ts';

const COMMENTS = ['held', 'refused'] as const;
const SWITCH = ['on', 'off'] as const;
const MODERATION = ['at-once', 'after-release'] as const;

/** How much of something a case may have that is not held. */
type Allowed = number | 'any';

const MOST_ALLOWED = 100_000;

const readAllowed =
  (least: number) =>
  (text: string): Allowed =>
    text === 'any' ? text : readNumber(text, least, ', or any');

function readNumber(text: string, least: number, otherwise = ''): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (number < least || number > MOST_ALLOWED)
    throw new InvalidArgumentError(`Say a number from ${least} to ${MOST_ALLOWED}${otherwise}.`);
  return number;
}

/** How long after its closing a case keeps something; `always`: as long as there is the case. */
type Days = number | 'always';

type SetOptions = {
  comments?: (typeof COMMENTS)[number];
  masking?: (typeof SWITCH)[number];
  moderation?: (typeof MODERATION)[number];
  linksAllowed?: Allowed;
  repeatsAllowed?: Allowed;
  floodAllowed?: Allowed;
  reportsToHold?: number;
  retentionReporters?: Days;
  retentionOriginals?: Days;
  retentionMedia?: Days;
  json?: boolean;
};

/** A hundred years. */
const MOST_DAYS = 36_500;

function readDays(text: string): Days {
  if (text === 'always') return text;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`Say a number of days from 1 to ${MOST_DAYS}, or always.`);
  return days;
}

const KEPT = {
  reporters: 'Who reported and who commented',
  originals: 'What only staff can read',
  media: 'Pictures',
};

/** What the options say about moderation; what they do not name stays. */
function moderationOf(options: SetOptions): Partial<Moderation> {
  const allowed = (given: Allowed) => (given === 'any' ? null : given);
  const { moderation, linksAllowed, repeatsAllowed, floodAllowed, reportsToHold } = options;
  return {
    ...(moderation === undefined
      ? {}
      : { moderation: moderation === 'at-once' ? ('at_once' as const) : ('after_release' as const) }),
    ...(linksAllowed === undefined ? {} : { links_allowed: allowed(linksAllowed) }),
    ...(repeatsAllowed === undefined ? {} : { repeats_allowed: allowed(repeatsAllowed) }),
    ...(floodAllowed === undefined ? {} : { flood_allowed: allowed(floodAllowed) }),
    ...(reportsToHold === undefined ? {} : { reports_to_hold: reportsToHold }),
  };
}

function moderationLines(city: string, changed: Partial<Moderation>): string[] {
  const { moderation, reports_to_hold } = changed;
  const allowed = (name: string, value: number | null | undefined) =>
    value === undefined ? [] : [`${name}: ${value ?? 'any'} before a case is held.`];
  return [
    ...(moderation === undefined
      ? []
      : [
          `New cases in ${city} are public ${moderation === 'at_once' ? 'at once. What is held stays so until it is released' : 'when they are released: signpost moderation list shows them'}.`,
        ]),
    ...allowed('Links to elsewhere', changed.links_allowed),
    ...allowed('The same text within an hour', changed.repeats_allowed),
    ...allowed('Cases from one address within ten minutes', changed.flood_allowed),
    ...(reports_to_hold === undefined
      ? []
      : [
          reports_to_hold === 0
            ? 'Reports never hold a case.'
            : `Reporters that hold a case: ${reports_to_hold}.`,
        ]),
  ];
}

type CreateOptions = {
  name: string;
  timeZone: string;
  locale: string;
  contact?: string;
  keyService?: string;
  json?: boolean;
};

export function addJurisdictionCommands(program: Command): void {
  const cities = program.command('jurisdictions').description('the cities of this installation');

  cities
    .command('create')
    .argument('<id>', "the city's web address without www, such as wroclaw.pl")
    .description('add a city')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--time-zone <zone>', 'its time zone, such as Europe/Warsaw')
    .option('--locale <code>', 'its language', 'en')
    .option('--contact <text>', 'whom to ask, for the discovery document')
    .option('--key-service <text>', 'how to get an API key, for the discovery document')
    .option('--json', 'answer in JSON')
    .action((id: string, options: CreateOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const jurisdiction = {
          jurisdiction_id: id.toLowerCase(),
          name: options.name,
          time_zone: options.timeZone,
          locale: options.locale,
          ...(options.contact === undefined ? {} : { contact: options.contact }),
          ...(options.keyService === undefined ? {} : { key_service: options.keyService }),
        };
        await createJurisdiction(app.db, jurisdiction);
        output.result(jurisdiction, [
          `${jurisdiction.jurisdiction_id} is there. Next: its services and its outline.`,
          `  npx signpost import services --jurisdiction ${jurisdiction.jurisdiction_id} services.json`,
          `  npx signpost import areas --jurisdiction ${jurisdiction.jurisdiction_id} --kind outline outline.geojson`,
        ]);
      }),
    );

  cities
    .command('set')
    .argument('<id>', 'the id of the city')
    .description('change how a city works')
    .addOption(
      new Option('--comments <what>', 'comments of keys that may not change a status').choices(COMMENTS),
    )
    .addOption(
      new Option(
        '--masking <switch>',
        'whether e-mail addresses and phone numbers in what residents type are masked in public',
      ).choices(SWITCH),
    )
    .addOption(new Option('--moderation <when>', 'when everybody sees a new case').choices(MODERATION))
    .option(
      '--links-allowed <number>',
      'so many links may be in a case that is not held; or any',
      readAllowed(0),
    )
    .option(
      '--repeats-allowed <number>',
      'so often the same text may come within an hour before the next one is held; or any',
      readAllowed(1),
    )
    .option(
      '--flood-allowed <number>',
      'so many cases may come from one address within ten minutes before the next one is held; or any',
      readAllowed(1),
    )
    .option('--reports-to-hold <number>', 'from so many reporters on a case is held; 0 for never', (text) =>
      readNumber(text, 0),
    )
    .option(
      '--retention-reporters <days>',
      'days after its closing that a case keeps who reported it and who commented; or always',
      readDays,
    )
    .option(
      '--retention-originals <days>',
      'days after its closing that a case keeps what only staff can read: texts as typed, exact places of sensitive services; or always',
      readDays,
    )
    .option(
      '--retention-media <days>',
      'days after its closing that a case keeps its pictures; or always',
      readDays,
    )
    .option('--json', 'answer in JSON')
    .action((id: string, options: SetOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const { comments, masking } = options;
        const given = {
          reporters: options.retentionReporters,
          originals: options.retentionOriginals,
          media: options.retentionMedia,
        };
        const retention = RETENTION_KINDS.flatMap((kind) => {
          const days = given[kind];
          return days === undefined ? [] : [{ kind, days: days === 'always' ? null : days }];
        });
        const moderation = moderationOf(options);
        if (
          comments === undefined &&
          masking === undefined &&
          retention.length === 0 &&
          Object.keys(moderation).length === 0
        )
          throw invalidField('set', 'Say what to change; --help lists what can be.');
        const { jurisdiction_id } = await createJurisdictionDirectory(app.db).require(id);
        await app.db.transaction(async (tx) => {
          if (comments !== undefined) await updateComments(tx, jurisdiction_id, comments);
          if (masking !== undefined) await updateMasking(tx, jurisdiction_id, masking === 'on');
          if (Object.keys(moderation).length > 0) await updateModeration(tx, jurisdiction_id, moderation);
          for (const { kind, days } of retention) await updateRetention(tx, jurisdiction_id, kind, days);
        });
        const cases_looked_at =
          masking === undefined ? undefined : await republishAndTell(app, jurisdiction_id);
        output.result({ jurisdiction_id, comments, masking, ...moderation, retention, cases_looked_at }, [
          ...(comments === undefined
            ? []
            : [
                `Comments in ${jurisdiction_id} are ${comments === 'held' ? 'held until they are released' : 'refused'}.`,
              ]),
          ...(masking === undefined
            ? []
            : [
                `E-mail addresses and phone numbers in ${jurisdiction_id} are ${masking === 'on' ? 'masked' : 'published as they were typed'}.`,
              ]),
          ...moderationLines(jurisdiction_id, moderation),
          ...retention.map(
            ({ kind, days }) =>
              `${KEPT[kind]}: kept ${days === null ? 'as long as the case' : `until ${days} days after a case was closed`}.`,
          ),
        ]);
      }),
    );

  addPortalCommand(cities);

  cities
    .command('list')
    .description('all cities')
    .option('--json', 'answer in JSON')
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const all = await listJurisdictions(app.db);
        output.result(
          all.map(({ outline, ...jurisdiction }) => ({ ...jurisdiction, has_outline: outline.length > 0 })),
          table(
            ['ID', 'NAME', 'TIME ZONE', 'LOCALE', 'OUTLINE'],
            all.map((one) => [
              one.jurisdiction_id,
              one.name,
              one.time_zone,
              one.locale,
              one.outline.length > 0 ? 'yes' : 'no',
            ]),
          ),
        );
      }),
    );
}
