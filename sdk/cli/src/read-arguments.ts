import { InvalidArgumentError } from 'commander';
import { localeOf } from './locale.ts';

/** @throws InvalidArgumentError */
export function readUrl(text: string): URL {
  // What a variable holds is several words in some shells, and one in others.
  if (/\s/.test(text)) {
    const [option] = /(?<=\s)--[a-z-]+/.exec(text) ?? [];
    throw new InvalidArgumentError(
      option === undefined
        ? 'It holds blanks. Give the address as one word, and everything else as words of their own behind it.'
        : `It holds blanks: ${option} has to stand as a word of its own behind the address.`,
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address that begins with http:// or https://.');
  return url;
}

/** @throws InvalidArgumentError */
export function readNumber(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number, such as 51.1079.');
  return Number(text);
}

/** Reads a number that may not be below `least`. @throws InvalidArgumentError when it is not one */
export function readAtLeast(least: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(number >= least)) throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`);
    return number;
  };
}

/**
 * Reads a day or a time as the standard wants it.
 * @param clock what a day alone means
 */
function readTime(text: string, clock: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  const written = `${day}${time ?? `T${clock}Z`}`;
  // What is no day, such as 31 February, is read as another one, or not at all.
  const read = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(read.getTime()) && read.toISOString().startsWith(`${day}`);
  if (day === undefined || !isDay || Number.isNaN(Date.parse(written)))
    throw new InvalidArgumentError(
      'It must be a day, such as 2026-03-01, or a time, such as 2026-03-01T09:30:00Z.',
    );
  return written;
}

/** @throws InvalidArgumentError */
export const readFrom = (text: string) => readTime(text, '00:00:00');

/** @throws InvalidArgumentError */
export const readTo = (text: string) => readTime(text, '23:59:59');

/** A language, also as the environment has it: `pl_PL.UTF-8`. @throws InvalidArgumentError */
export function readLocale(text: string): string {
  const locale = localeOf(text);
  if (locale === undefined) throw new InvalidArgumentError('It must be a language, such as pl or pt-BR.');
  return locale;
}

/** Words between commas. */
export const readList = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** A value of an option that may be given several times. */
export const readOneMore = (text: string, before: readonly string[] = []) => [...before, text];
