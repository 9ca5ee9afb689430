import type { ErrorEntry } from '../errors.ts';
import type { Findings } from './findings.ts';
import { isItem } from './fields.ts';
import type { Item } from './fields.ts';
import type { Body } from './mend-answer.ts';

/** Services, questions and updates have descriptions and codes too. */
const NO_ERROR = ['service_code', 'datatype', 'update_id', 'service_request_id'];
const MARKUP = /<\/?[a-z][^<>]{0,200}>/gi;

/**
 * What an error says, however it is written; empty when the body is no error.
 * @param status of the answer; in one of success, only what says that it is an error counts
 */
export function mendErrors({ value, root }: Body, status: number, findings: Findings): ErrorEntry[] {
  const xml = root !== undefined;
  if (xml && !/^errors?$/i.test(root)) return [];
  const rows = errorsIn(value, xml || status >= 400);
  if (rows.length === 0) return [];
  const isPlain = xml
    ? root === 'errors' && isItem(value) && Object.keys(value).join() === 'error'
    : Array.isArray(value);
  if (!isPlain || rows.some((row) => !Object.hasOwn(row, 'code') || !Object.hasOwn(row, 'description')))
    findings.tell(xml ? 'R31/xml' : 'R31/json', '', value);
  if (status < 400) findings.tell('R37', '', status);
  return rows.map(({ code, said }, at) => {
    const plain = said.replace(MARKUP, '').trim();
    if (plain !== said.trim()) findings.tell('R33', `/${at}/description`, said);
    if (!xml && typeof code === 'string') findings.tell('R34', `/${at}/code`, code);
    return { code: Number(code) || (status < 400 ? 400 : status), description: plain };
  });
}

/** An error and what it says, under whatever name. */
type Said = Item & { said: string };

/** Lists, single objects and bare texts, at most as deep as `{ errors: { error: [{ … }] } }`. */
function errorsIn(value: unknown, isError: boolean, depth = 0): Said[] {
  if (depth > 3) return [];
  if (Array.isArray(value)) {
    const rows = value.flatMap((one) => errorsIn(one, isError, depth + 1));
    // One that is none makes it a list of something else.
    return rows.length < value.length ? [] : rows;
  }
  if (typeof value === 'string') return isError && value.trim() !== '' ? [{ said: value }] : [];
  if (!isItem(value) || NO_ERROR.some((name) => Object.hasOwn(value, name))) return [];
  const inner = value.errors ?? value.error;
  if (inner !== undefined && inner !== null && typeof inner !== 'boolean')
    return errorsIn(inner, true, depth + 1);
  const said = value.description ?? value.message ?? value.detail;
  if (typeof said !== 'string' || said.trim() === '' || (!isError && !Object.hasOwn(value, 'code')))
    return [];
  return [{ ...value, said }];
}
