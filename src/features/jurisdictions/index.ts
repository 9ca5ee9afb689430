export { boundsOfShapes } from './bounds.ts';
export type { Bounds } from './bounds.ts';
export { describeJurisdiction } from './describe-jurisdiction.ts';
export type { BoundsElsewhere } from './describe-jurisdiction.ts';
export { createJurisdiction } from './create-jurisdiction.ts';
export { basePathOf, isOwnPath, languageFor, readJurisdictionId, servesPoint } from './jurisdiction.ts';
export type { Jurisdiction, JurisdictionKind, Moderation, NewJurisdiction } from './jurisdiction.ts';
export { createJurisdictionDirectory } from './jurisdiction-directory.ts';
export type { JurisdictionDirectory } from './jurisdiction-directory.ts';
export {
  beginRepublishing,
  insertSandbox,
  listJurisdictions,
  listWithSandboxes,
  touchChangeset,
  updateComments,
  updateMasking,
  updateModeration,
} from './jurisdiction-repository.ts';
export { listRetention, updateRetention } from './retention-repository.ts';
export { RETENTION_KINDS } from './retention.ts';
export type { RetentionKind } from './retention.ts';
export { jurisdictionOperations } from './operations.ts';
export { mistakeInBrand, readLogoFile, shownBrand } from './portal.ts';
export { findLogo } from './portal-repository.ts';
export { setPortal } from './set-portal.ts';
export type { PortalChanges } from './set-portal.ts';
