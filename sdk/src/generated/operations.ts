// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Call } from '../call.ts';
import { fillPath, queryOf } from '../address.ts';
import { formOf, jsonOf } from '../form.ts';
import { newKey } from '../new-key.ts';
import type { AnswerOf, OptionsOf, ParametersOf } from '../operation.ts';
import { readExport } from '../read-export.ts';
import { readPicture } from '../read-picture.ts';
import { isPassing } from '../retry.ts';
import type { Send } from '../sender.ts';

/**
 * The endpoints of this server
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
      query: queryOf,
      again: isPassing,
      answer: 'object',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The cities of this server
 *
 * @example
 * ```ts
 * import { connect, jurisdictionsList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const cities = await jurisdictionsList(city);
 * console.log(cities.map(({ name }) => name)); // [ 'Testville' ]
 * ```
 */
export function jurisdictionsList(
  send: Send,
  parameters: ParametersOf<'jurisdictions.list'> = {},
  options: OptionsOf<'jurisdictions.list'> = {},
): Call<AnswerOf<'jurisdictions.list'>> {
  return send(
    {
      operationId: 'jurisdictions.list',
      method: 'GET',
      path: '/open311/jurisdictions.json',
      query: queryOf,
      again: isPassing,
    },
    parameters,
    options,
  );
}

/**
 * What a city is, and how its portal looks
 *
 * @example
 * ```ts
 * import { connect, jurisdictionsGet } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const ring = [[17, 51], [17.1, 51], [17.1, 51.2], [17, 51.2], [17, 51]];
 * const north = { area_code: 'north', name: 'North', geometry: { type: 'Polygon' as const, coordinates: [ring] } };
 * const city = connect(createTestCity({ areas: [north] }).connection);
 * const { portal, bounds } = await jurisdictionsGet(city);
 * console.log(portal.title, bounds); // Testville [ 17, 51, 17.1, 51.2 ]
 * ```
 */
