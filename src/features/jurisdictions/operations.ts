import type { Operation } from '../../http/operation.ts';
import { discoveryDocument } from './discovery.ts';
import type { JurisdictionDirectory } from './jurisdiction-directory.ts';

export function jurisdictionOperations(directory: JurisdictionDirectory): {
  'discovery.get': Operation<'discovery.get'>;
} {
  return {
    'discovery.get': async (call) => {
      const described =
        call.jurisdiction_id === undefined
          ? await directory.all()
          : [await directory.require(call.jurisdiction_id)];
      return { status: 200, data: discoveryDocument(described, call.baseUrl) };
    },
  };
}
