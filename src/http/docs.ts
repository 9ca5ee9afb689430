import { Router } from 'express';
import { serve, setup } from 'swagger-ui-express';
import type { Contract } from './contract.ts';

/** The contract for people and for programs: `/docs`, `/openapi.yaml`, `/openapi.json`. Nothing is loaded from elsewhere. */
export function serveDocs(contract: Contract): Router {
  const router = Router();
  const json = JSON.stringify(contract.document);
  router.get('/openapi.yaml', (_request, response) => {
    response.type('application/yaml').send(contract.text);
  });
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(json);
  });
  router.use('/docs', serve, setup(contract.document, { customSiteTitle: 'Signpost API' }));
  return router;
}
