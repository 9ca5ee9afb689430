import { Router } from 'express';
import type { Contract } from './contract.ts';
import { deviationsPage } from './standard/deviations-page.ts';

/** The contract for people and for programs: `/docs`, `/openapi.yaml`, `/openapi.json`. Nothing is loaded from elsewhere. */
export function serveDocs(contract: Contract): Router {
  const router = Router();
  const json = JSON.stringify(contract.document);
  let pages: Promise<Router> | undefined;
  // Where a person begins who knows the address alone.
  router.get('/', (_request, response) => response.redirect('/docs/'));
  router.get('/openapi.yaml', (_request, response) => {
    response.type('application/yaml').send(contract.text);
  });
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(json);
  });
  router.get('/docs/deviations', (_request, response) => {
    response.type('html').send(deviationsPage());
  });
  router.use('/docs', (request, response, next) => {
    pages ??= loadPages(contract);
    pages.then((handler) => handler(request, response, next)).catch(next);
  });
  return router;
}

/** Loaded at the first look: a tenth of the start would go into pages that few processes ever show. */
async function loadPages(contract: Contract): Promise<Router> {
  const { default: swagger } = await import('swagger-ui-express');
  return Router().use(swagger.serve, swagger.setup(contract.document, { customSiteTitle: 'Signpost API' }));
}
