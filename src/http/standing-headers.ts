import type { IncomingMessage } from 'node:http';
import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { LIMIT_FIELDS } from './limits.ts';

/** Headers that every answer carries: those that protect, and those that let pages of other origins read it. */
export function standingHeaders(publicUrl: string | undefined): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          frameAncestors: ["'self'"],
        },
      },
      // The API is made to be read by pages of other origins.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: publicUrl?.startsWith('https:') ?? false,
    }),
    cors({
      origin: '*',
      methods: ['GET', 'HEAD', 'POST', 'DELETE'],
      preflightContinue: true,
      exposedHeaders: [
        'X-Request-Id',
        'Retry-After',
        ...LIMIT_FIELDS,
        'Idempotent-Replayed',
        'ETag',
        'Link',
        'Content-Disposition',
        'X-Total-Count',
        'X-Total-Count-Estimated',
      ],
      maxAge: 86_400,
    }),
  ];
}

/** What they set on the answer to a GET, which is the same for all: for answers that do not pass through them. */
export function standingHeadersOfGet(publicUrl: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  const answer = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    getHeader: (name: string) => headers[name],
    removeHeader: (name: string) => delete headers[name],
  };
  const request = { method: 'GET', headers: {} } as IncomingMessage;
  for (const handler of standingHeaders(publicUrl))
    handler(request as never, answer as never, () => undefined);
  return headers;
}
