import type { IncomingMessage } from 'node:http';
import accepts from 'accepts';

/** Language tags, the best first: `locale` of the query goes before `Accept-Language`. */
export function wantedLanguages(request: IncomingMessage, locale: unknown): string[] {
  const inHeader = request.headers['accept-language'] === undefined ? [] : accepts(request).languages();
  return [...(typeof locale === 'string' ? [locale] : []), ...inHeader];
}
