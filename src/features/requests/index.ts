export { spokenCaseNumber } from './case-number.ts';
export { changeStatus } from './change-status.ts';
export { importRequests } from './import-requests.ts';
export { readImportMapping } from './import-mapping.ts';
export { requestJobs, requestSchedule } from './jobs.ts';
export { requestOperations } from './operations.ts';
export { locateCase, showCase } from './show-case.ts';
export { insertPastRequests } from './past-request-repository.ts';
export type { PastRequest } from './past-request-repository.ts';
