import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Box, PlaceFilter } from './list-place.ts';
import { CELLS_IN_A_ROW, cornersOf, LARGE_CELLS, MOST_STRETCHES, stretchesOf } from './list-stretches.ts';

/** So many cells are looked at: those on the way in the same rows, too, which lie outside of the box. */
const MOST_LOOKED_AT = 200;

/**
 * A box that is too wide for its cells to be counted up may have cases in a few of them only, or in none: at sea, or where a city
 * ends. Looked for by time, they would not be found before all cases of the city were read.
 * @returns the place with the cells that have any, if they are few
 */
export async function settlePlace(
  db: Db,
  jurisdictionId: string,
  place: PlaceFilter | undefined,
): Promise<PlaceFilter | undefined> {
  if (place === undefined || stretchesOf({ place, words: [] }) !== undefined) return place;
  const cells = new Set<number>();
  for (const box of place.boxes) {
    const found = await occupiedCells(db, jurisdictionId, box);
    if (found === undefined) return place;
    for (const cell of found) cells.add(cell);
  }
  return cells.size > MOST_STRETCHES ? place : { ...place, cells: [...cells] };
}

/** The large cells of a box that have public cases; undefined when there are too many to look at. */
async function occupiedCells(db: Db, jurisdictionId: string, box: Box): Promise<number[] | undefined> {
  const { bottom, top, left, right } = cornersOf(box, LARGE_CELLS);
  const first = bottom * CELLS_IN_A_ROW + left;
  const last = top * CELLS_IN_A_ROW + right;
  // From each cell that has cases the index is asked for the next one, past those beside the box.
  const next = (from: string) => `
        (select cell_of(r.lat, r.long, ${LARGE_CELLS}) from requests r
          where r.jurisdiction_id = $1 and r.visibility = 'public'
            and cell_of(r.lat, r.long, ${LARGE_CELLS}) between ${from} and $3::bigint
          order by cell_of(r.lat, r.long, ${LARGE_CELLS}) limit 1)`;
  const rows = await query<{ cell: string; inside: boolean }>(db, {
    name: 'requests.occupied_cells',
    text: `
      with recursive looked_at as (
        select ${next('$2::bigint')} as cell, 1 as place
        union all
        select ${next(`
                 case when cell % ${CELLS_IN_A_ROW} < $4::bigint then cell - cell % ${CELLS_IN_A_ROW} + $4::bigint
                      when cell % ${CELLS_IN_A_ROW} > $5::bigint then cell - cell % ${CELLS_IN_A_ROW} + ${CELLS_IN_A_ROW} + $4::bigint
                      else cell + 1 end`)}, place + 1
          from looked_at where cell is not null and place < ${MOST_LOOKED_AT}
      )
      select cell, cell % ${CELLS_IN_A_ROW} between $4::bigint and $5::bigint as inside
        from looked_at where cell is not null`,
    values: [jurisdictionId, first, last, left, right],
  });
  if (rows.length === MOST_LOOKED_AT) return undefined;
  return rows.filter(({ inside }) => inside).map(({ cell }) => Number(cell));
}
