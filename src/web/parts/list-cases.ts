import type { AnswerOf, ParametersOf } from '@signpost/sdk';
import { api } from '../api.ts';

/** A case, as everybody may see it. */
export type Case = AnswerOf<'requests.get'>[number];

/** A page of a list, and how many there are on all of them. */
export type CasePage = {
  cases: Case[];
  total: number;
  estimated: boolean;
  /** Where the next page begins; undefined on the last one. */
  next: string | undefined;
};

/** Asks for a page of cases with what goes beyond the standard. */
export async function listCases(
  parameters: ParametersOf<'requests.list'>,
  signal: AbortSignal,
): Promise<CasePage> {
  const list = api.requests.list({ ...parameters, extensions: 'true' }, { signal });
  const { data, response } = await list.withResponse();
  const cases = data.filter((one): one is Case => one.extended_attributes?.withdrawn !== true);
  const link = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return {
    cases,
    total: Number(response.headers.get('x-total-count') ?? cases.length),
    estimated: response.headers.get('x-total-count-estimated') === 'true',
    next: link === undefined ? undefined : (new URL(link).searchParams.get('cursor') ?? undefined),
  };
}
