import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  AsJson,
  ASK,
  CASE,
  casesOf,
  cityThatSays,
  DECLARATION,
  DEFINITION,
  elements,
  expectHeard,
  inPages,
  inXml,
  oneCase,
  pagesOf,
  QUESTION,
  service,
  SERVICE,
  SUBMITTED,
} from '../support/city-sayings.ts';
import type { Saying, Unseen } from '../support/city-sayings.ts';
import { describeWithData } from '../support/test-data.ts';

/** Under the words of the standard's file: what a city says, or why a client cannot see it. */
type Meetings = [words: string, ...met: (Saying | Unseen)[]][];

/** A list of one case that is asked for with an argument, which stands in the address. */
const asked = (parameters: object, sends: string): Saying => ({
  ask: (city) => city.requests.list(parameters),
  says: [CASE],
  reads: [CASE],
  rules: [],
  sends,
});
/** A case with something more in it, which is kept as it is. */
const kept = (more: object, rules: string[] = []): Saying => ({
  says: oneCase(more),
  reads: oneCase(more),
  rules,
});
const paged = (count: number, size: number): Saying => ({
  ask: ASK.pages,
  says: inPages(count, size),
  reads: casesOf(count),
  rules: [],
});
const NOT_ASKED = { unseen: 'nothing of it is asked for' };
const ITS_OWN = { unseen: 'an argument of its own, which is not sent' };
const IN_DISCOVERY = {
  changeset: '2026-01-01T10:00:00Z',
  contact: 'C',
  key_service: 'K',
};
const ENDPOINT = {
  specification: 'http://wiki.open311.org/GeoReport_v2',
  url: 'https://city.example/v2',
  changeset: '2026-01-01T10:00:00Z',
  type: 'production',
};
const FORMATS = ['text/xml', 'application/json'];
const DISCOVERY_IN_XML = `${elements({
  ...IN_DISCOVERY,
  endpoints: elements({
    endpoint: elements({
      ...ENDPOINT,
      formats: '<format>text/xml</format><format>application/json</format>',
    }),
  }),
})}`;
const READ_DISCOVERY = { ...IN_DISCOVERY, endpoints: [{ ...ENDPOINT, formats: FORMATS }] };

const UPDATE = {
  update_id: '9',
  service_request_id: '7',
  status: 'open',
  updated_datetime: '2026-03-01T09:30:00Z',
  description: 'D',
  media_url: null,
};
const REPORT: Saying['ask'] = (city) => city.updates.create({ ...UPDATE, media_url: [] });

