import { createHash } from 'node:crypto';
import type { Contract } from './contract.ts';
import type { Format } from './operation.ts';

/** 128 bits: two versions of one answer never meet by chance. */
const TAG_CHARACTERS = 22;

/**
 * The entity tag of an answer (RFC 9110, 8.8.3), without its quotes. It is made of data only, so that every process gives
 * the same one: of what the operation says its answer is made of, the format, and the contract, since a new release may
 * write the same data in another shape.
 */
export function entityTag(contract: Contract, format: Format, madeOf: string): string {
  return createHash('sha256')
    .update(`${contract.fingerprint}\n${format}\n${madeOf}`)
    .digest('base64url')
    .slice(0, TAG_CHARACTERS);
}

/** A compressed answer has other bytes, so its tag says so; the caller's copy is as good in either form. */
export const COMPRESSED = '-gzip';

/** Whether the caller's `If-None-Match` names this tag (RFC 9110, 13.1.2). */
export function isNamedIn(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return tagsIn(ifNoneMatch).some((given) => given === tag || given === tag + COMPRESSED);
}

/**
 * The tag that a 304 tells: the one that the answer itself would have (RFC 9110, 15.4.5). Whoever takes gzip and has a
 * compressed copy would get it compressed again.
 */
export const tagOfCopy = (ifNoneMatch: string | undefined, tag: string, packed: boolean): string =>
  packed && tagsIn(ifNoneMatch ?? '').includes(tag + COMPRESSED) ? tag + COMPRESSED : tag;

const tagsIn = (ifNoneMatch: string) =>
  ifNoneMatch.split(',').map((entry) => /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(entry)?.[1]);
