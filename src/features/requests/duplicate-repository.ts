import { queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { publicItem } from './public-item.ts';
import { Conditions } from './list-conditions.ts';
import { named } from './request-list-repository.ts';
import type { CaseFilter } from './list-query.ts';
import type { Reading } from './request.ts';

/** What somebody is about to submit, and which cases may be the same. */
type DuplicatesAsked = {
  jurisdiction_id: string;
  filter: CaseFilter;
  service_code: string;
  lat: number;
  long: number;
  /** In metres. */
  radius: number;
  /** As the public would read it. */
  description: string;
};

/** How many cases around the place are looked at, the newest first: more than a quarter of a year brings to most places. */
const MOST_LOOKED_AT = 10_000;

/** The texts of so many are compared, the nearest ones; that is most of the work. */
const MOST_COMPARED = 200;

const MOST_TOLD = 10;

/** What each part says at most; the contract tells them, and what they add up to. */
const WEIGHTS = { nearness: 0.5, service: 0.2, likeness: 0.3 };

/**
 * The cases that are most probably the same, the best first, as JSON text. The texts are those that the public reads, on both
 * sides, so that nobody finds out what is masked by guessing it.
 */
export async function listPossibleDuplicates(db: Db, asked: DuplicatesAsked, item: Reading): Promise<string> {
  const built = new Conditions({ ...asked, page: { order: '-requested_datetime' } });
  const { from, where } = built.newest(MOST_LOOKED_AT);
  const texts = [item.locale, item.home, item.baseUrl, asked.service_code, asked.description];
  const [language, home, base, code, text] = texts.map((one) => `${built.value(one)}::text`) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const [lat, long, radius] = [asked.lat, asked.long, asked.radius].map(
    (one) => `${built.value(one)}::float8`,
  ) as [string, string, string];
  const row = await queryOne<{ json: string | null }>(
    db,
    named(
      `duplicates.list${item.extended ? '_extended' : ''}`,
      asked,
      built.values,
      `
      with nearest as materialized (
        select r.number, metres_between(r.lat, r.long, ${lat}, ${long}) as metres
          from ${from}
         where ${where.join(' and ')}
         order by metres, r.number desc
         limit ${MOST_COMPARED}
      ), best as materialized (
        select r.number, n.metres,
               trim_scale(round((${WEIGHTS.nearness} * (1 - n.metres / ${radius})
                                 + case when r.service_code = ${code} then ${WEIGHTS.service} else 0 end
                                 + ${WEIGHTS.likeness} * likeness(${text}, concat_ws(' ', r.description, text_in(s.names, ${home})))
                                )::numeric, 3)) as score
          from nearest n
          join requests r on r.jurisdiction_id = ${built.city} and r.number = n.number
          join services s on s.jurisdiction_id = catalogue_of(${built.city}) and s.service_code = r.service_code
         order by score desc, r.number
         limit ${MOST_TOLD}
      )
      select string_agg(item::text, ',' order by score desc, number) as json
        from (select best.score, best.number,
                     ${publicItem({ asked: language, home, base }, item.extended, [
                       'round(best.metres)::integer as distance_metres',
                       'best.score',
                     ])} as item
                from best
                join requests r on r.jurisdiction_id = ${built.city} and r.number = best.number
                join services s on s.jurisdiction_id = catalogue_of(${built.city}) and s.service_code = r.service_code) as told`,
    ),
  );
  return `[${row?.json ?? ''}]`;
}
