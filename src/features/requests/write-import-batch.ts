import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import { slug } from '../../platform/slug.ts';
import type { AreaIndex } from '../areas/index.ts';
import { dammDigit } from './case-number.ts';
import type { ImportedCase } from './import-record.ts';
import { publicForm } from './public-form.ts';
import type { Tellable } from './public-form.ts';
import {
  copyImportedCases,
  findImported,
  holdServices,
  insertMissingServices,
  isOvertaken,
  listPublishing,
  reserveSerials,
} from './request-import-repository.ts';

/** Where cases come from and where they go. */
export type ImportTarget = {
  jurisdiction: { jurisdiction_id: string; locale: string };
  source: string;
  areas: AreaIndex;
  now: () => Date;
};

/** Each time another import has written some of the batch; they are found then, so the next attempt has less to do. */
const MOST_ATTEMPTS = 10;

/**
 * Writes what is new in a batch, in one transaction.
 * @param cases each with another number in the other system
 * @param knownServices codes that need not be looked for; those of the batch are added
 * @returns how many services were made, and the cases that were written
 */
export async function writeImportBatch(
  db: Knex,
  target: ImportTarget,
  cases: readonly ImportedCase[],
  knownServices: Set<string>,
): Promise<{ created: number; written: ImportedCase[] }> {
  if (cases.length === 0) return { created: 0, written: [] };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await db.transaction((tx) => writeNew(tx, target, cases, knownServices));
      for (const { service_code } of result.written) knownServices.add(service_code);
      return result;
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isOvertaken(error)) throw error;
    }
  }
}

async function writeNew(
  tx: Knex.Transaction,
  { jurisdiction: { jurisdiction_id, locale }, source, areas, now }: ImportTarget,
  cases: readonly ImportedCase[],
  knownServices: ReadonlySet<string>,
): Promise<{ created: number; written: ImportedCase[] }> {
  const references = cases.map((one) => one.source_reference);
  const there = await findImported(tx, jurisdiction_id, source, references);
  const fresh = cases.filter((one) => !there.has(one.source_reference));
  if (fresh.length === 0) return { created: 0, written: [] };

  const services = new Map<string, ImportedCase>();
  for (const one of fresh) if (!services.has(one.service_code)) services.set(one.service_code, one);
  const unknown = [...services.values()].filter(({ service_code }) => !knownServices.has(service_code));
  const created =
    unknown.length === 0
      ? 0
      : await insertMissingServices(tx, jurisdiction_id, locale, unknown.map(withGroupCode));
  await holdServices(tx, jurisdiction_id, [...services.keys()]);

  const { serials, begun_at } = await reserveSerials(tx, fresh.length);
  // Asked when the writing has begun: who changes it later waits for what was begun before.
  const publishing = await listPublishing(tx, jurisdiction_id, [...services.keys()]);
  await copyImportedCases(
    tx,
    { jurisdiction_id, source, imported_at: wholeSecond(now()), begun_at },
    fresh.map((one, index) => {
      const by = publishing.get(one.service_code);
      if (by === undefined) throw new Error('a service is gone');
      const { told, originals } = publicForm({ ...one, address_id: null, media_urls: [] }, by);
      return {
        number: withCheckDigit(serials[index] ?? ''),
        one: { ...one, ...placeAndTexts(told) },
        visibility: by.publishes === 'nothing' ? ('staff' as const) : ('public' as const),
        originals,
        stamp: areas.stamp(told.lat, told.long),
      };
    }),
  );
  return { created, written: fresh };
}

const placeAndTexts = ({ description, address, zipcode, lat, long }: Tellable) => ({
  description,
  address,
  zipcode,
  lat,
  long,
});

/** As `next_case_number` in SQL does it. */
const withCheckDigit = (serial: string) => `${serial}${dammDigit(serial)}`;

const withGroupCode = ({ service_code, service_name, group }: ImportedCase) => ({
  service_code,
  service_name,
  group,
  group_code: group === null ? null : slug(group),
});
