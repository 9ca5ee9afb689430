import type { Operation } from '../../http/operation.ts';
import { describeJurisdiction } from './describe-jurisdiction.ts';
import type { BoundsElsewhere } from './describe-jurisdiction.ts';
import { discoveryDocument } from './discovery.ts';
import type { JurisdictionDirectory } from './jurisdiction-directory.ts';

/** A page that lets somebody choose among more needs a search. */
const MOST_LISTED = 1_000;

export function jurisdictionOperations(
  directory: JurisdictionDirectory,
  boundsElsewhere: BoundsElsewhere,
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

    'jurisdictions.get': async (call) => ({
      status: 200,
      data: await describeJurisdiction(
        await directory.require(call.jurisdiction_id ?? ''),
        call.baseUrl,
        boundsElsewhere,
      ),
    }),
  };
}
