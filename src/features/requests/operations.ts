import type { Operation } from '../../http/operation.ts';
import { forbidden } from '../../platform/errors.ts';
import type { CatalogueDirectory } from '../catalogue/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { findRequest, resolveToken } from './find-request.ts';
import { listRequests } from './list-requests.ts';
import { submitRequest } from './submit-request.ts';
import type { SubmitDoors } from './submit-request.ts';

export function requestOperations(
  app: SubmitDoors & { jurisdictions: JurisdictionDirectory; catalogues: CatalogueDirectory },
): {
  'requests.create': Operation<'requests.create'>;
  'requests.list': Operation<'requests.list'>;
  'requests.get': Operation<'requests.get'>;
  'tokens.get': Operation<'tokens.get'>;
} {
  const city = async (id: string | undefined) => {
    const jurisdiction = await app.jurisdictions.require(id ?? '');
    return { jurisdiction, catalogue: await app.catalogues.get(jurisdiction.jurisdiction_id) };
  };
  return {
    'requests.create': async (call) => {
      if (call.actor.kind !== 'key')
        throw forbidden('api_key is missing. Submitting needs an API key.', 'api_key');
      const { api_key: _key, jurisdiction_id: _id, media: _media, ...submission } = call.body;
      const { result, replayed } = await submitRequest(app, {
        ...(await city(call.jurisdiction_id)),
        submission,
        findings: call.findings,
        uploads: call.uploads,
        key_id: call.actor.key_id,
        idempotency_key: call.parameters['Idempotency-Key'],
      });
      return {
        status: 200,
        data: [result],
        ...(replayed ? { headers: { 'Idempotent-Replayed': 'true' } } : {}),
      };
    },

    'requests.list': async (call) => ({
      status: 200,
      json: await listRequests(app, await city(call.jurisdiction_id), call.parameters, call.baseUrl),
    }),

    'requests.get': async (call) => ({
      status: 200,
      json: await findRequest(
        app,
        await app.jurisdictions.require(call.jurisdiction_id ?? ''),
        call.parameters.service_request_id,
        call.baseUrl,
      ),
    }),

    'tokens.get': async (call) => {
      const { token } = call.parameters;
      return {
        status: 200,
        data: [{ service_request_id: await resolveToken(app, call.jurisdiction_id ?? '', token), token }],
      };
    },
  };
}
