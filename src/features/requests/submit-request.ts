import { randomBytes } from 'node:crypto';
import type { App } from '../../platform/app.ts';
import type { Db } from '../../platform/database.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { AppError, inProgress } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Upload } from '../../platform/upload.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { AreaIndex } from '../areas/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readPictures, storePictures } from '../media/index.ts';
import { planStep } from './advance-sandbox-case.ts';
import { checkSubmission, placeOf } from './check-submission.ts';
import type { CheckedSubmission, Submission } from './check-submission.ts';
import { claimIdempotencyKey, fingerprintOf, oldestRemembered } from './idempotency-repository.ts';
import type { RepeatScope } from './idempotency-repository.ts';
import { insertCase } from './new-case-repository.ts';
import { isPersonalAnswer, publicForm, publishingOf } from './public-form.ts';
import type { HoldReason } from './moderation.ts';
import type { Originals } from './public-form.ts';
import { reasonsToHold } from './reasons-to-hold.ts';
import type { Sightings } from './reasons-to-hold.ts';
import { isPublished, visibilityOfNew } from './request.ts';
import type { NewRequest, Reporter } from './request.ts';
import { enterService } from './sandbox-repository.ts';
import { wishOf } from './sandbox-words.ts';

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
  /** The key's holder looks at cases before they are sent. */
  trusted: boolean;
  /** Where the call comes from. */
  address: string;
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
  app: SubmitDoors & { sightings: Sightings },
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

  return storePictures(app, jurisdiction_id, checked instanceof AppError ? [] : pictures, (stored) => {
    const work = async (db: Db) => {
      const earlier = canBeRepeat ? await findEarlier(db) : undefined;
      if (earlier !== undefined) return earlier;
      if (checked instanceof AppError) throw checked;
      if (call.jurisdiction.kind === 'test')
        await enterService(db, call.jurisdiction, checked.service.service_code);
      const written = await newRequest(app, call, checked, stored.paths, wholeSecond(now));
      const repeat = canBeRepeat ? { scope, fingerprint, at: now } : undefined;
      const { number, result } = await storeCase(db, call, checked, written, repeat);
      await stored.claimFor(db, number);
      return { result, replayed: false };
    };
    // What is written by one statement needs no transaction around it, which would be two more ways to the database.
    const isOneStatement =
      !canBeRepeat &&
      pictures.length === 0 &&
      call.jurisdiction.kind === 'live' &&
      !(checked instanceof AppError) &&
      checked.service.type !== 'batch';
    return isOneStatement ? work(app.db) : app.db.transaction(work);
  });
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

/** @throws AppError in_progress when the same submission was stored at the same moment */
async function storeCase(
  db: Db,
  call: SubmitCall,
  { service, attributes }: CheckedSubmission,
  { request, originals, held }: WrittenCase,
  repeat: { scope: RepeatScope; fingerprint: Buffer; at: Date } | undefined,
): Promise<{ number: string; result: SubmissionResult }> {
  const { service_code, type } = service;
  const by = publishingOf(call.jurisdiction, service);
  const token = type === 'batch' ? newToken() : undefined;
  const told = {
    ...(token === undefined ? {} : { token }),
    service_notice: call.spoken.get(service_code)?.notice ?? null,
    account_id: null,
  };
  const withNumber = type === 'realtime';
  const number = await insertCase(db, {
    request,
    originals,
    by,
    held,
    reporter: reporterOf(call.submission),
    attributes: attributes.map((one) => ({ ...one, withheld: isPersonalAnswer(one.values, by) })),
    key_id: call.key_id,
    announced: { service_code, status: 'open' },
    token,
    remembered: repeat && {
      ...repeat,
      forgetsUntil: oldestRemembered(repeat.at),
      result: told,
      withNumber,
    },
  });
  if (number === undefined) throw inProgress();
  const { jurisdiction_id } = request;
  if (type === 'batch') await addJob(db, ACCEPT_JOB, { jurisdiction_id, number }, `${ACCEPT_JOB}:${number}`);
  if (wishOf(call.jurisdiction, call.submission.description) === 'lifecycle')
    await planStep(db, { jurisdiction_id, number, step: 0 });
  return { number, result: withNumber ? { service_request_id: number, ...told } : told };
}

/** 128 random bits, which nobody can guess. */
const newToken = () => randomBytes(16).toString('hex');

/** A case as everybody may see it, what stands apart from it, and why staff are to look at it first. */
type WrittenCase = { request: NewRequest; originals: Originals | undefined; held: HoldReason[] };

async function newRequest(
  { config, sightings }: { config: SubmitDoors['config']; sightings: Sightings },
  call: SubmitCall,
  { service }: CheckedSubmission,
  pictures: readonly string[],
  now: Date,
): Promise<WrittenCase> {
  const { submission } = call;
  const { told, originals } = publicForm(
    {
      description: submission.description ?? null,
      address: submission.address_string ?? null,
      address_id: submission.address_id ?? null,
      zipcode: null,
      ...placeOf(submission),
      // A file goes before an address (standard, 3.3.2).
      media_urls: [...pictures, ...[submission.media_url ?? []].flat()],
    },
    publishingOf(call.jurisdiction, service),
  );
  const ownHost = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).hostname;
  const held = isPublished(service)
    ? await reasonsToHold(sightings, { ...call, came: submission, told, ownHost })
    : [];
  const request: NewRequest = {
    jurisdiction_id: call.jurisdiction.jurisdiction_id,
    service_code: service.service_code,
    visibility: visibilityOfNew(service, held.length > 0),
    agency_responsible: service.agency,
    service_notice: service.notice,
    requested_at: now,
    expected_at:
      service.response_hours === null ? null : new Date(now.getTime() + service.response_hours * 3_600_000),
    ...told,
    ...call.areas.stamp(told.lat, told.long),
    channel: 'api',
  };
  return { request, originals, held };
}

const REPORTER_FIELDS = ['email', 'first_name', 'last_name', 'phone', 'device_id', 'account_id'] as const;

function reporterOf(submission: Submission): Reporter | undefined {
  const given = REPORTER_FIELDS.flatMap((field) => {
    const value = submission[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
