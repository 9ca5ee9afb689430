import { boundsOfShapes } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { describePortal } from './portal.ts';

/**
 * What everybody is told of a city before anything else can be shown.
 * @param boundsElsewhere where a city lies that has no outline, as far as other features know
 */
export async function describeJurisdiction(
  jurisdiction: Jurisdiction,
  baseUrl: string,
  boundsElsewhere: BoundsElsewhere,
) {
  const { live_jurisdiction_id, name, locale, locales, time_zone, contact, demonstration } = jurisdiction;
  return {
    jurisdiction_id: live_jurisdiction_id,
    name,
    locale,
    locales,
    time_zone,
    contact,
    demonstration,
    bounds: boundsOfShapes(jurisdiction.outline) ?? (await boundsElsewhere(jurisdiction)),
    portal: describePortal(jurisdiction, baseUrl),
  };
}

export type BoundsElsewhere = (jurisdiction: Jurisdiction) => Promise<Bounds | null>;