/** Section 6, row by row and word by word. */
const DIALECTS: Record<string, Meetings> = {
  'Connected Bits (Chicago, Boston, SF, Baltimore, Brookline); the wiki lists Toronto as paging too': [
    ['`page` (1-based)', paged(5, 2)],
    [
      '`page_size` (Chicago default 50, max 500; SF/Boston/Baltimore effective 50)',
      asked({ page_size: 1000 }, 'page_size=1000'),
      { ...paged(120, 50), ask: (city) => pagesOf(city.requests.list({ page_size: 1000 })) },
    ],
    ['`extensions=true`', asked({ extensions: 'true' }, 'extensions=true')],
    [
      '`updated_after`',
      asked({ updated_after: '2026-03-01T00:00:00Z' }, 'updated_after=2026-03-01T00:00:00Z'),
    ],
    ['`updated_before`', asked({ updated_before: '2026-03-01T00:00:00Z' }, 'updated_before=2026-03-01')],
    ['`q`', asked({ q: 'lamp' }, 'q=lamp')],
    ['JSONP', NOT_ASKED],
    ["Default page caps ≠ spec's 1000", paged(101, 50)],
    [
      'Items may lack an id while in process ("ignore items without service_request_id")',
      {
        says: [{ ...CASE, service_request_id: null }, CASE],
        reads: [CASE],
        rules: ['3.7/fields'],
      },
      { says: [CASE, { status: 'open' }], reads: [CASE], rules: ['3.7/fields', 'A8/fields'] },
    ],
  ],
  'Chicago extended_attributes': [
    [
      'channel, ward, police_district, duplicate, parent_service_request_id, x, y, photos[]',
      kept({
        extended_attributes: {
          ...{ channel: 'web', ward: 5, police_district: '2', duplicate: false },
          ...{
            parent_service_request_id: '6',
            x: 1.5,
            y: 2.5,
            photos: [{ media_url: 'https://a.example/1' }],
          },
        },
      }),
      {
        says: inXml({
          extended_attributes: '<ward>5</ward><photos><photo>1</photo><photo>2</photo></photos>',
        }),
        reads: [{ extended_attributes: { ward: '5', photos: { photo: ['1', '2'] } } }],
        rules: [],
      },
    ],
    [
      'top-level `notes[]` {datetime, summary, type: submitted/opened/activity/closed, description, extended_attributes}',
      kept({
        notes: [
          { datetime: '2026-03-01T09:30:00', summary: 'S', type: 'opened' },
          { type: 'activity', description: null, extended_attributes: {} },
        ],
      }),
    ],
    ['`attributes` as object {CODE: value} (srtracker#82)', kept({ attributes: { Q: 'a', R: ['b', 'c'] } })],
    [
      'SF: array of {label,name,value,code}',
      kept({ attributes: [{ label: 'L', name: 'N', value: 'V', code: 'Q' }] }),
    ],
  ],
  three: [
    ['`count` → `page_size`', { unseen: 'a client, whose argument has another name on the wire' }],
    ['passes any kwarg through', { unseen: 'a client' }],
  ],
  'Bloomington uReport': [
    ['`page`/`page_size` (page 0≡1, default size 1000)', paged(3, 2)],
    ['`bbox`', asked({ bbox: '16.9,51.0,17.1,51.2' }, 'bbox=16.9,51.0,17.1,51.2')],
    ['`updated_after/before`', asked({ updated_after: '2026-03-01T00:00:00Z' }, 'updated_after=')],
    [
      'single `media` file',
      {
        ask: (city) =>
          city.requests.create({ service_code: '1', media: [new Blob(['x'], { type: 'image/jpeg' })] }),
        says: [SUBMITTED],
        reads: [{ service_request_id: '7' }],
        rules: [],
        sends: 'name="media"; filename=',
      },
    ],
    [
      'out-of-range page repeats the last page (uReport#31: a bug; return empty)',
      {
        ask: ASK.pages,
        says: (url: URL) => {
          const page = Math.min(3, Number(url.searchParams.get('page') ?? 1));
          return casesOf(5).slice((page - 1) * 2, page * 2);
        },
        reads: casesOf(5),
        rules: [],
      },
    ],
    [
      'POST responds with the full item',
      { ask: ASK.submission, says: [CASE], reads: [{ service_request_id: '7', status: 'open' }], rules: [] },
    ],
  ],
  'Helsinki / CitySDK': [
    [
      '`locale`',
      {
        ask: (city) => city.services.list({ locale: 'fi' }),
        says: [SERVICE],
        reads: [SERVICE],
        rules: [],
        sends: 'locale=fi',
      },
    ],
    [
      '`title`, `service_object_type`+`service_object_id`',
      kept({ title: 'T', service_object_type: 'park', service_object_id: '3' }, ['7/cases']),
    ],
    [
      '`extensions=true` → `extended_attributes{title, detailed_status, media_urls[], service_object_*}`',
      kept({
        extended_attributes: {
          ...{ title: 'T', detailed_status: 'RECEIVED,IN_PROCESS', media_urls: ['https://a.example/1.jpg'] },
          ...{ service_object_type: 'park', service_object_id: '3' },
        },
      }),
    ],
    [
      'list args lat/long/radius (metres)',
      asked({ lat: 60.1, long: 24.9, radius: 500 }, 'lat=60.1&long=24.9&radius=500'),
    ],
    ['updated_after/before', asked({ updated_before: '2026-03-01T00:00:00Z' }, 'updated_before=')],
    [
      'limit 200',
      // It does not know page, and gives the first ones for ever.
      { ask: ASK.pages, says: casesOf(200), reads: casesOf(200), rules: [] },
    ],
    [
      'Pre-moderation: a new report is visible by id, not in lists',
      { ask: ASK.request, says: [CASE], reads: [CASE], rules: [] },
      { says: [], reads: [], rules: [] },
    ],
    [
      'detailed_status: RECEIVED, IN_PROCESS, PROCESSED, ARCHIVED, REJECTED (+ PUBLIC_WORKS_*), comma separated',
      kept({ extended_attributes: { detailed_status: 'PROCESSED,PUBLIC_WORKS_NEW,ARCHIVED' } }),
      ...(
        [
          ['RECEIVED', 'open'],
          ['IN_PROCESS', 'open'],
          ['PROCESSED', 'closed'],
          ['ARCHIVED', 'closed'],
          ['REJECTED', 'closed'],
          ['PUBLIC_WORKS_NEW', null],
        ] as const
      ).map(([status, read]) => ({
        says: oneCase({ status }),
        reads: [{ status: read }],
        rules: ['3.7/status'],
      })),
    ],
    [
      'lat/long as strings',
      {
        says: oneCase({ lat: '60.17', long: '24.94' }),
        reads: [{ lat: 60.17, long: 24.94 }],
        rules: ['A3/json'],
      },
    ],
    [
      'error as single object (non-conformant)',
      {
        status: 400,
        says: { code: 400, description: 'lat is missing.' },
        reads: { name: 'BadRequestError', errors: [{ code: 400, description: 'lat is missing.' }] },
        rules: ['R31/json'],
      },
    ],
  ],
  'Klarschiff (Rostock, Schwerin)': [
    ['list args detailed_status (PENDING…REJECTED), agency_responsible', ITS_OWN],
    ['lat/long/radius', asked({ lat: 54.1, long: 12.1, radius: 500 }, 'radius=500')],
    [
      'keyword (problem|idea|tip), with_picture, also_archived, just_count, max_requests, area_code, observation_key',
      ITS_OWN,
    ],
    ['default status=open (!)', asked({ status: ['open', 'closed'] }, 'status=open,closed')],
    [
      'PATCH/PUT requests/{id}; GET/POST requests/comments/{id}, requests/notes/{id} (internal), POST requests/abuses, /photos (base64), /votes; areas, coverage (lat/long → bool), observations, jobs',
      NOT_ASKED,
    ],
    [
      'typo `<dicovery>`',
      {
        ask: ASK.discovery,
        says: `${DECLARATION}<dicovery>${DISCOVERY_IN_XML}</dicovery>`,
        reads: READ_DISCOVERY,
        rules: ['D3'],
      },
    ],
    [
      '`service_definition` wraps `<service>` (non-conformant)',
      {
        ask: ASK.definition,
        says: `${DECLARATION}<service_definition><service>${elements({
          service_code: '1',
          attributes: `<attribute>${elements(QUESTION)}</attribute>`,
        })}</service></service_definition>`,
        reads: DEFINITION,
        rules: ['R43/definition.xml'],
      },
      {
        ask: ASK.definition,
        says: { service_definition: { service: DEFINITION } },
        reads: DEFINITION,
        rules: ['R43/definition.json'],
      },
    ],
  ],
  'Mark-a-Spot (Köln, Bonn, Brühl, Gießen, Siegburg, München)': [
    ['`q`', asked({ q: 'Müll' }, 'q=Müll')],
    ['`limit`, `nids`, `id`, `key`', ITS_OWN],
    ['`extensions`', asked({ extensions: 'true' }, 'extensions=true')],
    [
      'item emits `address_string`, `status_note`',
      {
        says: oneCase({ address_string: 'Rynek 1', status_note: 'Soon.' }),
        reads: [
          { address: 'Rynek 1', address_string: 'Rynek 1', status_notes: 'Soon.', status_note: 'Soon.' },
        ],
        rules: ['7/cases'],
      },
    ],
    [
      'extended_attributes.markaspot{nid, status_hex, category_icon, status_notes[]}',
      kept({
        extended_attributes: {
          markaspot: {
            nid: '1',
            status_hex: '#cc0000',
            category_icon: 'x',
            status_notes: [{ status_note: 'S' }],
          },
        },
      }),
    ],
    ['default window/limit 50–100', paged(150, 100)],
  ],
  'FMS server': [
    ['`max_requests`, `agency_responsible=a|b`, `interface_used`, `has_photo`', ITS_OWN],
    ['`.html`/`.rss` formats', NOT_ASKED],
    [
      '`lat/long` on services',
      {
        ask: (city) => city.services.list({ lat: 51.1, long: 17 }),
        says: [SERVICE],
        reads: [SERVICE],
        rules: [],
        sends: 'services.json?lat=51.1&long=17',
      },
    ],
    [
      'extra item fields title, detail, interface_used, comment_count, requestor_name, agency_sent_datetime',
      kept(
        {
          ...{ title: 'T', detail: 'D', interface_used: 'Web interface', comment_count: 2 },
          ...{ requestor_name: 'N', agency_sent_datetime: '2026-03-01T09:30:00+00:00' },
        },
        ['7/cases'],
      ),
    ],
    [
      'JSON wrapped in an object (`{"service_requests":[…]}`: NOT Spark; don\'t copy)',
      { says: { service_requests: [CASE] }, reads: [CASE], rules: ['R43/requests.json'] },
      { says: { requests: [{ request: [CASE] }] }, reads: [CASE], rules: ['R43/requests.json'] },
      { says: { services: [SERVICE] }, ask: ASK.services, reads: [SERVICE], rules: ['R43/services.json'] },
    ],
  ],
  'open311-adapter server': [
    [
      'POST realtime/batch',
      {
        ask: ASK.submission,
        says: [{ service_request_id: '7' }],
        reads: [{ service_request_id: '7' }],
        rules: [],
      },
      { ask: ASK.submission, says: [{ token: '8' }], reads: [{ token: '8' }], rules: [] },
    ],
    [
      'metadata "true"/"false" strings in JSON',
      {
        ask: ASK.services,
        says: [...service({ metadata: 'true' }), ...service({ service_code: '2', metadata: 'false' })],
        reads: [{ metadata: true }, { metadata: false }],
        rules: ['A4/services.json'],
      },
    ],
    [
      'all field values required non-null strings',
      {
        ask: ASK.services,
        says: service({ description: '', keywords: '', group: '' }),
        reads: [SERVICE],
        rules: ['R40/services'],
      },
    ],
  ],
  SeeClickFix: [
    ['own API v2 beside open311', NOT_ASKED],
    ['page/per_page (≤100)', paged(150, 100)],
    ['services by lat/lng', ITS_OWN],
    [
      'GeoJSON',
      {
        says: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: CASE }] },
        reads: { name: 'ApiError', message: expect.stringContaining('what is no answer to requests.list') },
        rules: [],
      },
    ],
  ],
  Boston: [
    [
      'activities[], events[], attributes[], reported_location, contact (private!)',
      kept(
        {
          ...{ activities: [{ code: 'A' }], events: [], attributes: [{ code: 'Q', value: 'V' }] },
          ...{ reported_location: { lat: 42.3, long: -71 }, contact: { name: 'N' } },
        },
        ['7/cases'],
      ),
    ],
    [
      '`services/…metadata` conditionals',
      {
        ask: ASK.definition,
        says: {
          ...DEFINITION,
          definitions: { location_required: true, contact_required: false },
          attributes: [{ ...QUESTION, dependencies: { clause: 'OR' }, validations: [{ type: 'minLength' }] }],
        },
        reads: {
          definitions: { location_required: true, contact_required: false },
          attributes: [{ code: 'Q', dependencies: { clause: 'OR' }, validations: [{ type: 'minLength' }] }],
        },
        rules: ['7/definitions'],
      },
    ],
  ],
  'proposals by one implementer (peterwtux), in use there': [
    ['`/boundaries` bbox (#37), `/location?lat&long` acceptability test (#38)', NOT_ASKED],
    ['bbox args lat_ne,long_ne,lat_sw,long_sw (#39), `x_structured_notes=true` (#10)', ITS_OWN],
  ],
  'NYC Inquiry v1': [
    [
      'knowledge base: GET `services/{category|all|mobile|web|finder}.{fmt}` → id, service_name, expiration, brief_description; `services/{id}.{fmt}` → + categories, url, description, description_html, web_actions(type,label,url), facilities; case-sensitive',
      NOT_ASKED,
    ],
    ['302s must be followed', { unseen: 'another API; calls without a key follow redirects everywhere' }],
    [
      'Different API, separate endpoint/specification URL; out of scope unless asked',
      {
        ask: ASK.discovery,
        says: {
          ...IN_DISCOVERY,
          endpoints: [
            { ...ENDPOINT, specification: 'http://wiki.open311.org/Inquiry_v1', formats: FORMATS },
            { ...ENDPOINT, formats: FORMATS },
          ],
        },
        reads: {
          endpoints: [
            { specification: 'http://wiki.open311.org/Inquiry_v1' },
            { specification: ENDPOINT.specification },
          ],
        },
        rules: [],
      },
    ],
  ],
  'GeoReport Bulk (proposed)': [
    [
      "CSV (RFC 4180, header row, UTF-8, `text/csv`) / XML / JSON dump; columns in order: service_request_id, requested_datetime, updated_datetime, closed_date, status_description, status_notes, source, service_name, service_subtype, description, agency_responsible, address, lat, long. Optional: closed_date, source, service_subtype, description, agency_responsible; status_description is a free single word (status deliberately renamed: #60, #61). Spec's own XML/JSON examples say `closed_datetime` and are malformed",
      { unseen: 'a file beside the API' },
    ],
  ],
};

