export { authenticateKey } from './authenticate-key.ts';
export { createKey } from './create-key.ts';
export { listKeys, revokeKeys } from './key-repository.ts';
