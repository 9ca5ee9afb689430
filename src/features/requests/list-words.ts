import { typedCaseNumber, readCaseNumber } from './case-number.ts';
import type { Catalogue } from '../catalogue/index.ts';

/**
 * One word of a search: a case has it when its description or address has a word that begins like it, or when it belongs
 * to one of the services, or has the number.
 */
export type SearchWord = {
  whole: string;
  /** What the case's word begins with; several, where the word itself is found nowhere and others differ by a letter. */
  beginnings: readonly string[];
  serviceCodes: readonly string[];
  number: string | null;
};

/** More words than anybody types; the rest is passed over. */
const MOST_WORDS = 8;

/** Where a word is cut, by its length: what comes after is taken for an ending. */
const ENDING = [0, 0, 0, 0, 1, 1, 1, 2] as const;
const LONGEST_ENDING = 3;

/** Letters, which Unicode would write with a mark or which have none; as `plain_text` writes them in the database. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=[a-z])\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll('ł', 'l');

const wordsOf = (text: string) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * The words of `q`. Polish endings are not looked up in a dictionary: words are compared by their beginnings, which is
 * where words of one family agree (latarnia, latarni, latarnie).
 */
export function readSearch(q: string, catalogue: Catalogue): SearchWord[] {
  const words = [...new Set(wordsOf(q))].slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  const services = [...catalogue.values()].map(({ service_code, service_name, keywords, group }) => ({
    service_code,
    words: wordsOf(`${service_name} ${keywords ?? ''} ${group ?? ''}`),
  }));
  return words.map((whole) => {
    const beginning = whole.slice(0, whole.length - (ENDING[whole.length] ?? LONGEST_ENDING));
    const digits = typedCaseNumber(whole);
    return {
      whole,
      beginnings: [beginning],
      serviceCodes: services
        .filter((service) => service.words.some((word) => word.startsWith(beginning)))
        .map(({ service_code }) => service_code),
      number: readCaseNumber(digits) === 'possible' ? digits : null,
    };
  });
}
