import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { wholeSecond } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { lockMerging } from './merge-repository.ts';
import { isPersonalAnswer, publicForm, publicMedia, publicText } from './public-form.ts';
import type { Publishing } from './public-form.ts';
import {
  claimRepublishing,
  isRepublishing,
  listAnswers,
  listSentEntries,
  lockPublishedCases,
  noteRepublished,
  REPUBLISHED_AT_ONCE,
  writePublicForms,
  writeSentEntries,
  writeWithheld,
} from './republish-repository.ts';
import type { PublishedCase } from './republish-repository.ts';
import { findHorizon } from './request-repository.ts';
import { apartFrom } from './submission-repository.ts';
import { hideCase } from './withdraw-request.ts';

/** A statement that was sent before the change and has not yet said that it writes takes no longer than this to say so. */
const MARGIN_MS = 1_000;

/**
 * So many cases are hidden in one transaction. Each takes several statements, and all that hides or opens a case of the city
 * waits meanwhile.
 */
const HIDDEN_AT_ONCE = 50;

/** So often a command looks whether all that was begun before the change is done. */
const POLL_MS = 200;

/**
 * Makes anew what the public reads of the cases of a city, if the city has changed what it publishes. Can be cut off at any
 * time and goes on where it was; what was written by the rules before the change is waited for.
 * @param onProgress called after every batch with how many cases have been looked at
 * @param patient false: leaves for later what has to wait
 * @returns how many have been looked at
 */
export async function republishRequests(
  app: { db: Knex; clock: Clock },
  jurisdictionId: string,
  { onProgress, patient }: { onProgress?: (done: number) => void; patient: boolean },
): Promise<number> {
  let done = 0;
  while (await isRepublishing(app.db, jurisdictionId)) {
    const looked = await app.db.transaction((tx) => republishBatch(tx, app.clock, jurisdictionId));
    if (looked === undefined) {
      if (!patient) break;
      await pause(POLL_MS);
      continue;
    }
    done += looked;
    onProgress?.(done);
  }
  return done;
}

/** @returns how many cases were looked at; undefined when it has to wait */
async function republishBatch(
  tx: Knex.Transaction,
  clock: Clock,
  jurisdictionId: string,
): Promise<number | undefined> {
  const state = await claimRepublishing(tx, jurisdictionId);
  if (state === undefined) return undefined;
  // In a statement of its own, before the cases are looked at.
  if ((await findHorizon(tx)).getTime() <= state.since.getTime() + MARGIN_MS) return undefined;
  // Others that name a case of the batch may change as well, whatever their numbers.
  await lockMerging(tx, jurisdictionId);
  const locked = await lockPublishedCases(tx, jurisdictionId, state.reached);
  const hidden = locked.filter(({ visibility, by }) => by.publishes === 'nothing' && visibility === 'public');
  const behind = hidden[HIDDEN_AT_ONCE];
  const cases = behind === undefined ? locked : locked.slice(0, locked.indexOf(behind));
  await writeForms(tx, jurisdictionId, cases);
  for (const { number } of hidden.slice(0, HIDDEN_AT_ONCE)) {
    const key = { jurisdiction_id: jurisdictionId, number };
    await hideCase(tx, key, { notes: null, actor: 'job', at: wholeSecond(clock.now()) });
  }
  await noteRepublished(
    tx,
    jurisdictionId,
    behind === undefined && cases.length < REPUBLISHED_AT_ONCE ? null : (cases.at(-1)?.number ?? null),
  );
  return cases.length;
}

async function writeForms(tx: Db, jurisdictionId: string, cases: readonly PublishedCase[]): Promise<void> {
  const numbers = cases.map(({ number }) => number);
  const rules = new Map<string, Publishing>(cases.map(({ number, by }) => [number, by]));
  const forms = cases.map(({ number, told, came, by }) => ({
    number,
    before: told,
    ...publicForm(came, by),
  }));
  await writePublicForms(
    tx,
    jurisdictionId,
    forms
      .filter(({ before, told }) => isOther(before, told))
      .map(({ number, told, originals }) => ({ number, originals, ...told })),
  );

  const entries = await listSentEntries(tx, jurisdictionId, numbers);
  await writeSentEntries(
    tx,
    jurisdictionId,
    entries.flatMap(({ number, entry, told, came }) => {
      const by = rules.get(number);
      if (by === undefined) return [];
      const anew = { notes: publicText(came.notes, by), media_urls: publicMedia(came.media_urls, by) };
      if (!isOther(told, anew)) return [];
      return [{ number, entry, was: told.notes, ...anew, originals: apartFrom(anew, came) }];
    }),
  );

  const answers = await listAnswers(tx, jurisdictionId, numbers);
  await writeWithheld(
    tx,
    jurisdictionId,
    answers.flatMap(({ number, code, values, withheld }) => {
      const by = rules.get(number);
      const anew = by !== undefined && isPersonalAnswer(values, by);
      return anew === withheld ? [] : [{ number, code, withheld: anew }];
    }),
  );
}

/** Both have the same fields. */
function isOther(before: object, anew: object): boolean {
  const values = new Map(Object.entries(anew));
  return Object.entries(before).some(
    ([field, value]) => JSON.stringify(values.get(field)) !== JSON.stringify(value),
  );
}