/** What sections 1 to 5 say of servers besides, under their own words. */
const BESIDES: Meetings = [
  [
    'FMS category names with spaces/Unicode all occur',
    {
      ask: (city) => city.services.get({ service_code: 'Łąka & park/2.5' }),
      says: { ...DEFINITION, service_code: 'Łąka & park/2.5' },
      reads: { service_code: 'Łąka & park/2.5' },
      rules: [],
      sends: 'GET https://city.example/v2/services/Łąka & park/2.5.json',
    },
  ],
  [
    'Never `""` vs null mixing; never `{}` or `[]` for an empty scalar',
    {
      says: oneCase({ description: {}, address: [], address_id: '', lat: {}, long: [], media_url: '' }),
      reads: [{ ...CASE, lat: null, long: null }],
      rules: ['R40/cases'],
    },
  ],
  [
    '`GET requests/ID` and `POST` also return an array (of one)',
    { ask: ASK.request, says: CASE, reads: [CASE], rules: ['3.6/shape'] },
    { ask: ASK.submission, says: SUBMITTED, reads: [{ service_request_id: '7' }], rules: ['3.3/shape'] },
  ],
  [
    'the examples print ids as JSON numbers, even `006`, which is not JSON',
    {
      says: new AsJson(
        JSON.stringify(oneCase({ address: '"006", [007, 8]' })).replace(
          '"service_code":"1"',
          '"service_code":006',
        ),
      ),
      reads: [{ service_code: '006', address: '"006", [007, 8]' }],
      rules: ['R2/requests.json'],
    },
    {
      ask: ASK.services,
      says: new AsJson('[{"service_code": 007.5}]'),
      reads: { name: 'ApiError', message: expect.stringContaining('neither whole JSON nor XML') },
      rules: [],
    },
  ],
  [
    'proposal `endpoints.endpoint.service_area` GeoJSON',
    {
      ask: ASK.discovery,
      says: {
        ...IN_DISCOVERY,
        max_requests: 1000,
        endpoints: [{ ...ENDPOINT, formats: FORMATS, service_area: { type: 'Polygon' } }],
      },
      reads: { max_requests: 1000, endpoints: [{ service_area: { type: 'Polygon' } }] },
      rules: ['D8'],
    },
    {
      ask: ASK.discovery,
      says: { ...IN_DISCOVERY, endpoints: [{ ...ENDPOINT, formats: FORMATS, service_area: {} }] },
      reads: { endpoints: [{ service_area: {} }] },
      rules: ['D8'],
    },
  ],
  [
    'attribute `automated` = `server_set` | `hidden_field`; value `disable_message`',
    {
      ask: ASK.definition,
      says: {
        ...DEFINITION,
        attributes: [
          {
            ...{ ...QUESTION, datatype: 'singlevaluelist', automated: 'hidden_field' },
            values: [{ key: '1', name: 'A', disable_message: 'Call us.' }],
          },
        ],
      },
      reads: { attributes: [{ automated: 'hidden_field', values: [{ disable_message: 'Call us.' }] }] },
      rules: [],
    },
  ],
  [
    'return 200 with empty `attributes` (`[]`, `<attributes/>`) rather than 404',
    {
      ask: ASK.definition,
      says: `${DECLARATION}<service_definition><service_code>1</service_code><attributes/></service_definition>`,
      reads: { service_code: '1', attributes: [] },
      rules: [],
    },
  ],
  [
    'blackbox: neither (still one request element, with service_notice)',
    {
      ask: ASK.submission,
      says: [{ service_notice: 'Thanks.' }],
      reads: [{ service_notice: 'Thanks.' }],
      rules: [],
    },
    {
      ask: ASK.submission,
      says: `${DECLARATION}<service_requests><request><service_notice>Thanks.</service_notice></request></service_requests>`,
      reads: [{ service_notice: 'Thanks.' }],
      rules: [],
    },
  ],
  [
    '400 "Invalid service request: base is a duplicate."',
    {
      ask: ASK.submission,
      status: 400,
      says: [{ code: 400, description: 'Invalid service request: base is a duplicate.' }],
      reads: { name: 'BadRequestError', message: 'Invalid service request: base is a duplicate.' },
      rules: [],
    },
  ],
  [
    '200 `[{"service_request_id":null,"token":"…"}]` / `<service_request_id/>`. open311-adapter omits the id element; both work',
    ...[
      [{ service_request_id: null, token: '8' }],
      [{ token: '8' }],
      `${DECLARATION}<service_requests><request><service_request_id/><token>8</token></request></service_requests>`,
    ].map((says) => ({
      ask: ASK.token,
      says,
      reads: [{ service_request_id: null, token: '8' }],
      rules: [],
    })),
  ],
  [
    'FMS server emits an object here',
    {
      says: oneCase({ agency_responsible: { recipient: ['Works', 'Parks'] } }),
      reads: [{ agency_responsible: 'Works' }],
      rules: ['3.7/texts'],
    },
  ],
  [
    'validate.open311.org requires only id, status, service_code, requested_datetime',
    {
      says: [
        {
          service_request_id: '7',
          status: 'open',
          service_code: '1',
          requested_datetime: CASE.requested_datetime,
        },
      ],
      reads: [{ ...CASE, service_name: null, updated_datetime: null, lat: null, long: null }],
      rules: ['A8/fields'],
    },
  ],
  [
    'FMS lower-cases and turns `_` to space; OpenAPI lists upper case',
    ...['NOT_COUNCILS_RESPONSIBILITY', 'not councils responsibility'].map((status) => ({
      ask: ASK.updates,
      says: [{ ...UPDATE, status }],
      reads: [{ status: 'not_councils_responsibility' }],
      rules: ['5.1/status'],
    })),
  ],
  [
    '`media_url` (string; may repeat, or nested list)',
    {
      ask: ASK.updates,
      says: [{ ...UPDATE, media_url: ['https://a.example/1.jpg', 'https://a.example/2.jpg'] }],
      reads: [{ media_url: 'https://a.example/1.jpg' }],
      rules: ['A17/one'],
    },
    {
      ask: ASK.updates,
      says: `${DECLARATION}<service_request_updates><request_update>${elements({
        ...UPDATE,
        media_url:
          '<media_url>https://a.example/1.jpg</media_url><media_url>https://a.example/2.jpg</media_url>',
      })}</request_update></service_request_updates>`,
      reads: [{ media_url: 'https://a.example/1.jpg' }],
      rules: ['A17/one'],
    },
  ],
  [
    'Optional: `external_status_code`, `customer_reference`, `fixmystreet_id`',
    {
      ask: ASK.updates,
      says: [{ ...UPDATE, external_status_code: 'X', extras: { category: 'C' } }],
      reads: [{ ...UPDATE, external_status_code: 'X', extras: { category: 'C' } }],
      rules: [],
    },
  ],
  [
    'FMS de-dupes on it',
    {
      ask: ASK.updates,
      says: [UPDATE, { ...UPDATE, update_id: null }],
      reads: [UPDATE],
      rules: ['5.1/fields'],
    },
  ],
  [
    'Answers `<update_id>`; every error is 400',
    {
      ask: REPORT,
      status: 400,
      says: `${DECLARATION}<errors><error><code>400</code><description>already exists</description></error></errors>`,
      reads: { name: 'BadRequestError', message: 'already exists' },
      rules: [],
    },
    {
      ask: REPORT,
      says: `${DECLARATION}<service_request_updates><request_update><update_id>9</update_id></request_update></service_request_updates>`,
      reads: [{ update_id: '9', account_id: null }],
      rules: [],
    },
  ],
  [
    "Response `service_request_updates/request_update`: `update_id` (server's), optional account_id, or `token`",
    { ask: REPORT, says: [{ token: '8' }], reads: [{ update_id: null, token: '8' }], rules: [] },
    { ask: REPORT, says: [{ account_id: '5' }], reads: [{ update_id: null }], rules: ['5.2/taken'] },
  ],
  [
    '`groups` ⇒ `group*` (instead of or beside `group`; FMS prefers groups)',
    {
      ask: ASK.services,
      says: service({ group: 'G1', groups: ['G1', 'G2'] }),
      reads: [{ group: 'G1', groups: ['G1', 'G2'] }],
      rules: [],
    },
  ],
  [
    'item fields `title`, `non_public`, `extras`, `contact_name`, `contact_email` on GET requests',
    kept({ title: 'T', non_public: 1, extras: {}, contact_name: 'N', contact_email: 'a@example.org' }, [
      '7/cases',
    ]),
  ],
];

