// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Call } from '../call.ts';
import { formOf } from '../form.ts';
import type { AnswerOf, OptionsOf, ParametersOf, Send } from '../operation.ts';

/**
 * The endpoints of this server
 *
 * Service Discovery v1. Without `jurisdiction_id` it describes every jurisdiction served here; with it, or below
 * `/open311/{jurisdiction_id}/v2`, that one alone. Clients compare `changeset` to learn whether service lists or
 * definitions have changed since they last looked.
 *
 * @example
 * ```ts
 * import { connect, discoveryGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const { endpoints } = await discoveryGet(city);
 * console.log(endpoints[0]?.type, endpoints[0]?.url); // production https://city.example/open311/v2
 * ```
 */
export function discoveryGet(
  send: Send,
  parameters: ParametersOf<'discovery.get'> = {},
  options: OptionsOf<'discovery.get'> = {},
): Call<AnswerOf<'discovery.get'>> {
  return send(
    {
      operationId: 'discovery.get',
      method: 'GET',
      path: '/open311/discovery.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * All services of a jurisdiction
 *
 * GeoReport v2, GET Service List. Only services that are active and open to the public, sorted by group and then by
 * name. With `lat` and `long` only those that are offered at that place: none outside of the area that the city
 * serves, and of the services of some districts those of the place's district.
 *
 * @example
 * ```ts
 * import { connect, servicesList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const services = await servicesList(city);
 * console.log(services.map(({ service_code }) => service_code).join()); // STREET-LIGHT,POTHOLE,BULKY-WASTE,IDEA
 * ```
 */
export function servicesList(
  send: Send,
  parameters: ParametersOf<'services.list'> = {},
  options: OptionsOf<'services.list'> = {},
): Call<AnswerOf<'services.list'>> {
  return send(
    {
      operationId: 'services.list',
      method: 'GET',
      path: '/open311/v2/services.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The questions a service asks
 *
 * GeoReport v2, GET Service Definition. A service whose `metadata` is `false` asks nothing and answers with an empty
 * list of attributes.
 *
 * @example
 * ```ts
 * import { connect, servicesGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const { attributes } = await servicesGet(city, { service_code: 'POTHOLE' });
 * console.log(attributes[0]?.code, attributes[0]?.description); // SIZE How large is it?
 * ```
 */
export function servicesGet(
  send: Send,
  parameters: ParametersOf<'services.get'>,
  options: OptionsOf<'services.get'> = {},
): Call<AnswerOf<'services.get'>> {
  return send(
    {
      operationId: 'services.get',
      method: 'GET',
      path: '/open311/v2/services/{service_code}.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Cases of a jurisdiction
 *
 * GeoReport v2, GET Service Requests. The newest come first, at most 1,000 in one answer. Without dates the last 90
 * days are searched; with one date, the 90 days from or up to it; with both, the span may not exceed 90 days.
 * `service_request_id` overrides every other filter.
 *
 * ## Reading all
 * Follow the `Link` header, `rel="next"`, until it is missing. The first page fixes the window of time, so a walk in the
 * order in which cases were requested holds every case that was there when it began, once. In the order of changes a
 * case moves when it changes: what changes on the way is not on the pages that are left (with
 * `sort=updated_datetime` alone it may come a second time).
 *
 * ## Keeping a copy
 * Read all with an early `updated_after`, then ask again with the largest `updated_datetime` you have, which also tells
 * what has changed while you followed the links. With `extensions=true` you also learn of cases
 * that are no longer public: `extended_attributes.withdrawn` is `true` and all else is empty. That is known for 400
 * days; an `updated_after` before that is refused. Imported cases keep the times of the system they come from.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, requestsList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const [newest] = await requestsList(city, { status: ['open'], page_size: 10 });
 * console.log(newest?.service_request_id === number); // true
 * ```
 */
export function requestsList(
  send: Send,
  parameters: ParametersOf<'requests.list'> = {},
  options: OptionsOf<'requests.list'> = {},
): Call<AnswerOf<'requests.list'>> {
  return send(
    {
      operationId: 'requests.list',
      method: 'GET',
      path: '/open311/v2/requests.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Submit a case
 *
 * GeoReport v2, POST Service Request. A place is needed: `lat` and `long`, or `address_string`.
 *
 * What comes back depends on the `type` of the service. `realtime`: the number of the case, as `service_request_id`.
 * `batch`: a `token`, from which `tokens.get` leads to the number. `blackbox`: neither, only a `service_notice`.
 *
 * Who reports is never told to the public. E-mail addresses and phone numbers in texts are masked in all public answers,
 * if the city has not turned that off. A service may be sensitive: of its cases the public is told only about where they are,
 * to about a kilometre, without texts, answers and pictures, or nothing at all.
 *
 * A city may look at cases before everybody sees them, at all of them or at those with links, repeated texts or from
 * addresses that send very many. The answer is the same then, and until staff have released the case its number is
 * answered with 404.
 *
 * Answers to the questions of the service go into `attribute[CODE]`. All of these are understood:
 * `attribute[CODE]=v`, `attribute[CODE][]=a`, `attribute[CODE]` repeated, `attribute[CODE][0]=a`. JSON bodies use
 * `"attribute": {"CODE": "v"}` or `{"CODE": ["a", "b"]}`.
 *
 * Pictures come as files of a `multipart/form-data` body, under any field name; a part with a file name is a picture.
 * JPEG, PNG, WebP and GIF are taken, known by their bytes. They are made anew from their pixels, so that nothing else
 * of the file is published, least of all the place where it was taken; of an animation the first picture is kept.
 * Unless the operator has set other limits: at most 10 pictures, 20 MB and 50 megapixels each, 100 MB together.
 * In the answers of `requests.get` and `requests.list`, pictures come before the addresses sent as `media_url`.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(
 *   city,
 *   { service_code: 'POTHOLE', lat: 51.1, long: 17.03, attribute: { SIZE: 'large' } },
 *   { idempotencyKey: 'my-case-4711' }, // sent again under it, it is still one case
 * );
 * console.log(submitted?.service_request_id); // 10000004
 * ```
 */
export function requestsCreate(
  send: Send,
  parameters: ParametersOf<'requests.create'>,
  options: OptionsOf<'requests.create'> = {},
): Call<AnswerOf<'requests.create'>> {
  return send(
    {
      operationId: 'requests.create',
      method: 'POST',
      path: '/open311/v2/requests.json',
      idempotent: true,
      key: true,
      answer: 'json',
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * All cases of a jurisdiction, as a file
 *
 * Every public case in one answer, the newest first, as they all were at one moment. There is no limit of days and no
 * page; the filters mean what they mean in `requests.list`. The file is written while it is read: however many cases
 * there are, it begins at once. One that breaks off in the middle is never ended like a whole one: the connection is
 * cut before the last chunk, and every HTTP client reports that.
 *
 * At most two exports run at a time in one process; more are answered with 503 and `Retry-After`. One that nobody reads
 * from for a minute is ended, and so is one that takes longer than half an hour. An export has no `ETag`.
 *
 * ## CSV
 * RFC 4180: UTF-8, lines that end with CR LF, and one line of headings. The columns are the fields of a case in the
 * order of the standard; an empty cell is a `null`.
 *
 *     service_request_id,status,status_notes,service_name,service_code,description,…
 *     10000004,open,,Pothole,POTHOLE,"Deep, and full of water.",…
 *
 * A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, and residents write what they want.
 * Such a text, also behind blanks, and one that begins with a tab or a new line, gets an apostrophe in front of it:
 * `=1+1` is written as `'=1+1`. Numbers stay as they are. Programs that need each text as it was read NDJSON.
 *
 * ## NDJSON
 * One case on each line, exactly as `requests.list` has it.
 *
 *     {"service_request_id":"10000004","status":"open","status_notes":null,…}
 *
 * ## GeoJSON
 * One `FeatureCollection`, one feature on each line, the same features as in `requests.geojson`.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, requestsExport } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const file = await requestsExport(city, { format: 'csv' });
 * const text = await new Response(file).text(); // or piped into a file, however large it is
 * console.log(text.includes(number)); // true
 * ```
 */
export function requestsExport(
  send: Send,
  parameters: ParametersOf<'requests.export'>,
  options: OptionsOf<'requests.export'> = {},
): Call<AnswerOf<'requests.export'>> {
  return send(
    {
      operationId: 'requests.export',
      method: 'GET',
      path: '/open311/v2/exports/requests.{format}',
      idempotent: false,
      key: false,
      answer: 'stream',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * One case
 *
 * GeoReport v2, GET Service Request. A list of one. The last digit of a number is a check digit: a number that can
 * only be a slip of the hand is answered with a 404 that says so.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, requestsGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const [found] = await requestsGet(city, { service_request_id: number });
 * console.log(found?.status, found?.service_name); // open Broken street light
 * ```
 */
export function requestsGet(
  send: Send,
  parameters: ParametersOf<'requests.get'>,
  options: OptionsOf<'requests.get'> = {},
): Call<AnswerOf<'requests.get'>> {
  return send(
    {
      operationId: 'requests.get',
      method: 'GET',
      path: '/open311/v2/requests/{service_request_id}.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Say that a case is yours as well
 *
 * An extension. An account of an app counts once for a case, however often it is sent, and the answer is the same.
 * How many there are is public, as `supporters` of `extended_attributes`; who they are is told to nobody, and not kept: of
 * `account_id` a hash is stored. The time of the last change, `updated_datetime`, does not move, since nobody has dealt
 * with the case; its `ETag` does.
 *
 * A case that is closed takes no supporters: the answer is 409. When it was closed as a duplicate, the answer names the
 * case that goes on, for which its supporters count now, as long as that one is public.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, supportersCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const answer = await supportersCreate(city, { service_request_id: number, account_id: 'resident-4711' });
 * console.log(answer[0]?.supporters); // 1
 * ```
 */
export function supportersCreate(
  send: Send,
  parameters: ParametersOf<'supporters.create'>,
  options: OptionsOf<'supporters.create'> = {},
): Call<AnswerOf<'supporters.create'>> {
  return send(
    {
      operationId: 'supporters.create',
      method: 'POST',
      path: '/open311/v2/requests/{service_request_id}/supporters.json',
      idempotent: false,
      key: true,
      answer: 'json',
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * What happened to the cases
 *
 * An extension that FixMyStreet and its partners speak. Every opening, change of status and released comment of public
 * cases, the earliest first, at most 1,000 in one answer. Without dates the last 90 days; with one date, the 90 days from
 * or up to it. Follow the `Link` header, `rel="next"`, until it is missing: a walk holds what was public when it began,
 * without what is withdrawn on the way. Ask again with the last `updated_datetime` you have seen: that second
 * comes again, and no update is missed, also one that was still being written. When a case was hidden and can be seen again,
 * its updates come again, with the same `update_id`.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, updatesList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * const city = connect(testCity.connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * testCity.close(number, 'The bulb was replaced.');
 * const updates = await updatesList(city);
 * const latest = updates.at(-1);
 * console.log(latest?.status, latest?.description); // closed The bulb was replaced.
 * ```
 */
export function updatesList(
  send: Send,
  parameters: ParametersOf<'updates.list'> = {},
  options: OptionsOf<'updates.list'> = {},
): Call<AnswerOf<'updates.list'>> {
  return send(
    {
      operationId: 'updates.list',
      method: 'GET',
      path: '/open311/v2/servicerequestupdates.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Send an update of a case
 *
 * A key with the scope `update` changes the status of the case, and what it says is public at once. From a key with the
 * scope `submit` it is a comment: the status stays, and the city holds it until staff release it, or refuses it.
 *
 * Sent again with the same `update_id` by the same key, it is still one update, and the answer is the first one.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, updatesCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const [update] = await updatesCreate(city, {
 *   service_request_id: number,
 *   update_id: 'partner-1',
 *   updated_datetime: new Date().toISOString(),
 *   status: 'FIXED',
 *   description: 'The bulb was replaced.',
 * });
 * console.log(typeof update?.update_id); // string
 * ```
 */
export function updatesCreate(
  send: Send,
  parameters: ParametersOf<'updates.create'>,
  options: OptionsOf<'updates.create'> = {},
): Call<AnswerOf<'updates.create'>> {
  return send(
    {
      operationId: 'updates.create',
      method: 'POST',
      path: '/open311/v2/servicerequestupdates.json',
      idempotent: false,
      key: true,
      answer: 'json',
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * Cases that may be what somebody is about to submit
 *
 * An extension. Before an app submits a case, it can show what others have told the city there: up to 10 public open
 * cases of services of the same group, of the last 90 days, within as many metres of the place as the city has said
 * for the service (100 when it has not). The best come first, those of the same score by their numbers. A submission is never
 * refused because of what is found here; whoever finds their case can say so by `supporters.create`.
 *
 * Nothing is told that `requests.list` would not tell. Cases of sensitive services are left out.
 *
 * ## The score
 * From 0 to 1, with at most three digits behind the point, the sum of
 *
 * - 0.5 × (1 − distance ÷ radius),
 * - 0.2 if the service is the same,
 * - 0.3 × likeness of the texts: the number of groups of three letters (trigrams) that both have, divided by the number of
 *   those that either has. The one text is `description`, with e-mail addresses and phone numbers masked as in
 *   public answers; the other is the public description of the case and the name of its service in the city's own
 *   language. Case and diacritics do not matter, and the first 500 characters of each count.
 *
 * Without a `description` the likeness is 0. At most 10,000 cases around the place are looked at, the newest first,
 * and the texts of the nearest 200 are compared.
 *
 * @example
 * ```ts
 * import { connect, duplicatesList, requestsCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const [nearest] = await duplicatesList(city, { service_code: 'STREET-LIGHT', lat: 51.1001, long: 17.03 });
 * console.log(nearest?.service_request_id === number, nearest?.distance_metres); // true 11
 * ```
 */
export function duplicatesList(
  send: Send,
  parameters: ParametersOf<'duplicates.list'>,
  options: OptionsOf<'duplicates.list'> = {},
): Call<AnswerOf<'duplicates.list'>> {
  return send(
    {
      operationId: 'duplicates.list',
      method: 'GET',
      path: '/open311/v2/duplicates.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The districts of a city
 *
 * An extension. With `.geojson` a FeatureCollection, ready for a map; in JSON a list with each shape in `geometry`; XML
 * leaves the shapes out. A city that has not said what its districts are has an empty list.
 *
 * @example
 * ```ts
 * import { areasList, connect } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const ring = [[17, 51], [17.1, 51], [17.1, 51.2], [17, 51.2], [17, 51]];
 * const north = { area_code: 'north', name: 'North', geometry: { type: 'Polygon' as const, coordinates: [ring] } };
 * const city = connect(createTestCity({ areas: [north] }).connection);
 * const areas = await areasList(city);
 * console.log(areas.map(({ name }) => name)); // [ 'North' ]
 * ```
 */
export function areasList(
  send: Send,
  parameters: ParametersOf<'areas.list'> = {},
  options: OptionsOf<'areas.list'> = {},
): Call<AnswerOf<'areas.list'>> {
  return send(
    {
      operationId: 'areas.list',
      method: 'GET',
      path: '/open311/v2/areas.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Who serves a place
 *
 * An extension. The cities of this server that take cases at a place, and the district it lies in; an empty list when no
 * city does. With `jurisdiction_id` only that city is asked. A place on the border of two districts lies in exactly
 * one of them.
 *
 * @example
 * ```ts
 * import { connect, locationsList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const ring = [[17, 51], [17.1, 51], [17.1, 51.2], [17, 51.2], [17, 51]];
 * const north = { area_code: 'north', name: 'North', geometry: { type: 'Polygon' as const, coordinates: [ring] } };
 * const city = connect(createTestCity({ areas: [north] }).connection);
 * const [place] = await locationsList(city, { lat: 51.1, long: 17.03 });
 * console.log(place?.jurisdiction_id, place?.area_name); // city.example North
 * ```
 */
export function locationsList(
  send: Send,
  parameters: ParametersOf<'locations.list'>,
  options: OptionsOf<'locations.list'> = {},
): Call<AnswerOf<'locations.list'>> {
  return send(
    {
      operationId: 'locations.list',
      method: 'GET',
      path: '/open311/v2/locations.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * A picture of a case
 *
 * A JPEG, the right way up and without anything that its camera wrote into it. Never changes under its address, so
 * that it may be kept for ever. A picture of a case that is not public, or of a comment that is not released, is
 * answered like one that does not exist.
 *
 * @example
 * ```ts
 * import { connect, mediaGet, requestsCreate, requestsGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xd9])], 'lamp.jpg');
 * const place = { lat: 51.1, long: 17.03 };
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', ...place, media: [photo] });
 * const [found] = await requestsGet(city, { service_request_id: submitted?.service_request_id ?? '' });
 * const picture = await mediaGet(city, { file: found?.media_url?.split('/').at(-1) ?? '' });
 * console.log(picture.size); // 4
 * ```
 */
export function mediaGet(
  send: Send,
  parameters: ParametersOf<'media.get'>,
  options: OptionsOf<'media.get'> = {},
): Call<AnswerOf<'media.get'>> {
  return send(
    {
      operationId: 'media.get',
      method: 'GET',
      path: '/media/{file}',
      idempotent: false,
      key: false,
      answer: 'file',
      jurisdiction: false,
    },
    parameters,
    options,
  );
}

/**
 * Say that a case should not be public
 *
 * Anybody may say so, without a key; staff read it. From a number of reporters on, three unless the city has set another,
 * the case is in no public answer until staff have decided. Who says it again about the same case is counted once, and
 * nobody is told what comes of it. At most 20 reports an hour are taken from one address, and 100 of one case.
 *
 * @example
 * ```ts
 * import { connect, reportsCreate, requestsCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const answer = await reportsCreate(city, { service_request_id: number, reason: 'personal_data' });
 * console.log(answer.length); // 1
 * ```
 */
export function reportsCreate(
  send: Send,
  parameters: ParametersOf<'reports.create'>,
  options: OptionsOf<'reports.create'> = {},
): Call<AnswerOf<'reports.create'>> {
  return send(
    {
      operationId: 'reports.create',
      method: 'POST',
      path: '/open311/v2/requests/{service_request_id}/reports.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * The number behind a token
 *
 * GeoReport v2, GET service_request_id From Token. Until the city has taken the case over, `service_request_id` is
 * `null`: ask again later. A token never expires.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate, tokensGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const testCity = createTestCity();
 * const city = connect(testCity.connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'BULKY-WASTE', lat: 51.1, long: 17.03 });
 * const token = submitted?.token ?? '';
 * const [early] = await tokensGet(city, { token });
 * testCity.acceptBatch(); // what the city does by itself, after a while
 * const [late] = await tokensGet(city, { token });
 * console.log(early?.service_request_id, late?.service_request_id); // null 10000004
 * ```
 */
export function tokensGet(
  send: Send,
  parameters: ParametersOf<'tokens.get'>,
  options: OptionsOf<'tokens.get'> = {},
): Call<AnswerOf<'tokens.get'>> {
  return send(
    {
      operationId: 'tokens.get',
      method: 'GET',
      path: '/open311/v2/tokens/{token}.json',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Is the process alive
 *
 * Answers as long as the process can answer at all. It looks at nothing else.
 *
 * @example
 * ```ts
 * import { connect, healthLive } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const { status } = await healthLive(city);
 * console.log(status); // ok
 * ```
 */
export function healthLive(
  send: Send,
  parameters: ParametersOf<'health.live'> = {},
  options: OptionsOf<'health.live'> = {},
): Call<AnswerOf<'health.live'>> {
  return send(
    {
      operationId: 'health.live',
      method: 'GET',
      path: '/livez',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: false,
    },
    parameters,
    options,
  );
}

/**
 * Can the process do its work
 *
 * Looks at the database, the state of its migrations and the job queue. False while the process is stopping.
 *
 * @example
 * ```ts
 * import { connect, healthReady } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const { checks } = await healthReady(city);
 * console.log(checks.database); // ok
 * ```
 */
export function healthReady(
  send: Send,
  parameters: ParametersOf<'health.ready'> = {},
  options: OptionsOf<'health.ready'> = {},
): Call<AnswerOf<'health.ready'>> {
  return send(
    {
      operationId: 'health.ready',
      method: 'GET',
      path: '/readyz',
      idempotent: false,
      key: false,
      answer: 'json',
      jurisdiction: false,
    },
    parameters,
    options,
  );
}
