import { isSuccess } from './answer.ts';
import type { Answer } from './answer.ts';
import { isItem, listIn, objectIn, textOf } from './items.ts';
import type { Item } from './items.ts';

/** The endpoints of a discovery document, in JSON and XML alike. */
export function endpointsIn(answer: Answer): Item[] | undefined {
  const document = isSuccess(answer) ? objectIn(answer) : undefined;
  return document !== undefined && 'endpoints' in document
    ? listIn(document['endpoints'], 'endpoint')
    : undefined;
}

/** The formats of an endpoint: a list of texts, in XML of elements, of which one looks like none. */
export function formatsOf(endpoint: Item): string[] {
  const given = endpoint['formats'];
  const inner = isItem(given) ? given['format'] : given;
  return (Array.isArray(inner) ? inner : [inner]).flatMap((one) => textOf(one) ?? []);
}
