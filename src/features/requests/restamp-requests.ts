import type { Db } from '../../platform/database.ts';
import { loadDistricts } from '../areas/index.ts';
import { readJurisdictionId } from '../jurisdictions/index.ts';
import { listOldStamps, updateStamps } from './stamp-repository.ts';

/** Few enough that writers of the same cases wait for milliseconds only. */
const BATCH = 1_000;

/**
 * Says anew in which district the cases of a city lie, if its districts have changed since it was last said. Can be cut off
 * at any time and goes on where it was.
 * @param onProgress called after every batch with how many have been looked at
 * @returns how many have been looked at
 */
export async function restampRequests(
  db: Db,
  jurisdictionId: string,
  onProgress?: (done: number) => void,
): Promise<number> {
  const areas = await loadDistricts(db, readJurisdictionId(jurisdictionId).live);
  let done = 0;
  for (;;) {
    const old = await listOldStamps(db, jurisdictionId, areas.version, BATCH);
    const stamps = old.map((one) => ({ ...one, ...areas.stamp(one.lat, one.long) }));
    if (stamps.length > 0)
      await db.transaction((tx) => updateStamps(tx, jurisdictionId, areas.version, stamps));
    done += stamps.length;
    onProgress?.(done);
    if (stamps.length < BATCH) return done;
  }
}
