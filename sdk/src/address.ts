import { SignpostError } from './errors.ts';
import { isList, textOf } from './form.ts';
import type { FormValue } from './form.ts';

/** Puts the parameters of the path into it, and takes them out of `fields`. */
export function fillPath(url: string, operationId: string, fields: Record<string, FormValue>): string {
  return url.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name];
    if (value === undefined || value === null || value === '') {
      throw new SignpostError(`${operationId} needs ${name}.`);
    }
    delete fields[name];
    return encode(value);
  });
}

/** The rest of the parameters as a query, with its question mark. */
export function queryOf(fields: Readonly<Record<string, FormValue>>): string {
  const query = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${encode(name)}=${encode(value)}`],
  );
  return query.length > 0 ? `?${query.join('&')}` : '';
}

/**
 * The address behind a link to a further page, on the host that was called: what a server says of itself may not lead a client to
 * another one, and behind a proxy it often does not know its own name.
 */
export function linkedPage(link: string, url: string): string {
  if (!URL.canParse(link, url))
    throw new SignpostError('The server links to a next page that is no address.');
  const { pathname, search } = new URL(link, url);
  return new URL(url).origin + pathname + search;
}

/** Percent-encodes all that RFC 3986 reserves, and lists value by value with plain commas between them. */
function encode(value: NonNullable<FormValue>): string {
  if (isList(value)) return value.map(encode).join(',');
  if (typeof value === 'object') throw new SignpostError('Only a form can hold an object or a file.');
  const text = textOf(value);
  // Half of a surrogate pair cannot be encoded and would throw.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