describeWithData('The standard’s file', ['../standard/georeport.md'], (file) => {
  const text = readFileSync(file, 'utf8').replaceAll('\\|', '|');

  test('has a city here for every line of its table of deployed extensions, and a case for every word', () => {
    const [, section = ''] = /^## 6\. Other deployed extensions.*\n([^]*?)\n\n/m.exec(text) ?? [];
    const rows = [...section.matchAll(/^\| (.*?) \| (.*) \|$/gm)].slice(1);
    expect(Object.keys(DIALECTS)).toEqual(rows.map(([, who]) => who));
    const words = new Map(rows.map(([, who = '', what = '']) => [who, what]));
    for (const [who, meetings] of Object.entries(DIALECTS)) {
      const rest = meetings.reduce((left, [met]) => left.replace(met, ''), words.get(who) ?? '');
      expect([who, rest.replace(/[\s,;:.]+/g, '')]).toEqual([who, '']);
    }
  });

  test('says of others what is met here', () => {
    expect(BESIDES.filter(([words]) => !text.includes(words))).toEqual([]);
  });
});

const told = async (says: unknown, ask: Saying['ask'] = ASK.requests) => {
  const { response } = await ask(cityThatSays(says)).withResponse();
  return Object.fromEntries(response.deviations.map(({ rule, where }) => [rule, where]));
};

