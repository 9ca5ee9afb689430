import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Contract } from './contract.ts';
import { isNamedIn } from './entity-tag.ts';

/** The contract for programs, `/openapi.yaml` and `/openapi.json`, and what the page at `/docs/` makes forms of it with. */
export function serveDocs(contract: Contract): Router {
  const router = Router();
  const json = JSON.stringify(contract.document);
  let assets: Promise<Router> | undefined;
  router.get('/openapi.yaml', (request, response) => {
    sendTagged(request, response.type('application/yaml'), contract.text);
  });
  router.get('/openapi.json', (request, response) => {
    sendTagged(request, response.type('application/json'), json);
  });
  router.use('/docs', (request, response, next) => {
    assets ??= loadAssets();
    assets.then((handler) => handler(request, response, next)).catch(next);
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
async function loadAssets(): Promise<Router> {
  const { default: swagger } = await import('swagger-ui-express');
  return Router().use(swagger.serve);
}
