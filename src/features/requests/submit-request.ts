import type { App } from '../../platform/app.ts';
import type { Db } from '../../platform/database.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Upload } from '../../platform/upload.ts';
import { announce } from '../announcements/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { AreaIndex } from '../areas/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readPictures, storePictures } from '../media/index.ts';
import { checkSubmission, placeOf } from './check-submission.ts';
import type { CheckedSubmission, Submission } from './check-submission.ts';
import { claimIdempotencyKey, fingerprintOf, storeIdempotentResult } from './idempotency.ts';
import { visibilityOfNew } from './request.ts';
import type { NewRequest, Reporter } from './request.ts';
import { insertRequest } from './request-repository.ts';
import {
  insertAttributes,
  insertReporter,
  insertTimelineEntry,
  insertToken,
} from './submission-repository.ts';

/** The job that takes a batch case over. */
export const ACCEPT_JOB = 'requests.accept';

/** What the submitter is told, by the type of the service. */
export type SubmissionResult = {
  service_request_id?: string;
  token?: string;
  service_notice: string | null;
  account_id: null;
};

export type SubmitCall = {
  jurisdiction: Jurisdiction;
  catalogue: Catalogue;
  areas: AreaIndex;
  /** The catalogue in the submitter's language. */
  spoken: Catalogue;
  submission: Submission;
  /** What the contract's checks found. */
  findings: readonly Finding[];
  uploads: readonly Upload[];
  key_id: string;
  idempotency_key: string | undefined;
};

/** The doors that taking a case needs. */
export type SubmitDoors = Pick<App, 'config' | 'db' | 'files' | 'clock'>;

/**
 * Takes a case. All that belongs to it is written in one transaction, and the answer is given after its commit.
 * @returns the result, and whether it is that of an earlier call with the same Idempotency-Key
 * @throws AppError not_found, invalid, in_progress, other_payload, unavailable
 */
export async function submitRequest(
  app: SubmitDoors,
  call: SubmitCall,
): Promise<{ result: SubmissionResult; replayed: boolean }> {
  const { jurisdiction_id } = call.jurisdiction;
  const now = app.clock.now();
  const scope = {
    jurisdiction_id,
    key_id: call.key_id,
    operation_id: 'requests.create',
    idempotency_key: call.idempotency_key ?? '',
  };
  const fingerprint = fingerprintOf(call.submission, call.uploads);
  const canBeRepeat = call.idempotency_key !== undefined && call.findings.length === 0;
  const findEarlier = async (tx: Db) => {
    const earlier = await claimIdempotencyKey(tx, scope, fingerprint, now);
    return earlier && { result: asFirstTold(earlier.result as SubmissionResult), replayed: true };
  };
  if (canBeRepeat && call.uploads.length > 0) {
    // Looked up beforehand as well: the pictures of a repeat need not be made again.
    const earlier = await app.db.transaction(findEarlier);
    if (earlier !== undefined) return earlier;
  }

  const { pictures, findings } = await readPictures(app, call.uploads);
  const checked = checkSubmission(call, call.submission, [...call.findings, ...findings]);
  if (checked instanceof AppError && !canBeRepeat) throw checked;

  return storePictures(app, jurisdiction_id, checked instanceof AppError ? [] : pictures, (stored) =>
    app.db.transaction(async (tx) => {
      const earlier = canBeRepeat ? await findEarlier(tx) : undefined;
      if (earlier !== undefined) return earlier;
      if (checked instanceof AppError) throw checked;
      const request = newRequest(call, checked, wholeSecond(now), stored.paths);
      const { number, result } = await storeCase(tx, call, checked, request);
      await stored.claimFor(tx, number);
      if (canBeRepeat) await storeIdempotentResult(tx, scope, fingerprint, result, now);
      return { result, replayed: false };
    }),
  );
}

/** The stored result with its fields in the order of the first answer, which the database does not keep. */
function asFirstTold({ service_request_id, token, ...told }: SubmissionResult): SubmissionResult {
  return {
    ...(service_request_id === undefined ? {} : { service_request_id }),
    ...(token === undefined ? {} : { token }),
    service_notice: told.service_notice,
    account_id: told.account_id,
  };
}

async function storeCase(
  tx: Db,
  call: SubmitCall,
  { service, attributes }: CheckedSubmission,
  request: NewRequest,
): Promise<{ number: string; result: SubmissionResult }> {
  const { jurisdiction_id, requested_at: now } = request;
  const number = await insertRequest(tx, request);
  const key = { jurisdiction_id, number };
  const reporter = reporterOf(call.submission);
  if (reporter !== undefined) await insertReporter(tx, key, reporter);
  if (attributes.length > 0) await insertAttributes(tx, key, attributes);
  await insertTimelineEntry(tx, key, {
    happened_at: now,
    kind: 'submitted',
    status: 'open',
    notes: null,
    actor: `key:${call.key_id}`,
  });
  await announce(tx, {
    jurisdiction_id,
    announced_at: now,
    type: 'request.submitted',
    subject: number,
    content: { service_code: service.service_code, status: 'open' },
  });
  const told = { service_notice: call.spoken.get(service.service_code)?.notice ?? null, account_id: null };
  switch (service.type) {
    case 'realtime':
      return { number, result: { service_request_id: number, ...told } };
    case 'batch': {
      const token = await insertToken(tx, key);
      await addJob(tx, ACCEPT_JOB, key, `${ACCEPT_JOB}:${number}`);
      return { number, result: { token, ...told } };
    }
    case 'blackbox':
      return { number, result: told };
  }
}

function newRequest(
  call: SubmitCall,
  { service }: CheckedSubmission,
  now: Date,
  pictures: readonly string[],
): NewRequest {
  const { submission } = call;
  const place = placeOf(submission);
  return {
    jurisdiction_id: call.jurisdiction.jurisdiction_id,
    service_code: service.service_code,
    visibility: visibilityOfNew(service.type),
    description: submission.description ?? null,
    agency_responsible: service.agency,
    service_notice: service.notice,
    requested_at: now,
    expected_at:
      service.response_hours === null ? null : new Date(now.getTime() + service.response_hours * 3_600_000),
    address: submission.address_string ?? null,
    address_id: submission.address_id ?? null,
    zipcode: null,
    ...place,
    ...call.areas.stamp(place.lat, place.long),
    // A file goes before an address (standard, 3.3.2).
    media_urls: [...pictures, ...[submission.media_url ?? []].flat()],
    channel: 'api',
  };
}

const REPORTER_FIELDS = ['email', 'first_name', 'last_name', 'phone', 'device_id', 'account_id'] as const;

function reporterOf(submission: Submission): Reporter | undefined {
  const given = REPORTER_FIELDS.flatMap((field) => {
    const value = submission[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
