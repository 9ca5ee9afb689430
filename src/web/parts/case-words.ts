import { plural, texts, writeNumber } from '../texts.ts';

/** What several pages say of cases. */
export const caseWords = texts({
  open: { en: 'Open', pl: 'Otwarta', uk: 'Відкрита' },
  closed: { en: 'Closed', pl: 'Zamknięta', uk: 'Закрита' },
  loading: { en: 'Loading …', pl: 'Wczytywanie …', uk: 'Завантаження …' },
  count: {
    en: (count: number) =>
      plural(count, { one: `${writeNumber(count)} case`, other: `${writeNumber(count)} cases` }),
    pl: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} sprawa`,
        few: `${writeNumber(count)} sprawy`,
        many: `${writeNumber(count)} spraw`,
        other: `${writeNumber(count)} sprawy`,
      }),
    uk: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} справа`,
        few: `${writeNumber(count)} справи`,
        many: `${writeNumber(count)} справ`,
        other: `${writeNumber(count)} справи`,
      }),
  },
  case: {
    en: (number: string) => `Case ${number}`,
    pl: (number: string) => `Sprawa ${number}`,
    uk: (number: string) => `Справа ${number}`,
  },
  reported: {
    en: (when: string) => `reported on ${when}`,
    pl: (when: string) => `zgłoszono ${when}`,
    uk: (when: string) => `повідомлено ${when}`,
  },
  noPlace: { en: 'without a place', pl: 'bez miejsca', uk: 'без місця' },
});
