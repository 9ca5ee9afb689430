// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Call } from '../call.ts';
import { formOf } from '../form.ts';
import type { AnswerOf, OptionsOf, ParametersOf } from '../operation.ts';
import type { Send } from '../sender.ts';

/**
 * The endpoints of this server
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * All services of a jurisdiction
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The questions a service asks
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Cases of a jurisdiction
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Submit a case
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
      idempotent: 'by key',
      key: true,
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * All cases of a jurisdiction, as a file
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
      answer: 'stream',
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * One case
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Say that a case is yours as well
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
      key: true,
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * What happened to the cases
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Send an update of a case
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
      idempotent: 'by fields',
      key: true,
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * Cases that may be what somebody is about to submit
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * The districts of a city
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Who serves a place
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * A picture of a case
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
      answer: 'file',
    },
    parameters,
    options,
  );
}

/**
 * Say that a case should not be public
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
      jurisdiction: true,
      form: formOf,
    },
    parameters,
    options,
  );
}

/**
 * The number behind a token
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
      jurisdiction: true,
    },
    parameters,
    options,
  );
}

/**
 * Is the process alive
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
    },
    parameters,
    options,
  );
}

/**
 * Can the process do its work
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
    },
    parameters,
    options,
  );
}
