import { useState } from 'preact/hooks';
import { Failure } from '../parts/failure.tsx';
import { usePage } from '../parts/use-page.ts';
import { useSend } from '../parts/use-send.ts';
import { texts } from '../texts.ts';
import { accountClient } from './account.ts';

const t = texts({
  title: {
    en: 'Do you want no more mails from us?',
    pl: 'Nie chcesz od nas więcej wiadomości?',
    uk: 'Не бажаєте більше отримувати від нас листи?',
  },
  lead: {
    en: 'Somebody has entered your e-mail address here. Press the button, and nobody can make us write to you again. We also erase the address.',
    pl: 'Ktoś podał tu Twój adres e-mail. Naciśnij przycisk, a nikt nie sprawi, że znów do Ciebie napiszemy. Usuniemy też adres.',
    uk: 'Хтось ввів тут вашу адресу. Натисніть кнопку, і ніхто не змусить нас знову вам написати. Адресу ми також видалимо.',
  },
  refuse: { en: 'Never write to me again', pl: 'Nie piszcie do mnie więcej', uk: 'Більше не писати мені' },
  done: { en: 'No further mail will come', pl: 'Nie wyślemy więcej wiadomości', uk: 'Листів більше не буде' },
  whole: {
    en: 'Your address is erased here. You can close this page.',
    pl: 'Twój adres został tu usunięty. Możesz zamknąć tę stronę.',
    uk: 'Вашу адресу тут видалено. Цю сторінку можна закрити.',
  },
});

/** For whom a mail was not meant. */
export function Refuse({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  const heading = usePage(done ? t.done : t.title);
  const { failure, sending, send } = useSend();
  const refuse = () =>
    send(async () => {
      await accountClient().accounts.refuse({ token });
      setDone(true);
      heading.current?.focus();
    });
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {done ? t.done : t.title}
      </h1>
      <p>{done ? t.whole : t.lead}</p>
      {failure !== undefined && <Failure error={failure} />}
      {!done && (
        <p>
          <button type="button" class="button" aria-disabled={sending} onClick={refuse}>
            {t.refuse}
          </button>
        </p>
      )}
    </>
  );
}
