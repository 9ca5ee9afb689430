export {
  countKeysInUse,
  findAccountKey,
  findReplacedInUse,
  listAccountKeys,
  revokeAccountKey,
  revokeKeysOfAccount,
} from './account-key-repository.ts';
export { authenticateKey } from './authenticate-key.ts';
export { UsageCounter } from './count-usage.ts';
export { createKey } from './create-key.ts';
export { accessJobs, accessSchedule } from './jobs.ts';
export { findKeys, listKeys, revokeKeys } from './key-repository.ts';
export { portalKeyOf, renewPortalKey } from './portal-key.ts';
export { rotateKey } from './rotate-key.ts';
export { setKey } from './set-key.ts';
export { listUsage } from './usage-repository.ts';
export type { StoredKey } from './key-repository.ts';
export { isOrigin } from './origin.ts';
