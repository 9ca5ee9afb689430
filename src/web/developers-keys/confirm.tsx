import { ApiError } from '@signpost/sdk';
import { useState } from 'preact/hooks';
import { Failure, wordsOf } from '../parts/failure.tsx';
import { usePage } from '../parts/use-page.ts';
import { useSend } from '../parts/use-send.ts';
import { texts } from '../texts.ts';
import { accountClient } from './account.ts';
import { LookIntoMailbox } from './look-into-mailbox.tsx';

const t = texts({
  title: {
    en: 'Is this your e-mail address?',
    pl: 'Czy to Twój adres e-mail?',
    uk: 'Це ваша адреса електронної пошти?',
  },
  lead: {
    en: 'You have followed the link of our mail. Press the button, and your keys are shown in this browser.',
    pl: 'Link z naszej wiadomości działa. Naciśnij przycisk, a w tej przeglądarce pojawią się Twoje klucze.',
    uk: 'Ви відкрили посилання з нашого листа. Натисніть кнопку, і у цьому браузері з’являться ваші ключі.',
  },
  confirm: { en: 'Confirm', pl: 'Potwierdź', uk: 'Підтвердити' },
  dead: {
    en: 'This link does not work any more',
    pl: 'Ten link już nie działa',
    uk: 'Це посилання більше не діє',
  },
  renew: { en: 'Send me a new mail', pl: 'Wyślij mi nową wiadomość', uk: 'Надіслати новий лист' },
  begin: {
    en: 'Enter your e-mail address again',
    pl: 'Podaj adres e-mail jeszcze raz',
    uk: 'Ввести адресу ще раз',
  },
});

/** The link of a mail. It waits for a press: programs that look for harm in mails follow links as well. */
export function Confirm(props: { token: string; confirmed: (account: string) => void; leave: () => void }) {
  const { token, confirmed, leave } = props;
  const [dead, setDead] = useState<ApiError>();
  const [renewed, setRenewed] = useState(false);
  const heading = usePage(dead === undefined ? t.title : t.dead);
  const { failure, sending, send } = useSend();

  const confirm = () =>
    send(async () => {
      try {
        confirmed((await accountClient().accounts.confirm({ token })).account_token);
      } catch (error) {
        // It has expired, was followed before, or was never one.
        if (!(error instanceof ApiError) || ![400, 404, 409, 410].includes(error.status)) throw error;
        setDead(error);
        heading.current?.focus();
      }
    });
  const renew = () =>
    send(async () => {
      await accountClient().accounts.renew({ token });
      setRenewed(true);
    });

  if (renewed) return <LookIntoMailbox />;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {dead === undefined ? t.title : t.dead}
      </h1>
      <p role={dead === undefined ? undefined : 'alert'}>{dead === undefined ? t.lead : wordsOf(dead)}</p>
      {failure !== undefined && <Failure error={failure} />}
      <div class="buttons">
        {dead === undefined && (
          <button type="button" class="button" aria-disabled={sending} onClick={confirm}>
            {t.confirm}
          </button>
        )}
        {dead?.status === 410 && (
          <button type="button" class="button" aria-disabled={sending} onClick={renew}>
            {t.renew}
          </button>
        )}
        {dead !== undefined && (
          <button type="button" class="button quiet" onClick={leave}>
            {t.begin}
          </button>
        )}
      </div>
    </>
  );
}
