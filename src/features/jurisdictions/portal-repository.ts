import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { touchChangeset } from './jurisdiction-repository.ts';
import type { PortalSettings } from './portal.ts';

const COLUMNS: Record<keyof PortalSettings, string> = {
  title: 'portal_title',
  brand: 'portal_brand',
  tiles_url: 'portal_tiles_url',
  tiles_attribution: 'portal_tiles_attribution',
  logo_id: 'portal_logo',
};

/** Says how the portal of a city looks, in a transaction. @param changes what they do not name stays */
export async function updatePortal(
  tx: Db,
  jurisdictionId: string,
  changes: Partial<PortalSettings>,
): Promise<void> {
  for (const [setting, value] of Object.entries(changes)) {
    const column = COLUMNS[setting as keyof PortalSettings];
    await query(tx, {
      name: `jurisdictions.update_${column}`,
      text: `update jurisdictions set ${column} = $2 where jurisdiction_id = $1`,
      values: [jurisdictionId, value],
    });
  }
  await touchChangeset(tx, jurisdictionId);
}

/** Puts a logo in the place of the one that was there, or takes that away. */
export async function replaceLogo(
  tx: Db,
  jurisdictionId: string,
  logo: { logo_id: string; png: Buffer } | null,
): Promise<void> {
  await query(tx, {
    name: 'logos.delete',
    text: 'delete from city_logos where jurisdiction_id = $1',
    values: [jurisdictionId],
  });
  if (logo === null) return;
  await query(tx, {
    name: 'logos.insert',
    text: 'insert into city_logos (jurisdiction_id, logo_id, png) values ($1, $2, $3)',
    values: [jurisdictionId, logo.logo_id, logo.png],
  });
}

/** The logo of whichever city it is. */
export async function findLogo(db: Db, logoId: string): Promise<Buffer | undefined> {
  const row = await queryOne<{ png: Buffer }>(db, {
    name: 'logos.find',
    text: 'select png from city_logos where logo_id = $1',
    values: [logoId],
  });
  return row?.png;
}
