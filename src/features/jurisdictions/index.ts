export { createJurisdiction } from './create-jurisdiction.ts';
export { languageFor, servesPoint } from './jurisdiction.ts';
export type { Jurisdiction, NewJurisdiction } from './jurisdiction.ts';
export { createJurisdictionDirectory } from './jurisdiction-directory.ts';
export type { JurisdictionDirectory } from './jurisdiction-directory.ts';
export {
  beginRepublishing,
  listJurisdictions,
  touchChangeset,
  updateComments,
  updateMasking,
} from './jurisdiction-repository.ts';
export { jurisdictionOperations } from './operations.ts';
