import { randomBytes } from 'node:crypto';
import type { App } from '../../platform/app.ts';
import { wholeSecond } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { countMediaOfCases, openPictures, releaseMedia, removeReleased } from '../media/index.ts';
import { lockWithNaming } from './merge-repository.ts';
import { noteDecision } from './moderation-repository.ts';
import { coarsePlace } from './public-form.ts';
import {
  eraseCase,
  eraseEntry,
  eraseMention,
  insertErasure,
  listWrittenEntries,
  lockPlace,
} from './personal-data-repository.ts';
import type { Erasure } from './personal-data-repository.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { Person } from './find-personal-data.ts';
import type { CaseKey } from './submission-repository.ts';
import { forgetSupporter } from './supporter-repository.ts';
import { hideCase } from './withdraw-request.ts';

/**
 * How many cases and comments were erased, in how many texts of others the person was named, how many cases they supported, and
 * how many pictures are gone.
 */
export type ErasureReport = {
  cases: number;
  comments: number;
  mentions: number;
  supports: number;
  pictures: number;
};

/**
 * What would be erased now.
 * @throws AppError invalid, not_found
 */
export async function foreseeErasure(
  app: Pick<App, 'db' | 'files'>,
  jurisdictionId: string,
  person: Person,
): Promise<ErasureReport> {
  const { reported, comments, mentions, supports } = await findPersonalData(app.db, jurisdictionId, person);
  const entries = await listWrittenEntries(
    app.db,
    jurisdictionId,
    comments.map(({ number }) => number),
    comments.map(({ entry }) => entry),
  );
  const ofComments = openPictures(
    app,
    entries.flatMap(({ came }) => came.media_urls),
  );
  return {
    cases: reported.length,
    comments: comments.length,
    mentions: mentions.length,
    supports: supports.length,
    pictures: (await countMediaOfCases(app.db, jurisdictionId, reported)) + ofComments.length,
  };
}

/** What stands where somebody's address stood in the text of another person. */
const ERASED = '[e-mail]';

/**
 * Erases what is known of a person: cases that they reported keep number, service, status, times, what staff wrote, and about
 * where they are; comments keep that there was one; texts of others lose the address; cases that they support have as many
 * supporters as before, one of whom is nobody. Each case is a transaction with the record that it was done; what was cut off
 * is finished by starting it again.
 * @throws AppError invalid, not_found
 */
export async function erasePersonalData(
  app: Pick<App, 'db' | 'files' | 'clock'>,
  jurisdictionId: string,
  person: Person,
  actor: string,
): Promise<ErasureReport> {
  const places = await findPersonalData(app.db, jurisdictionId, person);
  const report: ErasureReport = { cases: 0, comments: 0, mentions: 0, supports: 0, pictures: 0 };
  const erase = async (
    number: string,
    kind: Erasure['kind'],
    work: (tx: Db, key: CaseKey) => Promise<string[] | undefined>,
  ) => {
    const pictures = await app.db.transaction(async (tx) => {
      const gone = await work(tx, { jurisdiction_id: jurisdictionId, number });
      if (gone === undefined) return undefined;
      await insertErasure(tx, jurisdictionId, app.clock.now(), {
        reason: 'asked',
        kind,
        number,
        cases: 1,
        pictures: gone.length,
        actor,
      });
      return gone;
    });
    if (pictures === undefined) return 0;
    report.pictures += pictures.length;
    // The rows say already that they are nobody's: what cannot be removed now, the sweep removes.
    await removeReleased(app, jurisdictionId, pictures).catch(() => undefined);
    return 1;
  };

  const salt = randomBytes(32);
  // First: they are found by what the cases and comments tell of the person.
  for (const support of places.supports) {
    report.supports += await erase(support.number, 'support', async (tx, key) =>
      (await forgetSupporter(tx, key, support, salt)) ? [] : undefined,
    );
  }
  for (const number of places.reported) {
    report.cases += await erase(number, 'case', async (tx, key) => {
      await lockWithNaming(tx, key);
      const place = await lockPlace(tx, key);
      if (place === undefined) return undefined;
      const { lat, long } = place;
      if (place.visibility === 'held') await dropHeld(tx, key, { actor, now: app.clock.now() });
      await eraseCase(tx, key, lat === null || long === null ? place : coarsePlace(lat, long));
      return releaseMedia(tx, jurisdictionId, number);
    });
  }
  for (const { number, entry } of places.comments) {
    report.comments += await erase(number, 'comment', async (tx, key) => {
      if ((await lockPlace(tx, key)) === undefined) return undefined;
      const urls = await eraseEntry(tx, key, entry);
      return urls && releaseMedia(tx, jurisdictionId, number, urls);
    });
  }
  for (const number of places.mentions) {
    const { email } = person;
    if (email === undefined) continue;
    report.mentions += await erase(number, 'mention', async (tx, key) => {
      if ((await lockPlace(tx, key)) === undefined) return undefined;
      await eraseMention(tx, key, email.trim(), ERASED);
      return [];
    });
  }
  return report;
}

/** Of a held case nothing is left that staff could decide about: it stays out of public answers. */
async function dropHeld(tx: Db, key: CaseKey, { actor, now }: { actor: string; now: Date }): Promise<void> {
  await hideCase(tx, key, { notes: null, actor, at: wholeSecond(now) });
  await noteDecision(tx, key, 'hidden', now);
}
