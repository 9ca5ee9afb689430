import { copyRows } from '../../platform/copy-rows.ts';
import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import { wordsOf } from './place.ts';
import type { Place } from './place.ts';

/** A place without a house number, as it was found. */
export type NamedPlace = Place & { plain_name: string };

const COLUMNS = 'kind, name, house_number, locality, lat, long';

/** So many that have the words are looked at: `a` alone is in half of all names, and whoever types goes on typing. */
const MOST_LOOKED_AT = 2_000;

/** What was typed, as names are compared. In a query of its own, or PostgreSQL would make it anew for every name. */
const TYPED = '(select plain_name($2::text))';

/** Which ones a name fits best: the whole, its end behind a word such as `ul.`, its beginning, the beginning of a word in it. */
const FIT = `
         case when plain_name = ${TYPED} then 0
              when right(plain_name, length(${TYPED}) + 1) = ' ' || ${TYPED} then 1
              when starts_with(plain_name, ${TYPED}) then 2
              when position(' ' || ${TYPED} in plain_name) > 0 then 3
              else 4 end`;

/** The statement for streets, squares and the like of which a condition is true. */
const listWhere = (condition: string, order: string) => `
      select ${COLUMNS}, plain_name
        from (select * from places
               where jurisdiction_id = $1 and house_number is null and ${condition}
               limit ${MOST_LOOKED_AT}) as found
       order by ${order}, length(plain_name), plain_name, locality nulls first, place limit $3`;

/** Those that have words which begin like all words of the name. */
export function listByWords(
  db: Db,
  jurisdictionId: string,
  name: string,
  limit: number,
): Promise<NamedPlace[]> {
  const words = wordsOf(name);
  if (words.length === 0) return Promise.resolve([]);
  const begun = words.map((_, place) => `word_begins($1::text, $${place + 4}::text)`).join(' && ');
  return query(db, {
    name: `places.list_by_words_${words.length}`,
    text: listWhere(`words_of_place(jurisdiction_id, plain_name) @@ (${begun})`, FIT),
    values: [jurisdictionId, words.join(' '), limit, ...words],
  });
}

const NEAREST_FIRST = `nearness_of_words(${TYPED}, plain_name) desc`;

/** How the letters of a name may be those that were typed. */
const BY_LETTERS = {
  /** They stand somewhere in it. */
  containing: listWhere(`plain_name like '%' || ${TYPED} || '%'`, 'length(plain_name)'),
  /** Words of it are nearly they. */
  near: listWhere(`has_words_near(plain_name, ${TYPED})`, NEAREST_FIRST),
  /** The name is a little like them. Of a hundred thousand names the index looks at a large part for it. */
  alike: listWhere(`is_nearly(plain_name, ${TYPED})`, NEAREST_FIRST),
};

/** Those that have the letters so; three of them at least, since an index knows groups of three. */
export function listByLetters(
  db: Db,
  jurisdictionId: string,
  how: keyof typeof BY_LETTERS,
  name: string,
  limit: number,
): Promise<NamedPlace[]> {
  const text = wordsOf(name).join(' ');
  if (text.length < 3) return Promise.resolve([]);
  return query(db, {
    name: `places.list_${how}`,
    text: BY_LETTERS[how],
    values: [jurisdictionId, text, limit],
  });
}

/** The houses of streets whose number begins so. */
export function listHouses(
  db: Db,
  jurisdictionId: string,
  plainNames: readonly string[],
  number: string,
): Promise<(NamedPlace & { is_exact: boolean })[]> {
  return query(db, {
    name: 'places.list_houses',
    text: `
      select ${COLUMNS}, plain_name, plain_number = replace(plain_text($3::text), ' ', '') as is_exact
        from places
       where jurisdiction_id = $1 and house_number is not null and plain_name = any($2::text[])
         and plain_number ~ ('^' || replace(plain_text($3::text), ' ', '') || '([^0-9]|$)')
       order by is_exact desc, length(plain_number), plain_number, place`,
    values: [jurisdictionId, plainNames, number],
  });
}

/** Whether a city has a directory. */
export async function hasPlaces(db: Db, jurisdictionId: string): Promise<boolean> {
  const rows = await query(db, {
    name: 'places.has',
    text: 'select from places where jurisdiction_id = $1 limit 1',
    values: [jurisdictionId],
  });
  return rows.length > 0;
}

export async function deletePlaces(tx: Db, jurisdictionId: string): Promise<void> {
  await query(tx, {
    name: 'places.delete',
    text: 'delete from places where jurisdiction_id = $1',
    values: [jurisdictionId],
  });
}

export async function copyPlaces(tx: Db, jurisdictionId: string, places: readonly Place[]): Promise<void> {
  await copyRows(
    tx,
    { name: 'places.copy', text: `copy places (jurisdiction_id, ${COLUMNS}) from stdin` },
    places.map(({ kind, name, house_number, locality, lat, long }) => [
      jurisdictionId,
      kind,
      name,
      house_number,
      locality,
      lat,
      long,
    ]),
  );
}
