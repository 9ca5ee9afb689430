/** The languages of the pages; the script of the pages has the same ones (web/page-start.ts). */
export const LOCALES = ['en', 'pl', 'uk'] as const;
export type PageLocale = (typeof LOCALES)[number];

/** The first of the wanted languages that the pages have; else the city's own if they have it, else English. */
export function pageLocale(wanted: readonly string[], home: string | undefined): PageLocale {
  for (const tag of [...wanted, home ?? 'en']) {
    const primary = tag.toLowerCase().split(/[-_]/)[0];
    const found = LOCALES.find((locale) => locale === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

type Words = {
  city(name: string): string;
  cityDescription(name: string): string;
  case(number: string): string;
  general: string;
  generalDescription: string;
  keys: string;
  keysDescription: string;
  keysWithoutScripts: string;
  notFound: string;
  withoutScripts: string;
  open: string;
  closed: string;
};

/** What stands in the head of a document: for the window's title, search engines and those who share an address. */
export const WORDS: Record<PageLocale, Words> = {
  en: {
    city: (name) => `Tell ${name} what is wrong`,
    cityDescription: (name) => `Report a case to ${name}, get a number, and see what becomes of it.`,
    case: (number) => `Case ${number}`,
    general: 'Tell your city what is wrong',
    keys: 'Your keys · Signpost',
    keysDescription:
      'Keys for programs that report cases to a city: for the sandbox at once, for the city itself on request.',
    keysWithoutScripts:
      'This page needs JavaScript. The same can be done by a program: see accounts and keys in the reference, at /developers/reference.',
    generalDescription: 'Report a case to your city, get a number, and see what becomes of it.',
    notFound: 'This page is not here',
    withoutScripts:
      'This page needs JavaScript, which your browser does not run. You can also tell the city by telephone or e-mail.',
    open: 'Open',
    closed: 'Closed',
  },
  pl: {
    city: (name) => `${name}: zgłoś, co jest nie tak`,
    cityDescription: (name) => `${name}: zgłoś sprawę, dostań numer i zobacz, co się z nią dzieje.`,
    case: (number) => `Sprawa ${number}`,
    general: 'Powiedz swojemu miastu, co jest nie tak',
    keys: 'Twoje klucze · Signpost',
    keysDescription:
      'Klucze dla programów, które zgłaszają sprawy miastu: do piaskownicy od razu, do samego miasta na prośbę.',
    keysWithoutScripts:
      'Ta strona wymaga JavaScriptu. To samo może zrobić program: zobacz accounts i keys pod adresem /developers/reference.',
    generalDescription: 'Zgłoś sprawę swojemu miastu, dostań numer i zobacz, co się z nią dzieje.',
    notFound: 'Nie ma tu takiej strony',
    withoutScripts:
      'Ta strona wymaga JavaScriptu, którego Twoja przeglądarka nie uruchamia. Sprawę można też zgłosić telefonicznie lub e-mailem.',
    open: 'Otwarta',
    closed: 'Zamknięta',
  },
  uk: {
    city: (name) => `${name}: повідомте, що не так`,
    cityDescription: (name) =>
      `${name}: повідомте про справу, отримайте номер і дивіться, що з нею відбувається.`,
    case: (number) => `Справа ${number}`,
    keys: 'Ваші ключі · Signpost',
    keysDescription:
      'Ключі для програм, які повідомляють місту про справи: до пісочниці одразу, до самого міста за запитом.',
    keysWithoutScripts:
      'Ця сторінка потребує JavaScript. Те саме може зробити програма: дивіться accounts і keys за адресою /developers/reference.',
    general: 'Скажіть своєму місту, що не так',
    generalDescription: 'Повідомте місту про справу, отримайте номер і дивіться, що з нею відбувається.',
    notFound: 'Тут немає такої сторінки',
    withoutScripts:
      'Ця сторінка потребує JavaScript, який ваш браузер не виконує. Місту можна також зателефонувати або написати листа.',
    open: 'Відкрита',
    closed: 'Закрита',
  },
};
