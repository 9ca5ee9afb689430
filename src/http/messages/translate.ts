import { POLISH } from './polish.ts';
import { UKRAINIAN } from './ukrainian.ts';

const TRANSLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pl: POLISH,
  uk: UKRAINIAN,
};

/** The language that messages are written in. */
const SOURCE = 'en';

/**
 * The language of an error (standard, R33): the first one asked for that the messages are translated to, else English.
 * @param wanted language tags, the best first; `pl-PL` finds `pl`
 */
export function messageLanguage(wanted: readonly string[]): string {
  const primary = wanted.map((tag) => tag.toLowerCase().split(/[-_]/)[0] ?? '');
  return primary.find((tag) => tag === SOURCE || Object.hasOwn(TRANSLATIONS, tag)) ?? SOURCE;
}

/**
 * A message in another language. Messages stand in the code in English, where they are thrown, and are recognised by their
 * text; what is quoted in them stays as it is. One without a translation stays English.
 */
export function translate(message: string, language: string): string {
  const translation = TRANSLATIONS[language];
  if (translation === undefined) return message;
  for (const { template, pattern } of patterns()) {
    const found = pattern.exec(message);
    if (found !== null)
      return (translation[template] ?? message).replace(
        /\{(\d)\}/g,
        (_all, place: string) => found[Number(place)] ?? '',
      );
  }
  return message;
}

/** Whether every language has a translation for it. */
export function isTranslated(message: string): boolean {
  return patterns().some(({ pattern }) => pattern.test(message));
}

type Pattern = { template: string; pattern: RegExp };
let compiled: Pattern[] | undefined;

/** Those with the most words of their own come first: `{1} is missing. lat and long go together.` before `{1} is missing. {2}`. */
function patterns(): Pattern[] {
  compiled ??= Object.keys(POLISH)
    .map((template) => ({ template, own: template.replace(/\{\d\}/g, '').length }))
    .sort((a, b) => b.own - a.own)
    .map(({ template }) => ({
      template,
      pattern: new RegExp(
        `^${template
          .replace(/[.*+?^$()[\]|\\]/g, '\\$&')
          .replace(/\{\d\}/g, '(.*?)')
          .replace(/[{}](?!\d)/g, '\\$&')}$`,
        's',
      ),
    }));
  return compiled;
}
