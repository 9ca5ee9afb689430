import type { Operation } from '../../http/operation.ts';
import { boundsOfShapes } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import { discoveryDocument } from './discovery.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import type { JurisdictionDirectory } from './jurisdiction-directory.ts';
import { describePortal } from './portal.ts';

/** A page that lets somebody choose among more needs a search. */
const MOST_LISTED = 1_000;

/** @param boundsElsewhere where a city lies that has no outline, as far as other features know */
export function jurisdictionOperations(
  directory: JurisdictionDirectory,
  boundsElsewhere: (jurisdiction: Jurisdiction) => Promise<Bounds | null>,
): {
  'discovery.get': Operation<'discovery.get'>;
  'jurisdictions.list': Operation<'jurisdictions.list'>;
  'jurisdictions.get': Operation<'jurisdictions.get'>;
} {
  return {
    'discovery.get': async (call) => ({
      status: 200,
      data: discoveryDocument(await directory.described(call.jurisdiction_id), call.baseUrl),
    }),

    'jurisdictions.list': async () => ({
      status: 200,
      data: (await directory.all())
        .slice(0, MOST_LISTED)
        .map(({ jurisdiction_id, name, locale }) => ({ jurisdiction_id, name, locale })),
    }),

    'jurisdictions.get': async (call) => {
      const jurisdiction = await directory.require(call.jurisdiction_id ?? '');
      const { live_jurisdiction_id, name, locale, locales, time_zone, contact, demonstration } = jurisdiction;
      return {
        status: 200,
        data: {
          jurisdiction_id: live_jurisdiction_id,
          name,
          locale,
          locales,
          time_zone,
          contact,
          demonstration,
          bounds: boundsOfShapes(jurisdiction.outline) ?? (await boundsElsewhere(jurisdiction)),
          portal: describePortal(jurisdiction, call.baseUrl),
        },
      };
    },
  };
}
