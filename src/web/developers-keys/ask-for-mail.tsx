import { useState } from 'preact/hooks';
import { start } from '../page-start.ts';
import { Failure } from '../parts/failure.tsx';
import { ErrorSummary, Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { usePage } from '../parts/use-page.ts';
import { useSend } from '../parts/use-send.ts';
import { texts } from '../texts.ts';
import { accountClient } from './account.ts';
import { LookIntoMailbox } from './look-into-mailbox.tsx';

const t = texts({
  title: { en: 'Get a key', pl: 'Zdobądź klucz', uk: 'Отримайте ключ' },
  lead: {
    en: 'Programs that report cases need a key. Tell us your e-mail address, and we send you a link. A sandbox key is there at once after that.',
    pl: 'Programy, które zgłaszają sprawy, potrzebują klucza. Podaj swój adres e-mail, a wyślemy Ci link. Klucz do piaskownicy dostaniesz zaraz potem.',
    uk: 'Програмам, які повідомляють про справи, потрібен ключ. Вкажіть адресу електронної пошти, і ми надішлемо посилання. Ключ до пісочниці ви отримаєте одразу після цього.',
  },
  again: {
    en: 'You have been here before? Then the same address leads to your keys.',
    pl: 'Masz już klucze? Ten sam adres prowadzi do nich.',
    uk: 'Ви вже були тут? Та сама адреса приведе до ваших ключів.',
  },
  email: { en: 'E-mail address', pl: 'Adres e-mail', uk: 'Адреса електронної пошти' },
  hint: {
    en: 'We use it for your keys only.',
    pl: 'Użyjemy go tylko w sprawie Twoich kluczy.',
    uk: 'Ми використаємо її лише для ваших ключів.',
  },
  wrong: {
    en: 'Enter an e-mail address, such as name@example.org.',
    pl: 'Podaj adres e-mail, na przykład name@example.org.',
    uk: 'Введіть адресу електронної пошти, наприклад name@example.org.',
  },
  send: { en: 'Send me the link', pl: 'Wyślij mi link', uk: 'Надіслати посилання' },
  reading: {
    en: 'Reading needs no key. The quickstart shows how to begin.',
    pl: 'Do czytania klucz nie jest potrzebny. Krótkie wprowadzenie (po angielsku) pokazuje, jak zacząć.',
    uk: 'Для читання ключ не потрібен. Короткий вступ (англійською) показує, як почати.',
  },
  quickstart: { en: 'Quickstart', pl: 'Wprowadzenie', uk: 'Вступ' },
});

/** Who is not signed in asks for a link by e-mail. */
export function AskForMail() {
  const heading = usePage(t.title);
  const [email, setEmail] = useState('');
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [asked, setAsked] = useState(false);
  const { failure, sending, send } = useSend();

  function ask(event: Event) {
    event.preventDefault();
    const address = email.trim();
    if (!/^\S+@\S+\.\S+$/.test(address)) {
      setMistakes([{ id: 'email', message: t.wrong }]);
      return;
    }
    setMistakes([]);
    send(async () => {
      await accountClient().accounts.create({ email: address, locale: start.locale });
      setAsked(true);
    });
  }

  if (asked) return <LookIntoMailbox email={email.trim()} />;
  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      <p>{t.lead}</p>
      <p>{t.again}</p>
      {failure !== undefined && <Failure error={failure} />}
      <form onSubmit={ask} noValidate>
        <Field id="email" label={t.email} hint={t.hint} mistake={mistakes[0]?.message}>
          {(control) => (
            <input
              {...control}
              type="email"
              autocomplete="email"
              spellcheck={false}
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <p>
          <button class="button" aria-disabled={sending}>
            {t.send}
          </button>
        </p>
      </form>
      <p>
        {t.reading} <a href="/developers/quickstart">{t.quickstart}</a>
      </p>
    </>
  );
}
