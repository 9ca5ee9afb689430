import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Contract } from './contract.ts';
import { isNamedIn } from './entity-tag.ts';
import { deviationsPage } from './standard/deviations-page.ts';

/** The contract for people and for programs: `/docs`, `/openapi.yaml`, `/openapi.json`. Nothing is loaded from elsewhere. */
export function serveDocs(contract: Contract): Router {
  const router = Router();
  const json = JSON.stringify(contract.document);
  const deviations = deviationsPage();
  let pages: Promise<Router> | undefined;
  router.get('/openapi.yaml', (request, response) => {
    sendTagged(request, response.type('application/yaml'), contract.text);
  });
  router.get('/openapi.json', (request, response) => {
    sendTagged(request, response.type('application/json'), json);
  });
  router.get('/docs/deviations', (request, response) => {
    sendTagged(request, response.type('html'), deviations);
  });
  router.use('/docs', (request, response, next) => {
    pages ??= loadPages(contract);
    pages.then((handler) => handler(request, response, next)).catch(next);
  });
  return router;
}

/** What the caller has already is not sent again. */
function sendTagged(request: Request, response: Response, text: string): void {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  response.set('Cache-Control', 'no-cache').set('ETag', `"${tag}"`);
  if (isNamedIn(request.get('if-none-match'), tag)) response.status(304).end();
  else response.send(text);
}

/** Loaded at the first look: a tenth of the start would go into pages that few processes ever show. */
async function loadPages(contract: Contract): Promise<Router> {
  const { default: swagger } = await import('swagger-ui-express');
  return Router().use(swagger.serve, swagger.setup(contract.document, { customSiteTitle: 'Signpost API' }));
}
