import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import { slug } from '../../platform/slug.ts';
import { loadDistricts } from '../areas/index.ts';
import type { AreaIndex } from '../areas/index.ts';
import type { ImportMapping } from './import-mapping.ts';
import { recordReader } from './import-record.ts';
import type { ImportedCase } from './import-record.ts';
import { openImportFile } from './import-rows.ts';
import { timeReader } from './import-time.ts';
import { findImported, insertImportedCases, insertMissingServices } from './request-import-repository.ts';

/** What became of a file. `imported + already_there + refused` is `read`. */
export type ImportReport = {
  /** Records, without the header and empty lines. */
  read: number;
  imported: number;
  /** Imported before, or twice in the file. */
  already_there: number;
  refused: number;
  /** How many of the imported lie outside of the city's service area. */
  outside_area: number;
  services_created: number;
  /** In the order of the file: the line where the record begins (the header is line 1) and what is wrong. */
  refusals: { line: number; reason: string }[];
};

export type ImportOptions = {
  jurisdiction: { jurisdiction_id: string; time_zone: string; locale: string };
  mapping: ImportMapping;
  /** A CSV file, packed when its name ends in .gz. */
  path: string;
  /** Whether the city serves a point; every point when absent. */
  isInside?: ((lat: number, long: number) => boolean) | undefined;
  /** Called after every batch. */
  onProgress?: ((state: { bytesRead: number; bytesTotal: number; rows: number }) => void) | undefined;
  now: () => Date;
};

/** Enough for PostgreSQL to be busy with writing, few enough that a killed import repeats little. */
const BATCH_ROWS = 1_000;
/** A file with more mistakes has the wrong mapping; the report stays readable and small. */
const MOST_REFUSALS = 10_000;

/**
 * Takes over the cases of another system from a CSV file. Each batch is a transaction of its own, so an import that was
 * cut off is finished by starting it again, and importing a file again adds only what is new in it. Imported cases are
 * public and announce nothing. Services they refer to are made when missing, not open to submissions.
 * @returns at most 10,000 refusals by name; `refused` counts them all
 * @throws AppError invalid when the file is missing, damaged, or lacks a column of the mapping; in the last case before
 *   anything is written
 */
export async function importRequests(db: Knex, options: ImportOptions): Promise<ImportReport> {
  const { jurisdiction, mapping, path, onProgress } = options;
  const readRecord = recordReader(mapping, timeReader(mapping.time_format, jurisdiction.time_zone));
  const areas = await loadDistricts(db, jurisdiction.jurisdiction_id);
  const file = await openImportFile(path, mapping);
  const report: ImportReport = {
    read: 0,
    imported: 0,
    already_there: 0,
    refused: 0,
    outside_area: 0,
    services_created: 0,
    refusals: [],
  };
  const tell = () =>
    onProgress?.({ bytesRead: file.bytesRead(), bytesTotal: file.bytesTotal, rows: report.read });
  const knownServices = new Set<string>();
  let batch: ImportedCase[] = [];
  const flush = async () => {
    await writeBatch(db, options, areas, batch, knownServices, report);
    batch = [];
    tell();
  };
  for await (const row of file.rows) {
    report.read += 1;
    const record = 'values' in row ? readRecord(row.values) : row;
    if ('reason' in record) {
      report.refused += 1;
      if (report.refusals.length < MOST_REFUSALS)
        report.refusals.push({ line: row.line, reason: record.reason });
    } else if (batch.push(record) === BATCH_ROWS) {
      await flush();
    }
  }
  await flush();
  return report;
}

/** Writes what is new in a batch and counts it. */
async function writeBatch(
  db: Knex,
  { jurisdiction, mapping, isInside, now }: ImportOptions,
  areas: AreaIndex,
  batch: readonly ImportedCase[],
  knownServices: Set<string>,
  report: ImportReport,
): Promise<void> {
  if (batch.length === 0) return;
  const { jurisdiction_id, locale } = jurisdiction;
  const { source } = mapping;
  const services = new Map<string, ImportedCase>();
  const { created, written } = await db.transaction(async (tx) => {
    const there = await findImported(
      tx,
      jurisdiction_id,
      source,
      batch.map((one) => one.source_reference),
    );
    const fresh = batch.filter((one) => {
      if (there.has(one.source_reference)) return false;
      there.add(one.source_reference);
      return true;
    });
    if (fresh.length === 0) return { created: 0, written: [] };
    for (const one of fresh) {
      if (!knownServices.has(one.service_code) && !services.has(one.service_code))
        services.set(one.service_code, one);
    }
    const created =
      services.size === 0
        ? 0
        : await insertMissingServices(tx, jurisdiction_id, locale, [...services.values()].map(withGroupCode));
    const references = await insertImportedCases(
      tx,
      { jurisdiction_id, source, imported_at: wholeSecond(now()) },
      fresh.map((one) => ({ ...one, ...areas.stamp(one.lat, one.long) })),
    );
    return { created, written: fresh.filter((one) => references.has(one.source_reference)) };
  });
  for (const code of services.keys()) knownServices.add(code);
  report.services_created += created;
  report.imported += written.length;
  report.already_there += batch.length - written.length;
  if (isInside !== undefined) {
    report.outside_area += written.filter(
      ({ lat, long }) => lat !== null && long !== null && !isInside(lat, long),
    ).length;
  }
}

const withGroupCode = ({ service_code, service_name, group }: ImportedCase) => ({
  service_code,
  service_name,
  group,
  group_code: group === null ? null : slug(group),
});
