import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { conflict, invalidField, notFound } from '../../platform/errors.ts';
import { announce } from '../announcements/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { setStatus } from './change-status.ts';
import { lockFamily, lockMerging, updateDuplicateOf } from './merge-repository.ts';
import { recountSupporters } from './supporter-repository.ts';

/** What the public reads at a case that had been reported before, by the language of the city. */
const NOTICES: Record<string, ((first: string) => string) | undefined> = {
  en: (first) => `It had been reported before, as ${first}.`,
  pl: (first) => `Zgłoszono to już wcześniej, pod numerem ${first}.`,
  uk: (first) => `Про це вже повідомляли, номер звернення ${first}.`,
};

const noticeOf = (language: string, first: string) => (NOTICES[language] ?? NOTICES['en'])?.(first) ?? '';

/**
 * Closes a case as a duplicate of another, to which its supporters then count. Both keep their numbers. There are no chains: a
 * duplicate leads to the case that it is a duplicate of, and the duplicates of a case go with it.
 * @returns the case that goes on
 * @throws AppError not_found, invalid, conflict
 */
export async function mergeRequests(
  app: { db: Knex; clock: Clock },
  { jurisdiction_id, locale }: Pick<Jurisdiction, 'jurisdiction_id' | 'locale'>,
  { number, into, actor }: { number: string; into: string; actor: string },
): Promise<{ duplicate_of: string }> {
  if (number === into) throw invalidField('into', `The case ${number} cannot be merged into itself.`);
  const at = wholeSecond(app.clock.now());
  return app.db.transaction(async (tx) => {
    await lockMerging(tx, jurisdiction_id);
    const family = await lockFamily(tx, { jurisdiction_id, number }, into);
    const find = (wanted: string) => {
      const found = family.find((one) => one.number === wanted);
      if (found === undefined) throw notFound(`There is no case ${wanted} here.`);
      return found;
    };
    const merged = find(number);
    const first = find(find(into).duplicate_of ?? into);
    if (first.number === number)
      throw conflict(`The case ${into} is a duplicate of ${number}. Open it again before you merge into it.`);
    if (merged.duplicate_of === first.number) return { duplicate_of: first.number };
    if (merged.duplicate_of !== null) {
      throw conflict(
        `The case ${number} is a duplicate of ${merged.duplicate_of}. Open it again before you merge it into another.`,
      );
    }
    if (merged.visibility === 'public' && first.visibility !== 'public')
      throw conflict(
        `The case ${first.number} is not public, and ${number} is: merge it the other way round.`,
      );

    const notes = noticeOf(locale, first.number);
    const duplicates = family.filter(({ duplicate_of }) => duplicate_of === number);
    for (const duplicate of [merged, ...duplicates]) {
      const key = { jurisdiction_id, number: duplicate.number };
      await setStatus(tx, key, { status: 'duplicate', notes, actor, at, names_case: first.number });
      await updateDuplicateOf(tx, key, first.number);
      await announce(tx, {
        jurisdiction_id,
        announced_at: at,
        type: 'request.merged',
        subject: duplicate.number,
        content: { duplicate_of: first.number },
      });
    }
    await recountSupporters(tx, { jurisdiction_id, number });
    return { duplicate_of: first.number };
  });
}
