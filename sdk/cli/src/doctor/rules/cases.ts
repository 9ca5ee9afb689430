import { textOf } from '../items.ts';
import type { Item } from '../items.ts';
import { shown, tolerated, wrong } from '../rule.ts';
import type { Area, Mistake } from '../rule.ts';
import { everyItem, everyList } from './every-item.ts';
import { emptyIsNull, filled, identifiers, nameOf, onlyThese, repeatedIn, texts, there } from './fields.ts';
import { inSeconds, timeOf, wellFormed, zoned } from './times.ts';

const TIMES = ['requested_datetime', 'updated_datetime', 'expected_datetime'];
const FIELDS = [
  ...['service_request_id', 'status', 'status_notes', 'service_name', 'service_code', 'description'],
  ...[
    'agency_responsible',
    'service_notice',
    ...TIMES,
    'address',
    'address_id',
    'zipcode',
    'lat',
    'long',
    'media_url',
  ],
];
/** What a reporter gave of himself (standard, A22), under the names that servers have for it. */
const PERSONAL =
  /^((first|last)_?name|e?mail|email_address|phone(_number)?|device_?id|account_id|requestor_name|reporter(_name)?|contact(_name|_email|_phone)?)$/;
/** Clocks differ. */
const AN_HOUR = 3_600_000;

/** A field that is neither null nor absent. */
const given = (item: Item, field: string) =>
  item[field] !== null && item[field] !== undefined && item[field] !== '';

function placeMistake(item: Item): Mistake | undefined {
  const [lat, long] = ['lat', 'long'].map((field) => textOf(item[field]));
  if (lat === undefined && long === undefined) return undefined;
  const found = `${nameOf(item)}: lat ${lat ?? 'null'}, long ${long ?? 'null'}`;
  if (lat === undefined || long === undefined) return wrong(found);
  return Math.abs(Number(lat)) <= 90 && Math.abs(Number(long)) <= 180 ? undefined : wrong(found);
}

