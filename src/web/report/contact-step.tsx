import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { texts } from '../texts.ts';
import { useDraft } from './draft.ts';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';
import { words } from './words.ts';

const t = texts({
  title: {
    en: 'How can the city reach you?',
    pl: 'Jak miasto może się z Tobą skontaktować?',
    uk: 'Як місто може зв’язатися з вами?',
  },
  lead: {
    en: 'You need not say who you are. What you write here is never shown to the public.',
    pl: 'Nie musisz podawać, kim jesteś. Tego, co tu wpiszesz, nie zobaczy nikt poza urzędem.',
    uk: 'Вам не потрібно називати себе. Те, що ви тут напишете, ніколи не буде показано публічно.',
  },
  email: { en: 'E-mail', pl: 'E-mail', uk: 'Електронна пошта' },
  phone: { en: 'Telephone', pl: 'Telefon', uk: 'Телефон' },
  first: { en: 'First name', pl: 'Imię', uk: 'Ім’я' },
  last: { en: 'Last name', pl: 'Nazwisko', uk: 'Прізвище' },
  wrongEmail: {
    en: 'An e-mail address looks like this: anna@example.org.',
    pl: 'Adres e-mail wygląda tak: anna@example.org.',
    uk: 'Адреса електронної пошти виглядає так: anna@example.org.',
  },
});

const FIELDS = [
  ['email', t.email, 'email'],
  ['phone', t.phone, 'tel'],
  ['first_name', t.first, 'given-name'],
  ['last_name', t.last, 'family-name'],
] as const;

/** Who reports it, if they want to say. */
export function ContactStep({ refused, go }: StepProps) {
  const { draft, change } = useDraft();
  const [mistakes, setMistakes] = useState<readonly Mistake[]>(refused);

  function next() {
    const email = draft.email.trim();
    if (email === '' || /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(email)) go('check');
    else setMistakes([{ id: 'email', message: t.wrongEmail }]);
  }

  return (
    <StepPage title={t.title} mistakes={mistakes} onNext={next} onBack={() => go('details')}>
      <p>{t.lead}</p>
      {FIELDS.map(([name, label, autocomplete]) => (
        <Field
          key={name}
          id={name}
          mistake={mistakes.find(({ id }) => id === name)?.message}
          label={
            <>
              {label} <span class="muted">{words.optional}</span>
            </>
          }
        >
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode={autocomplete === 'email' || autocomplete === 'tel' ? autocomplete : 'text'}
              autocomplete={autocomplete}
              maxLength={255}
              value={draft[name]}
              onInput={(event) => void change({ [name]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </StepPage>
  );
}
