import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import { publicItem } from '../../src/features/requests/public-item.ts';
import { CITY } from './generated-cases.ts';

/**
 * The least that a Node server can do for the same bytes: a named statement, its text passed on. No framework, no checks, no
 * log, no tags, no totals. Started with the address of the database; says its port.
 */
const pool = new pg.Pool({
  connectionString: process.argv[2],
  options: '-c search_path=signpost',
  max: Number(process.argv[3] ?? 10),
});

const ITEM = publicItem({ asked: '$1', home: '$1', base: '$2' }, false);
const FOUND = `
  from requests r join services s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
 where r.jurisdiction_id = '${CITY.jurisdiction_id}' and r.visibility = 'public'`;

const statement = (name: string, condition: string) => ({
  name,
  text: `select '[' || coalesce(string_agg(item::text, ',' order by requested_at desc, number desc), '') || ']' as json
           from (select r.requested_at, r.number, ${ITEM} as item ${FOUND} ${condition}) as page`,
});
const ONE = statement('one', 'and r.number = $3');
const LIST = statement(
  'list',
  `and r.service_code = $3 and r.status = $4 and r.requested_at between $5 and $6
   order by r.requested_at desc, r.number desc limit $7`,
);
const ALL = statement(
  'all',
  'and r.requested_at between $3 and $4 order by r.requested_at desc, r.number desc limit $5',
);
const GEOJSON = '.geojson';

const ready = new Map<string, Buffer>();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/';
  if (request.method === 'PUT') {
    ready.set(url, await readBody(request));
    response.end();
    return;
  }
  if (request.method === 'POST') {
    send(response, Buffer.from(await insert(await readBody(request))));
    return;
  }
  const known = ready.get(url);
  if (known !== undefined) {
    send(response, known);
    return;
  }
  const { pathname, searchParams: given } = new URL(url, 'http://bare');
  const number = /requests\/(\d+)\.json$/.exec(pathname)?.[1];
  const base = [CITY.locale, `http://${request.headers.host}`];
  const size = given.get('page_size') ?? '1000';
  const dates = [given.get('start_date'), given.get('end_date')];
  const { rows } = await pool.query<{ json: string }>(
    number !== undefined
      ? { ...ONE, values: [...base, number] }
      : given.has('service_code')
        ? { ...LIST, values: [...base, given.get('service_code'), given.get('status'), ...dates, size] }
        : { ...ALL, values: [...base, ...dates, size] },
  );
  const json = rows[0]?.json ?? '';
  send(response, Buffer.from(pathname.endsWith(GEOJSON) ? features(json) : json));
}

/** As a bare server would do it: the parse of the same text, written out again. */
function features(json: string): string {
  const items = JSON.parse(json) as { service_request_id: string; lat: number | null; long: number | null }[];
  return JSON.stringify({
    type: 'FeatureCollection',
    features: items.map((item) => ({
      type: 'Feature',
      id: item.service_request_id,
      geometry: item.lat === null ? null : { type: 'Point', coordinates: [item.long, item.lat] },
      properties: item,
    })),
  });
}

const send = (response: ServerResponse, body: Buffer) =>
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    .end(body);

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const INSERTS = {
  name: 'insert',
  text: `
    with number as materialized (select next_case_number() as number),
    directory as (insert into case_directory (number, jurisdiction_id) select number, $1 from number),
    written as (
      insert into requests (jurisdiction_id, number, service_code, status, visibility, description, requested_at, updated_at,
             lat, long, channel)
      select $1, number, $2, 'open', 'public', $3, date_trunc('second', now()), date_trunc('second', now()), $4, $5, 'api'
        from number),
    reporter as (insert into request_reporters (jurisdiction_id, number, email) select $1, number, $6 from number),
    attributes as (
      insert into request_attributes (jurisdiction_id, number, code, "values", known)
      select $1, number, code, "values", true from number, json_to_recordset($7) as given (code text, "values" text[])),
    timeline as (
      insert into request_timeline (jurisdiction_id, number, happened_at, published_at, kind, status, actor)
      select $1, number, date_trunc('second', now()), date_trunc('second', now()), 'submitted', 'open', 'key:1' from number),
    announced as (
      insert into announcements (jurisdiction_id, announced_at, type, subject, content)
      select $1, date_trunc('second', now()), 'request.submitted', number::text, '{}' from number)
    select number::text from number`,
};

/** The rows of one case, in one statement that commits by itself: one round trip. */
async function insert(body: Buffer): Promise<string> {
  const form = new URLSearchParams(body.toString());
  const attributes = [...form]
    .map(([name, value]) => ({ code: /^attribute\[(.*)\]$/.exec(name)?.[1], values: [value] }))
    .filter(({ code }) => code !== undefined);
  const text = (name: string) => form.get(name);
  const { rows } = await pool.query<{ number: string }>({
    ...INSERTS,
    values: [
      CITY.jurisdiction_id,
      ...['service_code', 'description', 'lat', 'long', 'email'].map(text),
      JSON.stringify(attributes),
    ],
  });
  return JSON.stringify([{ service_request_id: rows[0]?.number, service_notice: null, account_id: null }]);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.writeHead(500).end();
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