export const CASES: Area = {
  title: 'What a case says',
  rules: [
    {
      id: '3.7/fields',
      title: 'Every case has service_request_id, status, service_code and requested_datetime',
      check: everyItem(
        'requests',
        'both',
        filled('service_request_id', 'status', 'service_code', 'requested_datetime'),
      ),
    },
    {
      id: 'A8/fields',
      title: 'The other fields of a case are there, also when they are empty',
      check: everyItem(
        'requests',
        'both',
        there(
          FIELDS.filter(
            (field) =>
              !['service_request_id', 'status', 'service_code', 'requested_datetime'].includes(field),
          ),
          'Connected Bits and uReport leave empty fields out; FixMyStreet, three and node-open311 take it for empty.',
        ),
      ),
    },
    {
      id: '7/cases',
      title: 'Without extensions=true a case has no fields of its own',
      check: everyItem('requests', 'both', (item) =>
        onlyThese(
          [...FIELDS, ...Object.keys(item).filter((field) => PERSONAL.test(field))],
          'Chicago, Boston and FixMyStreet have some; most clients read past them, parsers with a fixed list of fields do not.',
        )(item),
      ),
    },
    {
      id: 'A22',
      title: 'A case tells nothing of who reported it',
      check: everyItem('requests', 'both', (item) => {
        const field = Object.keys(item).find((one) => PERSONAL.test(one) && given(item, one));
        // What it says is nobody's business, also not in a report.
        return field === undefined ? undefined : wrong(`${nameOf(item)} has ${field}`);
      }),
    },
    {
      id: '3.7/unique',
      title: 'No number stands in a list twice',
      check: everyList('requests', 'both', (items) => repeatedIn(items, 'service_request_id')),
    },
    {
      id: '3.7/status',
      title: 'status is open or closed, in lower case',
      check: everyItem('requests', 'both', (item) => {
        const status = textOf(item['status']);
        if (status === undefined || /^(open|closed)$/.test(status)) return undefined;
        const found = `${nameOf(item)}: status ${shown(status)}`;
        return /^(open|closed)$/i.test(status)
          ? tolerated(
              found,
              'San Francisco had it so; FixMyStreet turns it to lower case, others compare it as it is.',
            )
          : wrong(found);
      }),
    },
    {
      id: 'A1/cases',
      title: 'Numbers, codes and zipcodes are strings in JSON',
      check: everyItem(
        'requests',
        'json',
        identifiers('service_request_id', 'service_code', 'address_id', 'zipcode'),
      ),
    },
    {
      id: '3.7/texts',
      title: 'Texts of a case are texts, not lists or objects',
      check: everyItem(
        'requests',
        'both',
        texts(...FIELDS.filter((field) => !['media_url', 'lat', 'long'].includes(field))),
      ),
    },
    {
      id: 'R40/cases',
      title: 'What is empty in a case is null in JSON',
      check: everyItem('requests', 'json', emptyIsNull(...FIELDS)),
    },
    {
      id: 'R11/form',
      title: 'Times are written as YYYY-MM-DDThh:mm:ss with a zone',
      check: everyItem('requests', 'both', wellFormed(TIMES)),
    },
    { id: 'R11/zone', title: 'Times have a zone', check: everyItem('requests', 'both', zoned(TIMES)) },
    {
      id: 'A25',
      title: 'Times are in whole seconds',
      check: everyItem('requests', 'both', inSeconds(TIMES)),
    },
    {
      id: '3.7/updated',
      title: 'Every case has an updated_datetime',
      check: everyItem('requests', 'both', (item) =>
        !('updated_datetime' in item) || given(item, 'updated_datetime')
          ? undefined
          : tolerated(
              `${nameOf(item)} has an empty updated_datetime`,
              'The list shows; but FixMyStreet drops cases without it when it takes them over.',
            ),
      ),
    },
    {
      id: '3.7/dates',
      title: 'A case does not change before it came',
      check: everyItem('requests', 'both', (item) => {
        const [requested, updated] = ['requested_datetime', 'updated_datetime'].map((field) =>
          timeOf(item[field]),
        );
        return requested === undefined || updated === undefined || updated >= requested
          ? undefined
          : wrong(
              `${nameOf(item)}: requested ${textOf(item['requested_datetime'])}, updated ${textOf(item['updated_datetime'])}`,
            );
      }),
    },
    {
      id: '3.7/future',
      title: 'No case comes or changes in the future',
      check: everyList('requests', 'both', (items, { now }) => {
        const late = items.find((item) =>
          ['requested_datetime', 'updated_datetime'].some(
            (field) => (timeOf(item[field]) ?? 0) > now.getTime() + AN_HOUR,
          ),
        );
        return late === undefined
          ? undefined
          : wrong(
              `${nameOf(late)}: ${textOf(late['requested_datetime'])}, ${textOf(late['updated_datetime'])}`,
            );
      }),
    },
    {
      id: 'A3/json',
      title: 'lat and long are numbers in JSON',
      check: everyItem('requests', 'json', (item) => {
        const field = ['lat', 'long'].find((one) => typeof item[one] === 'string' && item[one] !== '');
        return field === undefined
          ? undefined
          : tolerated(
              `"${field}": ${shown(item[field])}`,
              'Helsinki has texts; clients that calculate with them without a look join them instead.',
            );
      }),
    },
    {
      id: 'A3/form',
      title: 'lat and long are plain decimals with a point',
      check: everyItem('requests', 'both', (item) => {
        const field = ['lat', 'long'].find((one) => !/^(-?\d+(\.\d+)?)?$/.test(textOf(item[one]) ?? ''));
        return field === undefined ? undefined : wrong(`${nameOf(item)}: ${field} ${shown(item[field])}`);
      }),
    },
    {
      id: '3.7/place',
      title: 'lat and long come together and are on this earth',
      check: everyItem('requests', 'both', placeMistake),
    },
    {
      id: '3.7/no-place',
      title: 'An unknown place is empty, not 0, 0',
      check: everyItem('requests', 'both', (item) =>
        given(item, 'lat') && Number(textOf(item['lat'])) === 0 && Number(textOf(item['long'])) === 0
          ? tolerated(`${nameOf(item)}: lat 0, long 0`, 'Maps show it in the Atlantic off Africa.')
          : undefined,
      ),
    },
    {
      id: 'A17/one',
      title: 'media_url is one text',
      check: everyItem('requests', 'both', (item) =>
        typeof item['media_url'] === 'object' &&
        given(item, 'media_url') &&
        Object.keys(item['media_url'] ?? {}).length > 0
          ? tolerated(
              `"media_url": ${shown(item['media_url'])}`,
              'Boston had a list once, and it broke a client.',
            )
          : undefined,
      ),
    },
    {
      id: 'A17/address',
      title: 'media_url is an address',
      check: everyItem('requests', 'both', (item) => {
        const url = textOf(item['media_url']);
        return url === undefined || (URL.canParse(url) && /^https?:/i.test(url))
          ? undefined
          : wrong(`${nameOf(item)}: media_url ${shown(url)}`);
      }),
    },
    {
      id: '3.7/length',
      title: 'A description has at most 4,000 characters',
      check: everyItem('requests', 'both', (item) => {
        const length = [...(textOf(item['description'])?.replaceAll('\r\n', '\n') ?? '')].length;
        return length <= 4000
          ? undefined
          : tolerated(
              `${nameOf(item)}: a description of ${length} characters`,
              'Clients show it; databases behind them cut it.',
            );
      }),
    },
  ],
};
