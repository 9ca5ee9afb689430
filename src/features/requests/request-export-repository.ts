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
  return copyLines(
    db,
    {
      name: 'requests.export',
      text: `
      select ${publicItem({ asked: language, home, base }, item.extended)}
        from requests r
        left join services s on s.jurisdiction_id = catalogue_of(${built.city}) and s.service_code = r.service_code
       where ${built.all.join(' and ')}
       order by r.${column} ${direction}, r.number ${direction}`,
      values: built.values,
    },
    seconds,
  );
}
