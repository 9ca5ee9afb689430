import { randomBytes } from 'node:crypto';
import type { App } from '../../platform/app.ts';
import type { Db } from '../../platform/database.ts';
import { listRetention } from '../jurisdictions/index.ts';
import type { Jurisdiction, RetentionKind } from '../jurisdictions/index.ts';
import { releaseMedia, removeReleased } from '../media/index.ts';
import { insertErasure } from './personal-data-repository.ts';
import { eraseOriginals, eraseReporters, findWithMedia, forgetMedia } from './retention-repository.ts';
import type { RetentionBatch, RetentionStep } from './retention-repository.ts';

const DAY_MS = 86_400_000;

type Doors = Pick<App, 'db' | 'files' | 'clock'>;

/**
 * Erases what a city keeps no longer, in it or in its sandbox, in small transactions; what was cut off is finished the next time. A record says of how
 * many cases.
 */
export async function retainPersonalData(
  app: Doors,
  { jurisdiction_id, live_jurisdiction_id }: Pick<Jurisdiction, 'jurisdiction_id' | 'live_jurisdiction_id'>,
): Promise<void> {
  for (const { kind, days } of await listRetention(app.db, live_jurisdiction_id)) {
    const closedBefore = new Date(app.clock.now().getTime() - days * DAY_MS);
    const salt = randomBytes(32);
    let behind: string | null = '0';
    while (behind !== null)
      behind = await eraseBatch(app, kind, { jurisdiction_id, closedBefore, behind }, salt);
  }
}

/** @returns the last case that was looked at; null when there was none */
async function eraseBatch(
  app: Doors,
  kind: RetentionKind,
  step: RetentionStep,
  salt: Buffer,
): Promise<string | null> {
  const { jurisdiction_id } = step;
  const { last, pictures } = await app.db.transaction(async (tx) => {
    const erased = await ERASE[kind](tx, step, salt);
    if (erased.numbers.length === 0) return erased;
    await insertErasure(tx, jurisdiction_id, app.clock.now(), {
      reason: 'retention',
      kind,
      number: null,
      cases: erased.numbers.length,
      pictures: erased.pictures.length,
      actor: 'job',
    });
    return erased;
  });
  // What cannot be removed now, the sweep removes.
  await removeReleased(app, jurisdiction_id, pictures).catch(() => undefined);
  return last;
}

/** Also the ids of pictures. */
type Erased = RetentionBatch & { pictures: string[] };

const ERASE: Record<RetentionKind, (tx: Db, step: RetentionStep, salt: Buffer) => Promise<Erased>> = {
  reporters: async (tx, step, salt) => ({ ...(await eraseReporters(tx, step, salt)), pictures: [] }),
  originals: async (tx, step) => ({ ...(await eraseOriginals(tx, step)), pictures: [] }),
  media: async (tx, step) => {
    const batch = await findWithMedia(tx, step);
    const pictures: string[] = [];
    for (const number of batch.numbers) {
      await forgetMedia(tx, step.jurisdiction_id, number);
      pictures.push(...(await releaseMedia(tx, step.jurisdiction_id, number)));
    }
    return { ...batch, pictures };
  },
};
