export { authenticateAccount } from './authenticate-account.ts';
export { decideKeyRequest } from './decide-key-request.ts';
export { eraseAccountsOf } from './erase-accounts.ts';
export { accountJobs, accountSchedule } from './jobs.ts';
export { listWaitingRequests } from './key-request-repository.ts';
export { accountOperations } from './operations.ts';
export { readAccountData } from './read-account-data.ts';
export { releaseMailbox } from './release-mailbox.ts';