test('Where something was found is told in the same way in JSON and XML, as it stands in what is read', async () => {
  const rows = [CASE, { ...CASE, status: 'Open', lat: '1e1', zipcode: '0' }];
  const where = { '3.7/status': '/1/status', 'R40/cases': '/1/zipcode', 'A3/form': '/1/lat' };
  expect(await told(rows)).toEqual({ ...where, 'A3/json': '/1/lat' });
  const written = rows.map((row) => `<request>${elements(row)}</request>`).join('');
  const padded = written.replace(/(.*)<status>/, '$1<status a="b"> ');
  expect(await told(`${DECLARATION}<service_requests>${padded}</service_requests>`)).toEqual({
    ...where,
    R39: '/1/status',
    R41: '/1/status',
  });
  expect(
    await told(
      `${DECLARATION}<service_definition><service_code>1</service_code><attributes><attribute>${elements({
        ...QUESTION,
        datatype: 'singlevaluelist',
        values: '<value><key>1</key><name>A</name></value><value><key> 2</key><name a="b">B</name></value>',
      })}</attribute></attributes></service_definition>`,
      ASK.definition,
    ),
  ).toEqual({ R41: '/attributes/0/values/1/key', R39: '/attributes/0/values/1/name' });
  expect(
    await told(
      `${DECLARATION}<discovery>${DISCOVERY_IN_XML.replace('<format>app', '<format> app')}</discovery>`,
      ASK.discovery,
    ),
  ).toEqual({ R41: '/endpoints/0/formats/1' });
  expect(await told(inXml({ notes: '<note> N</note>' }))).toEqual({ R41: '/0/notes/note' });
});

const seen = [...Object.entries(DIALECTS), ['Others', BESIDES] as const].flatMap(([who, meetings]) =>
  meetings.flatMap(([words, ...met]) =>
    met.flatMap((saying) => ('says' in saying ? [[who, words, saying] as const] : [])),
  ),
);

describe('A dialect of a city is read as it means it, and told as it is', () => {
  test.each(seen)('%s: %s', (_who, _words, saying) => expectHeard(saying));
});
