import { copyRows } from '../../platform/copy-rows.ts';
import type { CopyValue } from '../../platform/copy-rows.ts';
import { PG, query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { touchChangeset } from '../jurisdictions/index.ts';
import type { AreaStamp } from '../areas/index.ts';
import type { ImportedCase } from './import-record.ts';
import type { Originals, Publishing } from './public-form.ts';
import type { Visibility } from './request.ts';

/** Which numbers of another system are here already. */
export async function findImported(
  db: Db,
  jurisdiction_id: string,
  source: string,
  references: readonly string[],
): Promise<Set<string>> {
  const rows = await query<{ source_reference: string }>(db, {
    name: 'requests.find_imported',
    text: `
      select source_reference from requests
       where jurisdiction_id = $1 and source = $2 and source_reference = any($3::text[])`,
    values: [jurisdiction_id, source, references],
  });
  return new Set(rows.map((row) => row.source_reference));
}

/** A service that cases refer to and the city may not know. */
export type UnknownService = {
  service_code: string;
  service_name: string;
  group_code: string | null;
  group: string | null;
};

/**
 * Adds services that are missing, closed to submissions, with their groups, and tells caches so in the same transaction.
 * @returns how many were missing
 */
export async function insertMissingServices(
  db: Db,
  jurisdiction_id: string,
  locale: string,
  services: readonly UnknownService[],
): Promise<number> {
  const values = [jurisdiction_id, locale, JSON.stringify(services)];
  await query(db, {
    name: 'service_groups.import_with_cases',
    text: `
      insert into service_groups (jurisdiction_id, group_code, names)
      select distinct on (listed.group_code) $1, listed.group_code, jsonb_build_object($2::text, listed."group")
        from json_to_recordset($3::json) as listed (service_code text, group_code text, "group" text)
       where listed.group_code is not null
         and not exists (select from services known
                          where known.jurisdiction_id = $1 and known.service_code = listed.service_code)
       order by listed.group_code
      on conflict (jurisdiction_id, group_code) do nothing`,
    values,
  });
  const rows = await query(db, {
    name: 'services.import_with_cases',
    text: `
      insert into services (jurisdiction_id, service_code, type, group_code, names, active, postable, imported)
      select $1, listed.service_code, 'realtime', listed.group_code,
             jsonb_build_object($2::text, listed.service_name), true, false, true
        from json_to_recordset($3::json) as listed (service_code text, service_name text, group_code text)
       order by listed.service_code
      on conflict (jurisdiction_id, service_code) do nothing
      returning service_code`,
    values,
  });
  if (rows.length > 0) await touchChangeset(db, jurisdiction_id);
  return rows.length;
}

/**
 * Makes sure that the services of cases exist, and go on existing until the transaction is over. Where PostgreSQL lets us,
 * it then does not look for the service, the city and the case of each row again, which would take more time than writing
 * them: it is asked here once for each service, and the rest is written by this very transaction.
 * @throws Error when one is missing
 */
export async function holdServices(
  db: Db,
  jurisdiction_id: string,
  serviceCodes: readonly string[],
): Promise<void> {
  const rows = await query(db, {
    name: 'services.hold',
    text: `
      select service_code from services
       where jurisdiction_id = $1 and service_code = any($2::text[])
       order by service_code for key share`,
    values: [jurisdiction_id, serviceCodes],
  });
  if (rows.length < serviceCodes.length)
    throw new Error(`${serviceCodes.length - rows.length} services are gone`);
  await query(db, {
    name: 'requests.trust_import',
    // Triggers of the operator's own are not passed over: as long as there are any, all of them run.
    text: `
      select set_config('session_replication_role', 'replica', true)
       where current_setting('is_superuser') = 'on'
         and not exists (select from pg_trigger
                          where not tgisinternal
                            and tgrelid = any(array['requests', 'case_directory', 'request_timeline', 'request_originals']::regclass[]))`,
  });
}

/**
 * Takes values of the sequence of case numbers, and begins to write what others poll for.
 * @returns the values, without check digits, and the time at which the writing begins
 */
export async function reserveSerials(db: Db, count: number): Promise<{ serials: string[]; begun_at: Date }> {
  const [row] = await query<{ serials: string[]; begun_at: Date }>(db, {
    name: 'requests.reserve_serials',
    text: `
      select begin_case_write() as begun_at,
             array(select nextval('case_numbers')::text from generate_series(1, $1::integer)) as serials`,
    values: [count],
  });
  if (row === undefined) throw new Error('no numbers were given');
  return row;
}

/** By what it is decided what the public may read of the cases of some services. */
export async function listPublishing(
  db: Db,
  jurisdiction_id: string,
  serviceCodes: readonly string[],
): Promise<Map<string, Publishing>> {
  const rows = await query<Publishing & { service_code: string }>(db, {
    name: 'services.list_publishing',
    text: `
      select s.service_code, s.publishes, j.masks_personal as masks, j.locale as language
        from services s join jurisdictions j on j.jurisdiction_id = s.jurisdiction_id
       where s.jurisdiction_id = $1 and s.service_code = any($2::text[])`,
    values: [jurisdiction_id, serviceCodes],
  });
  return new Map(rows.map(({ service_code, ...by }) => [service_code, by]));
}

/** A case that is about to be written. */
export type NumberedCase = {
  number: string;
  /** As everybody may see it. */
  one: ImportedCase;
  visibility: Visibility;
  originals: Originals | undefined;
  stamp: AreaStamp;
};

/**
 * Writes cases with their timelines.
 * @param origin.imported_at when this happens; whole seconds
 * @param origin.begun_at when the writing began, by the clock of the database; whole seconds
 * @throws what PostgreSQL says when another import has written one of them meanwhile; see `isOvertaken`
 */
export async function copyImportedCases(
  db: Db,
  origin: { jurisdiction_id: string; source: string; imported_at: Date; begun_at: Date },
  cases: readonly NumberedCase[],
): Promise<void> {
  const { jurisdiction_id, source } = origin;
  await copyRows(
    db,
    {
      name: 'requests.import',
      text: `
        copy requests (jurisdiction_id, number, service_code, status, status_notes, visibility, description,
             agency_responsible, requested_at, updated_at, expected_at, closed_at, address, zipcode, lat, long,
             area_code, areas_version, channel, source, source_reference) from stdin`,
    },
    map(cases, ({ number, one, visibility, stamp }) => [
      jurisdiction_id,
      number,
      one.service_code,
      one.status,
      one.status_notes,
      visibility,
      one.description,
      one.agency_responsible,
      one.requested_at,
      one.updated_at,
      one.expected_at,
      one.closed_at,
      one.address,
      one.zipcode,
      one.lat,
      one.long,
      stamp.area_code,
      stamp.areas_version,
      'import',
      source,
      one.source_reference,
    ]),
  );
  await copyRows(
    db,
    { name: 'case_directory.import', text: 'copy case_directory (number, jurisdiction_id) from stdin' },
    map(cases, ({ number }) => [number, jurisdiction_id]),
  );
  await copyRows(
    db,
    {
      name: 'request_originals.import',
      text: 'copy request_originals (jurisdiction_id, number, description, address, zipcode, lat, long) from stdin',
    },
    apartRows(jurisdiction_id, cases),
  );
  await copyRows(
    db,
    {
      name: 'request_timeline.import',
      text: `
        copy request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, notes, actor)
             from stdin`,
    },
    timelines(origin, cases),
  );
}

function* map<Item, Result>(items: Iterable<Item>, row: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield row(item);
}

function* apartRows(jurisdictionId: string, cases: readonly NumberedCase[]): Generator<readonly CopyValue[]> {
  for (const { number, originals } of cases) {
    if (originals === undefined) continue;
    const { description, address, zipcode, lat, long } = originals;
    yield [jurisdictionId, number, description, address, zipcode, lat, long];
  }
}

/** A closed case's timeline ends with the import, as it happened: first the city closed it, then it came here. */
function* timelines(
  { jurisdiction_id, imported_at, begun_at }: { jurisdiction_id: string; imported_at: Date; begun_at: Date },
  cases: readonly NumberedCase[],
): Generator<readonly CopyValue[]> {
  const published_at = imported_at > begun_at ? imported_at : begun_at;
  for (const { number, one, visibility } of cases) {
    const { status, status_notes, updated_at } = one;
    const isPublic = visibility === 'public';
    if (status === 'open') {
      yield [
        jurisdiction_id,
        number,
        imported_at,
        isPublic ? published_at : null,
        'imported',
        'open',
        null,
        'import',
      ];
      continue;
    }
    const imported = [jurisdiction_id, number, imported_at, null, 'imported', 'closed', null, 'import'];
    const closed = [
      jurisdiction_id,
      number,
      updated_at,
      isPublic ? updated_at : null,
      'status',
      'closed',
      status_notes,
      'import',
    ];
    yield* updated_at > imported_at ? [imported, closed] : [closed, imported];
  }
}

/**
 * Tells PostgreSQL how the tables of cases look now. It does so by itself within a minute; until then it takes a city that
 * was just imported for an empty one, and reads all of it for each case of a list.
 */
export async function analyzeCases(db: Db): Promise<void> {
  await query(db, { name: 'requests.analyze', text: 'analyze requests, request_timeline' });
}

/** Whether PostgreSQL refused a batch because another import wrote cases or services of it at the same moment. */
export function isOvertaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === PG.uniqueViolation || code === PG.deadlockDetected;
}
