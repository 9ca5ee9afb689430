import type { Operation } from '../../http/operation.ts';
import { forbidden, invalid } from '../../platform/errors.ts';
import { insertSandbox, languageFor } from '../jurisdictions/index.ts';
import type { CatalogueDirectory } from '../catalogue/index.ts';
import type { AreaDirectory } from '../areas/index.ts';
import type { Jurisdiction, JurisdictionDirectory } from '../jurisdictions/index.ts';
import { CaseVersions } from './case-versions.ts';
import { exportRequests, RunningExports } from './export-requests.ts';
import { findInList, findInUpdates } from './find-mistakes.ts';
import { findRequest, resolveToken } from './find-request.ts';
import type { Asked } from './find-request.ts';
import { ListMemory } from './list-memory.ts';
import { listDuplicates } from './list-duplicates.ts';
import { linksOf, nextLink } from './list-links.ts';
import { listRequests } from './list-requests.ts';
import { listUpdates } from './list-updates.ts';
import { createSightings } from './reasons-to-hold.ts';
import { createReportTally, reportRequest } from './report-request.ts';
import { rehearse } from './sandbox-words.ts';
import { supportRequest } from './support-request.ts';
import { submitRequest } from './submit-request.ts';
import { submitUpdate } from './submit-update.ts';
import type { SubmitDoors } from './submit-request.ts';

/**
 * Ten million cases over a slow line. Meanwhile PostgreSQL keeps all that was changed since the export began, so there has to
 * be an end.
 */
const EXPORT_SECONDS = 1_800;

