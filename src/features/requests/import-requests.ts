import type { Knex } from 'knex';
import { openCsvRows } from '../../platform/csv-rows.ts';
import { loadDistricts } from '../areas/index.ts';
import type { ImportMapping } from './import-mapping.ts';
import { recordReader } from './import-record.ts';
import type { ImportedCase } from './import-record.ts';
import { timeReader } from './import-time.ts';
import { analyzeCases } from './request-import-repository.ts';
import { writeImportBatch } from './write-import-batch.ts';

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
const BATCH_ROWS = 2_000;
/** So many batches are written at once while the next one is read; more would leave nothing for the city's other work. */
const MOST_UNDER_WAY = 2;
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
  const { jurisdiction, mapping, path, isInside, onProgress, now } = options;
  const readRecord = recordReader(mapping, timeReader(mapping.time_format, jurisdiction.time_zone));
  const areas = await loadDistricts(db, jurisdiction.jurisdiction_id);
  const file = await openCsvRows(path, {
    columns: mapping.columns,
    before: 'What stood before is imported.',
  });
  const report: ImportReport = {
    read: 0,
    imported: 0,
    already_there: 0,
    refused: 0,
    outside_area: 0,
    services_created: 0,
    refusals: [],
  };
  const knownServices = new Set<string>();
  const write = async (batch: Batch) => {
    const cases = [...batch.cases.values()];
    const { created, written } = await writeImportBatch(
      db,
      { jurisdiction, source: mapping.source, areas, now },
      cases,
      knownServices,
    );
    report.services_created += created;
    report.imported += written.length;
    report.already_there += cases.length - written.length;
    if (isInside !== undefined) report.outside_area += written.filter(isOutside(isInside)).length;
  };
  // Only what is written counts as progress: an import that is killed need not do it again.
  let settled = 0;
  const tell = (rows: number) => {
    settled += rows;
    onProgress?.({ bytesRead: file.bytesRead(), bytesTotal: file.bytesTotal, rows: settled });
  };

  /** Batches on their way, and those that failed, which end the import. */
  const underWay = new Map<Batch, Promise<void>>();
  let batch = newBatch();
  const isTaken = (reference: string) => {
    for (const { cases } of underWay.keys()) if (cases.has(reference)) return true;
    return batch.cases.has(reference);
  };
  const flush = async () => {
    const full = batch;
    batch = newBatch();
    while (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay.values());
    const writing = write(full).then(() => {
      underWay.delete(full);
      tell(full.rows);
    });
    writing.catch(() => undefined); // Whoever waits for it next hears of it.
    underWay.set(full, writing);
  };
  try {
    for await (const row of file.rows) {
      report.read += 1;
      batch.rows += 1;
      const record = 'values' in row ? readRecord(row.values) : row;
      if ('reason' in record) {
        report.refused += 1;
        if (report.refusals.length < MOST_REFUSALS)
          report.refusals.push({ line: row.line, reason: record.reason });
      } else if (isTaken(record.source_reference)) {
        report.already_there += 1;
      } else {
        batch.cases.set(record.source_reference, record);
      }
      if (batch.rows === BATCH_ROWS) await flush();
    }
    await flush();
    await Promise.all(underWay.values());
    if (report.imported >= BATCH_ROWS) await analyzeCases(db);
  } finally {
    await Promise.allSettled(underWay.values());
  }
  return report;
}

/** Cases by their numbers in the other system, and how many records they came from. */
type Batch = { cases: Map<string, ImportedCase>; rows: number };

const newBatch = (): Batch => ({ cases: new Map(), rows: 0 });

const isOutside =
  (isInside: (lat: number, long: number) => boolean) =>
  ({ lat, long }: ImportedCase) =>
    lat !== null && long !== null && !isInside(lat, long);
