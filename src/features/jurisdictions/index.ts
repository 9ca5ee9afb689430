export { createJurisdiction } from './create-jurisdiction.ts';
export { basePathOf, languageFor, readJurisdictionId, servesPoint } from './jurisdiction.ts';
export type { Jurisdiction, JurisdictionKind, NewJurisdiction } from './jurisdiction.ts';
export { createJurisdictionDirectory } from './jurisdiction-directory.ts';
export type { JurisdictionDirectory } from './jurisdiction-directory.ts';
export {
  insertSandbox,
  listJurisdictions,
  listWithSandboxes,
  touchChangeset,
  updateComments,
} from './jurisdiction-repository.ts';
export { jurisdictionOperations } from './operations.ts';
