import { query, queryOne } from '../../platform/database.ts';
import type { Db, Statement } from '../../platform/database.ts';
import type { SearchWord } from './list-words.ts';
import { meantBy } from './mistyped-word.ts';

/** The words of a case, as the index has them. */
const WORDS = 'words_of(r.jurisdiction_id, r.service_code, r.description, r.address)';

/** A beginning that PostgreSQL takes for this common is there; to look would cost more than the list. */
const CERTAINLY_THERE = 5_000;

/**
 * Puts what was probably meant in the place of words that no case of the city has. This does not depend on what else the
 * list is asked for, so that its pages agree.
 */
export async function settleWords(
  db: Db,
  jurisdictionId: string,
  words: readonly SearchWord[],
): Promise<SearchWord[]> {
  return Promise.all(
    words.map(async (word) => {
      const meant = word.serviceCodes.length > 0 || word.number !== null ? [] : meantBy(word.whole);
      if (meant.length === 0 || (await isThere(db, jurisdictionId, word.beginnings))) return word;
      const found = await thoseThere(db, jurisdictionId, meant);
      return found.length === 0 ? word : { ...word, beginnings: found };
    }),
  );
}

async function isThere(db: Db, jurisdictionId: string, beginnings: readonly string[]): Promise<boolean> {
  const [beginning] = beginnings;
  const cases = `select from requests r where r.visibility = 'public' and ${WORDS} @@ word_begins($1::text, $2::text)`;
  const values = [jurisdictionId, beginning];
  const expected = await expectedRows(db, { name: 'requests.word_expected', text: cases, values });
  if (expected > CERTAINLY_THERE) return true;
  const row = await queryOne<{ there: boolean }>(db, {
    name: 'requests.word_there',
    text: `select exists (${cases}) as there`,
    values,
    planned: 'anew',
  });
  return row?.there === true;
}

async function thoseThere(db: Db, jurisdictionId: string, meant: readonly string[]): Promise<string[]> {
  const rows = await query<{ word: string }>(db, {
    name: 'requests.words_there',
    text: `
      select word from unnest($2::text[]) as word
       where exists (select from requests r where r.visibility = 'public' and ${WORDS} @@ word_begins($1::text, word))
       order by word`,
    values: [jurisdictionId, meant],
  });
  return rows.map(({ word }) => word);
}

/** How many rows PostgreSQL expects of a statement, which it is not asked to carry out. */
export async function expectedRows(db: Db, statement: Statement): Promise<number> {
  const row = await queryOne<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(db, {
    ...statement,
    text: `explain (format json) ${statement.text}`,
    planned: 'anew',
  });
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

/**
 * Cases that have all words.
 * @param value gives the parameter that stands for a value
 */
export function hasAllWords(
  jurisdictionId: string,
  words: readonly SearchWord[],
  value: (one: unknown) => string,
): string {
  const city = `${value(jurisdictionId)}::text`;
  const terms = words.map(({ beginnings, serviceCodes }) => {
    const begun = beginnings.map((beginning) => `word_begins(${city}, ${value(beginning)}::text)`);
    const services = serviceCodes.map((code) => lexeme(`${jurisdictionId}=${code}`)).join(' | ');
    return `(${[...begun, ...(services === '' ? [] : [`${value(services)}::tsquery`])].join(' || ')})`;
  });
  const has = (wanted: readonly string[]) => `${WORDS} @@ (${wanted.join(' && ')})`;
  // A case has one number, so the other words must be found in it.
  const numbered = words.flatMap(({ number }, place) => {
    if (number === null) return [];
    const others = terms.filter((_, other) => other !== place);
    return [
      [`r.number = ${value(number)}::bigint`, ...(others.length === 0 ? [] : [has(others)])].join(' and '),
    ];
  });
  return `(${[has(terms), ...numbered].join(' or ')})`;
}

const lexeme = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Of a search that is expected to find this share of its cases, so many are looked through first, in the order of the list. */
const LOOKED_THROUGH = { times: 3, most: 5_000, mostPerRow: 10 };

/**
 * How many of the first cases of a list are worth looking through for a page of those that have all words. Undefined where
 * they are so rare that the index of words is the shorter way.
 */
export function worthLooking(
  wanted: number,
  { cases, found }: { cases: number; found: number },
): number | undefined {
  const rows = Math.ceil((LOOKED_THROUGH.times * wanted * cases) / Math.max(found, 1));
  return rows > LOOKED_THROUGH.most + LOOKED_THROUGH.mostPerRow * wanted ? undefined : rows;
}

/** A list of cases in SQL, without its words. */
export type SearchedList = {
  columns: string;
  conditions: string;
  order: string;
  enough: number | undefined;
};

/**
 * The first cases of a list that have all words. Common words are found among the first cases of all; where those are not
 * enough, since somebody looks for snow in summer, and for rare words, the index of words finds every case that has them.
 * @param look the parameter with how many cases are looked through first
 */
export function searchedCases(
  { columns, conditions, order, enough }: SearchedList,
  search: string,
  look: string | undefined,
): string {
  // `offset 0`: the limit behind it is not to lead PostgreSQL to the order of the list again.
  const everywhere = (when: string) => `
                  select *
                    from (select ${columns} from requests r where ${conditions} and ${search}${when} offset 0) as everywhere
                   ${order} limit ${enough}`;
  if (look === undefined) return everywhere('');
  return `
                  with looked as materialized (
                    select ${columns}, ${search} as has from requests r where ${conditions} ${order} limit ${look}
                  ),
                  seen as materialized (
                    select count(*) filter (where has) >= ${enough} or count(*) < ${look} as enough from looked
                  )
                  select sorted, number, version, withdrawn from looked where has and (select enough from seen)
                  union all (${everywhere(' and not (select enough from seen)')})`;
}
