import type { Operation } from '../../http/operation.ts';
import { discoveryDocument } from './discovery.ts';
import type { JurisdictionDirectory } from './jurisdiction-directory.ts';

export function jurisdictionOperations(directory: JurisdictionDirectory): {
  'discovery.get': Operation<'discovery.get'>;
} {
  return {
    'discovery.get': async (call) => ({
      status: 200,
      data: discoveryDocument(await directory.described(call.jurisdiction_id), call.baseUrl),
    }),
  };
}
