import { wholeSecond } from '../../platform/clock.ts';
import { readDateTime } from '../../platform/date-time.ts';
import { forbidden, invalid, invalidField, notFound } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Upload } from '../../platform/upload.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readPictures, storePictures } from '../media/index.ts';
import { readCaseNumber } from './case-number.ts';
import { writeStatus } from './change-status.ts';
import { plainStatus, readDetailedStatus } from './detailed-status.ts';
import { publicMedia, publicText } from './public-form.ts';
import type { SubmitDoors } from './submit-request.ts';
import { lockWithFirst } from './merge-repository.ts';
import { apartFrom, insertTimelineEntry } from './submission-repository.ts';
import {
  findUpdateOfSender,
  insertUpdateSender,
  lockPublicRequest,
  touchRequest,
} from './update-repository.ts';
import type { UpdateSender } from './update-repository.ts';

/** An update as a partner sends it, as the contract has checked it. */
type SubmittedUpdate = UpdateSender & {
  service_request_id: string;
  update_id: string;
  status: string;
  updated_datetime: string;
  description: string;
  media_url?: string | string[];
};

export type UpdateCall = {
  jurisdiction: Jurisdiction;
  update: SubmittedUpdate;
  uploads: readonly Upload[];
  /** What the contract's checks found. */
  findings: readonly Finding[];
  key: { key_id: string; scopes: readonly string[] };
};

/**
 * Takes an update of a partner (standard, 5.2). A key with the scope `update` changes the status, and what it says is public
 * at once; from any other key it is a comment, which staff release or the city refuses. Sent again under the same id by
 * the same key, it is the same update.
 * @returns the id of the update here
 * @throws AppError invalid with every mistake, not_found, forbidden, unavailable
 */
export async function submitUpdate(app: SubmitDoors, call: UpdateCall): Promise<{ update_id: string }> {
  const { jurisdiction, update, key } = call;
  const { jurisdiction_id } = jurisdiction;
  const { pictures, findings } = await readPictures(app, call.uploads);
  const { status, time } = check({ ...call, findings: [...call.findings, ...findings] });
  const mayChange = key.scopes.includes('update');
  return storePictures(app, jurisdiction_id, pictures, (stored) =>
    app.db.transaction(async (tx) => {
      const number = update.service_request_id.trim();
      const caseKey = { jurisdiction_id, number };
      const possible = readCaseNumber(number) === 'possible';
      const opens = mayChange && status !== 'unchanged' && plainStatus(status) === 'open';
      if (possible && opens) await lockWithFirst(tx, caseKey);
      const found = possible ? await lockPublicRequest(tx, jurisdiction_id, number) : undefined;
      if (found === undefined)
        throw notFound(`There is no request ${quoted(number)} here.`, 'service_request_id');
      const earlier = await findUpdateOfSender(tx, jurisdiction_id, key.key_id, update.update_id);
      if (earlier?.number === number) return { update_id: earlier.entry };
      if (earlier !== undefined) throw taken();
      if (!mayChange && jurisdiction.comments === 'refused')
        throw forbidden('This city takes no comments. api_key needs the scope update.', 'api_key');

      const before = found.detailed_status ?? found.status;
      const after = mayChange && status !== 'unchanged' ? status : before;
      const at = wholeSecond(app.clock.now());
      const changes = after !== before;
      const media_urls = [...stored.paths, ...[update.media_url ?? []].flat()];
      const told = {
        notes: publicText(update.description, found),
        media_urls: publicMedia(media_urls, found),
      };
      if (changes) await writeStatus(tx, caseKey, { status: after, notes: told.notes, at });
      const entry = await insertTimelineEntry(tx, caseKey, {
        happened_at: at,
        kind: changes ? 'status' : 'comment',
        status: plainStatus(after),
        detailed_status: after,
        actor: `key:${key.key_id}`,
        ...told,
        originals: apartFrom(told, { notes: update.description, media_urls }),
        sender: { key_id: key.key_id, update_id: update.update_id, time },
        held: !mayChange,
      });
      // Sent at the same moment for another case.
      if (entry === undefined) throw taken();
      if (mayChange && !changes) await touchRequest(tx, caseKey, at);
      await stored.claimFor(tx, number);
      const sender = senderOf(update);
      if (sender !== undefined) await insertUpdateSender(tx, caseKey, entry, sender);
      return { update_id: entry };
    }),
  );
}

const taken = () =>
  invalidField('update_id', 'update_id was used for another case. Use an id of its own for every update.');

function check({ jurisdiction, update, findings }: UpdateCall) {
  const status = update.status === undefined ? undefined : readDetailedStatus(update.status);
  const time =
    update.updated_datetime === undefined
      ? undefined
      : readDateTime(update.updated_datetime, jurisdiction.time_zone);
  const all: Finding[] = [...findings];
  if (update.status !== undefined && status === undefined) {
    all.push({
      field: 'status',
      message:
        'status must be one that partners know, such as open, in_progress, fixed, closed or unchanged.',
    });
  }
  if (update.updated_datetime !== undefined && time === undefined) {
    all.push({
      field: 'updated_datetime',
      message: 'updated_datetime must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.',
    });
  }
  if (all.length > 0 || status === undefined || time === undefined) throw invalid(all);
  return { status, time };
}

const SENDER_FIELDS = ['email', 'first_name', 'last_name', 'phone', 'account_id'] as const;

/** FixMyStreet writes a hyphen where it knows nothing. */
function senderOf(update: SubmittedUpdate): UpdateSender | undefined {
  const given = SENDER_FIELDS.flatMap((field) => {
    const value = update[field];
    return value === undefined || value === '-' ? [] : [[field, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