export function jurisdictionsGet(
  send: Send,
  parameters: ParametersOf<'jurisdictions.get'> = {},
  options: OptionsOf<'jurisdictions.get'> = {},
): Call<AnswerOf<'jurisdictions.get'>> {
  return send(
    {
      operationId: 'jurisdictions.get',
      method: 'GET',
      path: '/open311/v2/jurisdiction.json',
      query: queryOf,
      again: isPassing,
      answer: 'object',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * All services of a jurisdiction
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
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The questions a service asks
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
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      answer: 'object',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Cases of a jurisdiction
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
      query: queryOf,
      again: isPassing,
      key: parameters.own,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Submit a case
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
      form: formOf,
      newKey: newKey,
      again: isPassing,
      key: true,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * All cases of a jurisdiction, as a file
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
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      read: readExport,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * One case
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
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Say that a case is yours as well
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
      fill: fillPath,
      form: formOf,
      key: true,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * What happened to the cases
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
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Send an update of a case
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
      form: formOf,
      again: isPassing,
      key: true,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Cases that may be what somebody is about to submit
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
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The districts of a city, or its outline
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
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Who serves a place
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
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * How many cases there are, and where
 *
 * @example
 * ```ts
 * import { clustersList, connect, requestsCreate } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * const number = submitted?.service_request_id ?? '';
 * const { total, clusters } = await clustersList(city, { bbox: '16.8,51.0,17.2,51.2', zoom: 12 });
 * console.log(total, clusters[0]?.service_request_id === number); // 1 true
 * ```
 */
export function clustersList(
  send: Send,
  parameters: ParametersOf<'clusters.list'>,
  options: OptionsOf<'clusters.list'> = {},
): Call<AnswerOf<'clusters.list'>> {
  return send(
    {
      operationId: 'clusters.list',
      method: 'GET',
      path: '/open311/v2/clusters.json',
      query: queryOf,
      again: isPassing,
      answer: 'object',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Streets, squares and addresses by name
 *
 * @example
 * ```ts
 * import { connect, placesList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const district = { area_code: null, area_name: null };
 * const main = { name: 'Main Street', kind: 'street' as const, house_number: null, locality: null, lat: 51.1, long: 17.03 };
 * const city = connect(createTestCity({ places: [{ ...main, ...district }] }).connection);
 * const [place] = await placesList(city, { q: 'main' });
 * console.log(place?.name, place?.lat); // Main Street 51.1
 * ```
 */
export function placesList(
  send: Send,
  parameters: ParametersOf<'places.list'>,
  options: OptionsOf<'places.list'> = {},
): Call<AnswerOf<'places.list'>> {
  return send(
    {
      operationId: 'places.list',
      method: 'GET',
      path: '/open311/v2/places.json',
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * A picture of a case
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
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      read: readPicture,
    },
    parameters,
    options,
  );
}

/**
 * Say that a case should not be public
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
      fill: fillPath,
      form: formOf,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The number behind a token
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
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Ask for a link by e-mail
 *
 * @example
 * ```ts
 * import { accountsCreate, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example' });
 * const ask = () => accountsCreate(server, { email: 'dev@example.org', locale: 'en' });
 * ```
 */
export function accountsCreate(
  send: Send,
  parameters: ParametersOf<'accounts.create'>,
  options: OptionsOf<'accounts.create'> = {},
): Call<AnswerOf<'accounts.create'>> {
  return send(
    {
      operationId: 'accounts.create',
      method: 'POST',
      path: '/accounts',
      form: jsonOf,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Follow the link of a mail
 *
 * @example
 * ```ts
 * import { accountsConfirm, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example' });
 * const follow = () => accountsConfirm(server, { token: 'sp_mail_from_the_link' });
 * ```
 */
export function accountsConfirm(
  send: Send,
  parameters: ParametersOf<'accounts.confirm'>,
  options: OptionsOf<'accounts.confirm'> = {},
): Call<AnswerOf<'accounts.confirm'>> {
  return send(
    {
      operationId: 'accounts.confirm',
      method: 'POST',
      path: '/accounts/confirmations',
      form: jsonOf,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Have an expired link made anew
 *
 * @example
 * ```ts
 * import { accountsRenew, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example' });
 * const renew = () => accountsRenew(server, { token: 'sp_mail_from_the_link' });
 * ```
 */
export function accountsRenew(
  send: Send,
  parameters: ParametersOf<'accounts.renew'>,
  options: OptionsOf<'accounts.renew'> = {},
): Call<AnswerOf<'accounts.renew'>> {
  return send(
    {
      operationId: 'accounts.renew',
      method: 'POST',
      path: '/accounts/renewals',
      form: jsonOf,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Want no mail ever again
 *
 * @example
 * ```ts
 * import { accountsRefuse, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example' });
 * const refuse = () => accountsRefuse(server, { token: 'sp_mail_from_the_link' });
 * ```
 */
export function accountsRefuse(
  send: Send,
  parameters: ParametersOf<'accounts.refuse'>,
  options: OptionsOf<'accounts.refuse'> = {},
): Call<AnswerOf<'accounts.refuse'>> {
  return send(
    {
      operationId: 'accounts.refuse',
      method: 'POST',
      path: '/accounts/refusals',
      form: jsonOf,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Your account
 *
 * @example
 * ```ts
 * import { accountsGet, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const look = () => accountsGet(server);
 * ```
 */
export function accountsGet(
  send: Send,
  parameters: ParametersOf<'accounts.get'> = {},
  options: OptionsOf<'accounts.get'> = {},
): Call<AnswerOf<'accounts.get'>> {
  return send(
    {
      operationId: 'accounts.get',
      method: 'GET',
      path: '/account',
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Delete your account
 *
 * @example
 * ```ts
 * import { accountsDelete, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const remove = () => accountsDelete(server);
 * ```
 */
export function accountsDelete(
  send: Send,
  parameters: ParametersOf<'accounts.delete'> = {},
  options: OptionsOf<'accounts.delete'> = {},
): Call<AnswerOf<'accounts.delete'>> {
  return send(
    {
      operationId: 'accounts.delete',
      method: 'DELETE',
      path: '/account',
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * End an account token
 *
 * @example
 * ```ts
 * import { accountsLeave, connect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const leave = () => accountsLeave(server);
 * ```
 */
export function accountsLeave(
  send: Send,
  parameters: ParametersOf<'accounts.leave'> = {},
  options: OptionsOf<'accounts.leave'> = {},
): Call<AnswerOf<'accounts.leave'>> {
  return send(
    {
      operationId: 'accounts.leave',
      method: 'DELETE',
      path: '/account/session',
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Your keys
 *
 * @example
 * ```ts
 * import { connect, keysList } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const list = () => keysList(server);
 * ```
 */
export function keysList(
  send: Send,
  parameters: ParametersOf<'keys.list'> = {},
  options: OptionsOf<'keys.list'> = {},
): Call<AnswerOf<'keys.list'>> {
  return send(
    {
      operationId: 'keys.list',
      method: 'GET',
      path: '/keys',
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Ask for a key
 *
 * @example
 * ```ts
 * import { connect, keysCreate } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const ask = () => keysCreate(server, { kind: 'test', jurisdiction_id: 'wroclaw.pl', label: 'My app' });
 * ```
 */
export function keysCreate(
  send: Send,
  parameters: ParametersOf<'keys.create'>,
  options: OptionsOf<'keys.create'> = {},
): Call<AnswerOf<'keys.create'>> {
  return send(
    {
      operationId: 'keys.create',
      method: 'POST',
      path: '/keys',
      form: jsonOf,
      account: true,
      answer: 'object',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Take a key that was approved
 *
 * @example
 * ```ts
 * import { connect, keysCollect } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const collect = () => keysCollect(server, { request_id: '4' });
 * ```
 */
export function keysCollect(
  send: Send,
  parameters: ParametersOf<'keys.collect'>,
  options: OptionsOf<'keys.collect'> = {},
): Call<AnswerOf<'keys.collect'>> {
  return send(
    {
      operationId: 'keys.collect',
      method: 'POST',
      path: '/keys/requests/{request_id}/collection',
      fill: fillPath,
      query: queryOf,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Revoke a key
 *
 * @example
 * ```ts
 * import { connect, keysRevoke } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const revoke = () => keysRevoke(server, { key_id: '17' });
 * ```
 */
export function keysRevoke(
  send: Send,
  parameters: ParametersOf<'keys.revoke'>,
  options: OptionsOf<'keys.revoke'> = {},
): Call<AnswerOf<'keys.revoke'>> {
  return send(
    {
      operationId: 'keys.revoke',
      method: 'DELETE',
      path: '/keys/{key_id}',
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Replace a key by a new one
 *
 * @example
 * ```ts
 * import { connect, keysRotate } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const rotate = () => keysRotate(server, { key_id: '17', overlap_hours: 24 });
 * ```
 */
export function keysRotate(
  send: Send,
  parameters: ParametersOf<'keys.rotate'>,
  options: OptionsOf<'keys.rotate'> = {},
): Call<AnswerOf<'keys.rotate'>> {
  return send(
    {
      operationId: 'keys.rotate',
      method: 'POST',
      path: '/keys/{key_id}/rotations',
      fill: fillPath,
      form: jsonOf,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * How a key was used
 *
 * @example
 * ```ts
 * import { connect, keysUsage } from '@signpost/sdk';
 *
 * const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
 * const read = () => keysUsage(server, { key_id: '17', by: 'day' });
 * ```
 */
export function keysUsage(
  send: Send,
  parameters: ParametersOf<'keys.usage'>,
  options: OptionsOf<'keys.usage'> = {},
): Call<AnswerOf<'keys.usage'>> {
  return send(
    {
      operationId: 'keys.usage',
      method: 'GET',
      path: '/keys/{key_id}/usage',
      fill: fillPath,
      query: queryOf,
      again: isPassing,
      account: true,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Is the process alive
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
      query: queryOf,
      again: isPassing,
      answer: 'object',
    },
    parameters,
    options,
  );
}

/**
 * Can the process do its work
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
      query: queryOf,
      again: isPassing,
      answer: 'object',
    },
    parameters,
    options,
  );
}
