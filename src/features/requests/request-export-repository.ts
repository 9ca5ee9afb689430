import type { Readable } from 'node:stream';
import { copyLines } from '../../platform/copy-lines.ts';
import type { Db } from '../../platform/database.ts';
import { Conditions, SORTED } from './list-conditions.ts';
import type { CaseFilter, ListOrder } from './list-query.ts';
import { publicItem } from './public-item.ts';
import type { Reading } from './request.ts';

/** The newest first, as in lists: the indexes on cases have this order, whole and by service and status. */
const ORDER: ListOrder = '-requested_datetime';

/**
 * All public cases that the filter lets through, each as JSON text on a line.
 * @param seconds how long it may take; 0: as long as it takes
 */
export function copyPublicRequests(
  db: Db,
  asked: { jurisdiction_id: string; filter: CaseFilter },
  item: Reading,
  seconds: number,
): Promise<Readable> {
  const built = new Conditions({ ...asked, page: { order: ORDER } });
  const [language, home, base] = [item.locale, item.home, item.baseUrl].map(
    (one) => `${built.value(one)}::text`,
  ) as [string, string, string];
  const { column, direction } = SORTED[ORDER];
  // Those of a service lie in stretches of an index; looked for among all cases, a rare one would be found at the end of the city.
  const stream = built.stretches(direction);
  const cases =
    stream === undefined
      ? { from: 'requests r', where: built.all.join(' and '), order: 'r' }
      : {
          from: `(select r.number, r.${column} from ${stream.from} where ${stream.where.join(' and ')}) as found
        join requests r on r.jurisdiction_id = ${built.city} and r.number = found.number`,
          where: 'true',
          order: 'found',
        };
  return copyLines(
    db,
    {
      name: 'requests.export',
      text: `
      select ${publicItem({ asked: language, home, base }, item.extended)}
        from ${cases.from}
        left join services s on s.jurisdiction_id = catalogue_of(${built.city}) and s.service_code = r.service_code
       where ${cases.where}
       order by ${cases.order}.${column} ${direction}, ${cases.order}.number ${direction}`,
      values: built.values,
    },
    seconds,
  );
}