export function requestOperations(
  app: SubmitDoors & {
    jurisdictions: JurisdictionDirectory;
    catalogues: CatalogueDirectory;
    areas: AreaDirectory;
  },
): {
  'requests.create': Operation<'requests.create'>;
  'requests.list': Operation<'requests.list'>;
  'requests.get': Operation<'requests.get'>;
  'requests.export': Operation<'requests.export'>;
  'duplicates.list': Operation<'duplicates.list'>;
  'supporters.create': Operation<'supporters.create'>;
  'reports.create': Operation<'reports.create'>;
  'tokens.get': Operation<'tokens.get'>;
  'updates.create': Operation<'updates.create'>;
  'updates.list': Operation<'updates.list'>;
} {
  const memory = new ListMemory(app.db);
  const versions = new CaseVersions(app.db);
  const running = new RunningExports();
  const sightings = createSightings();
  const reports = createReportTally();
  const city = async (id: string | undefined) => {
    const jurisdiction = await app.jurisdictions.require(id ?? '');
    return { jurisdiction, catalogue: await app.catalogues.get(jurisdiction.jurisdiction_id) };
  };
  /** What a sandbox needs before it is written to, and what the submission asks of it; of a live city, nothing. */
  const prepareSandbox = async (jurisdiction: Jurisdiction, description: string | undefined) => {
    if (jurisdiction.kind === 'live') return {};
    const heldBackMs = rehearse(jurisdiction, description);
    await insertSandbox(app.db, jurisdiction);
    return heldBackMs === undefined ? {} : { heldBackMs };
  };
  const asked = (
    { languages, hasCopy, baseUrl }: Pick<Asked, 'languages' | 'hasCopy' | 'baseUrl'>,
    extensions: string | undefined,
  ): Asked => ({ languages, hasCopy, baseUrl, extended: extensions?.toLowerCase() === 'true' });
  return {
    'requests.create': async (call) => {
      if (call.actor.kind !== 'key')
        throw forbidden('api_key is missing. Submitting needs an API key.', 'api_key');
      const { api_key: _key, jurisdiction_id: _id, media: _media, ...submission } = call.body;
      const here = await city(call.jurisdiction_id);
      const held = await prepareSandbox(here.jurisdiction, submission.description);
      const language = languageFor(here.jurisdiction, call.languages);
      const { result, replayed } = await submitRequest(
        { ...app, sightings },
        {
          ...here,
          areas: await app.areas.get(here.jurisdiction),
          spoken: await app.catalogues.get(here.jurisdiction.jurisdiction_id, language),
          submission,
          findings: call.findings,
          uploads: call.uploads,
          key_id: call.actor.key_id,
          trusted: call.actor.scopes.includes('trusted'),
          address: call.address,
          idempotency_key: call.parameters['Idempotency-Key'],
        },
      );
      return {
        status: 200,
        data: [result],
        ...held,
        ...(replayed ? { headers: { 'Idempotent-Replayed': 'true' } } : { language }),
      };
    },

    'requests.list': async (call) => {
      const here = await city(call.jurisdiction_id);
      const { extensions, locale: _locale, jurisdiction_id: _id, own, ...filters } = call.parameters;
      const query =
        own === true && call.actor.kind === 'key' ? { ...filters, key_id: call.actor.key_id } : filters;
      if (call.findings.length > 0)
        throw invalid([...call.findings, ...findInList(query, here, call.findings, app.clock.now())]);
      const { toldBefore } = call;
      const told = await listRequests({ ...app, memory, versions }, here, query, {
        ...asked(call, extensions),
        toldBefore,
      });
      return {
        ...told,
        headers: {
          ...linksOf(call, here.jurisdiction, told.end),
          // Caches that several people share do not see whose key came.
          ...(own === true ? { 'Cache-Control': 'private, no-cache' } : {}),
        },
      };
    },

    'requests.get': async (call) => {
      const { service_request_id, extensions } = call.parameters;
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      return findRequest({ ...app, versions }, jurisdiction, service_request_id, asked(call, extensions));
    },

    'requests.export': async (call) => {
      const here = await city(call.jurisdiction_id);
      const found = exportRequests(app, here, call.parameters, { ...call, seconds: EXPORT_SECONDS });
      return {
        status: 200,
        language: found.language,
        headers: {
          'Cache-Control': 'no-store',
          'Content-Disposition': `attachment; filename="${found.name}.${call.format}"`,
        },
        items: () => running.open(found),
      };
    },

    'duplicates.list': async (call) => {
      const here = await city(call.jurisdiction_id);
      const { extensions, locale: _locale, jurisdiction_id: _id, ...intended } = call.parameters;
      return listDuplicates(app, here, intended, asked(call, extensions));
    },

    'supporters.create': async (call) => {
      if (call.actor.kind !== 'key')
        throw forbidden('api_key is missing. Submitting needs an API key.', 'api_key');
      if (call.findings.length > 0) throw invalid(call.findings);
      const { service_request_id } = call.parameters;
      const { account_id } = call.body;
      const { key_id } = call.actor;
      const supported = await supportRequest(app, call.jurisdiction_id ?? '', {
        service_request_id,
        account_id,
        key_id,
      });
      return { status: 200, data: [supported] };
    },

    'updates.create': async (call) => {
      if (call.actor.kind !== 'key')
        throw forbidden('api_key is missing. Submitting needs an API key.', 'api_key');
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      const held = await prepareSandbox(jurisdiction, call.body.description);
      const { update_id } = await submitUpdate(app, {
        jurisdiction,
        update: call.body,
        uploads: call.uploads,
        findings: call.findings,
        key: call.actor,
      });
      return { status: 200, data: [{ update_id, account_id: null }], ...held };
    },

    'updates.list': async (call) => {
      const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
      if (call.findings.length > 0)
        throw invalid([...call.findings, ...findInUpdates(call.parameters, jurisdiction, app.clock.now())]);
      const { locale: _locale, jurisdiction_id: _id, ...query } = call.parameters;
      const { updates, language, cursor } = await listUpdates({ ...app, memory }, jurisdiction, query, call);
      const headers = nextLink(call, jurisdiction, 'servicerequestupdates', cursor);
      return { status: 200, language, data: updates, headers };
    },

    'reports.create': async (call) => {
      const { service_request_id } = call.parameters;
      const { jurisdiction_id: _id, ...report } = call.body;
      await reportRequest(
        { ...app, reports },
        {
          jurisdiction: await app.jurisdictions.require(call.jurisdiction_id ?? ''),
          service_request_id,
          report,
          findings: call.findings,
          address: call.address,
        },
      );
      return { status: 200, data: [{ service_request_id, report: 'taken' }] };
    },

    'tokens.get': async (call) => {
      const { token } = call.parameters;
      return {
        status: 200,
        data: [{ service_request_id: await resolveToken(app, call.jurisdiction_id ?? '', token), token }],
      };
    },
  };
}
