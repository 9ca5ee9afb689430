import { SignpostError } from './errors.ts';
import { textOf } from './form.ts';
import type { FormValue } from './form.ts';

/** Puts the parameters of the path into it, and takes them out of `fields`. */
export function fillPath(url: string, operationId: string, fields: Record<string, FormValue>): string {
  return url.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[name] ?? '';
    if (value === '') throw new SignpostError(`${operationId} needs ${name}.`);
    delete fields[name];
    return encode(value);
  });
}

/** Parameters as a query, with its question mark; lists value by value, with plain commas between them. */
export function queryOf(fields: Readonly<Record<string, FormValue>>): string {
  const query = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`${encode(name)}=${[value].flat().map(encode).join()}`],
  );
  return query[0] ? `?${query.join('&')}` : '';
}

/** Percent-encodes what has a meaning in an address. */
function encode(value: NonNullable<FormValue>): string {
  // Half of a surrogate pair cannot be encoded and would throw.
  return encodeURIComponent(textOf(value as string).replace(/\p{Surrogate}/gu, '\uFFFD'));
}
