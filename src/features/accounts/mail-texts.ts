import type { Telling } from './key-request-repository.ts';

type Text = { subject: string; text: string };
type Texts = {
  link(base: string, follow: string, refuse: string): Text;
  approved(base: string, key: { kind: string; city: string; label: string }): Text;
  refused(key: { kind: string; city: string; label: string; reason: string }): Text;
  kinds: Record<Telling['kind'], string>;
};

const ENGLISH: Texts = {
  link: (base, follow, refuse) => ({
    subject: 'Your link to an account for developers',
    text: `Somebody, probably you, wants an account for developers at ${base}.

Follow this link within 24 hours to go on:
${follow}

You did not ask for this? Then do nothing; you will get no other mail.
To make sure of that for ever:
${refuse}
`,
  }),
  approved: (base, { kind, city, label }) => ({
    subject: 'Your key was approved',
    text: `You have asked for a ${kind} for ${city}: ${label}

It was approved. Take it here, where it is shown once:
${base}/developers/keys
`,
  }),
  refused: ({ kind, city, label, reason }) => ({
    subject: 'Your key was not approved',
    text: `You have asked for a ${kind} for ${city}: ${label}

It was not approved, for this reason:
${reason}
`,
  }),
  kinds: { live: 'live key', publishable: 'publishable key' },
};

const POLISH: Texts = {
  link: (base, follow, refuse) => ({
    subject: 'Twój odnośnik do konta dla programistów',
    text: `Ktoś, zapewne Ty, chce mieć konto dla programistów na ${base}.

Aby kontynuować, otwórz ten odnośnik w ciągu 24 godzin:
${follow}

To nie Ty? Nie rób nic; nie dostaniesz od nas kolejnej wiadomości.
Aby mieć tę pewność na zawsze:
${refuse}
`,
  }),
  approved: (base, { kind, city, label }) => ({
    subject: 'Twój klucz został przyznany',
    text: `Prośba o ${kind} dla ${city}: ${label}

Klucz został przyznany. Odbierz go tutaj; zostanie pokazany tylko raz:
${base}/developers/keys
`,
  }),
  refused: ({ kind, city, label, reason }) => ({
    subject: 'Twój klucz nie został przyznany',
    text: `Prośba o ${kind} dla ${city}: ${label}

Klucz nie został przyznany z tego powodu:
${reason}
`,
  }),
  kinds: { live: 'klucz produkcyjny', publishable: 'klucz publiczny' },
};

const UKRAINIAN: Texts = {
  link: (base, follow, refuse) => ({
    subject: 'Ваше посилання на обліковий запис розробника',
    text: `Хтось, імовірно Ви, хоче мати обліковий запис розробника на ${base}.

Щоб продовжити, відкрийте це посилання протягом 24 годин:
${follow}

Це були не Ви? Нічого не робіть; інших листів не буде.
Щоб бути певними цього назавжди:
${refuse}
`,
  }),
  approved: (base, { kind, city, label }) => ({
    subject: 'Ваш ключ надано',
    text: `Запит на ${kind} для ${city}: ${label}

Ключ надано. Заберіть його тут; його буде показано лише раз:
${base}/developers/keys
`,
  }),
  refused: ({ kind, city, label, reason }) => ({
    subject: 'Ваш ключ не надано',
    text: `Запит на ${kind} для ${city}: ${label}

Ключ не надано з такої причини:
${reason}
`,
  }),
  kinds: { live: 'робочий ключ', publishable: 'публічний ключ' },
};

const TEXTS: Readonly<Record<string, Texts>> = { en: ENGLISH, pl: POLISH, uk: UKRAINIAN };

/** The first language asked for that mails are written in, else English. */
export function mailLanguage(wanted: readonly string[]): string {
  const primary = wanted.map((tag) => tag.toLowerCase().split(/[-_]/)[0] ?? '');
  return primary.find((tag) => Object.hasOwn(TEXTS, tag)) ?? 'en';
}

const textsIn = (language: string) => TEXTS[mailLanguage([language])] ?? ENGLISH;

/** The token stands behind the `#`, which no server on the way sees, and nothing is done with it until somebody presses a button. */
export const linkMail = (language: string, base: string, token: string): Text =>
  textsIn(language).link(
    base,
    `${base}/developers/keys#confirm=${token}`,
    `${base}/developers/keys#refuse=${token}`,
  );

/** What became of a request for a key, in the language of its city. */
export function decisionMail(
  { kind, label, state, reason }: Telling,
  city: { name: string; locale: string },
  base: string,
): Text {
  const texts = textsIn(city.locale);
  const key = { kind: texts.kinds[kind], city: city.name, label };
  return state === 'refused' ? texts.refused({ ...key, reason: reason ?? '' }) : texts.approved(base, key);
}
