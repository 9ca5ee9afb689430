import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'Look into your mailbox', pl: 'Zajrzyj do swojej skrzynki', uk: 'Перевірте свою пошту' },
  sent: {
    en: (email: string) => `If a mail may be sent to ${email}, it is on its way now.`,
    pl: (email: string) => `Jeśli na adres ${email} wolno wysłać wiadomość, jest już w drodze.`,
    uk: (email: string) => `Якщо на адресу ${email} можна надіслати листа, він уже в дорозі.`,
  },
  sentAnew: {
    en: 'A new mail is on its way.',
    pl: 'Nowa wiadomość jest w drodze.',
    uk: 'Новий лист уже в дорозі.',
  },
  follow: {
    en: 'Follow the link in it within 24 hours. You can close this page.',
    pl: 'Otwórz link z wiadomości w ciągu 24 godzin. Tę stronę możesz zamknąć.',
    uk: 'Відкрийте посилання з листа протягом 24 годин. Цю сторінку можна закрити.',
  },
  nothing: {
    en: 'Nothing there? Look among unwanted mails. While a mail has no answer, no second one is sent to the same mailbox or, outside of large mail services, to its domain. If yours is lost, whoever runs this server can let another one be sent.',
    pl: 'Nic nie przyszło? Sprawdź w niechcianych wiadomościach. Dopóki na jedną wiadomość nie ma odpowiedzi, drugiej na tę samą skrzynkę nie wysyłamy, a poza dużymi serwisami pocztowymi także na inne adresy w tej domenie. Jeśli wiadomość przepadła, osoba prowadząca ten serwer może zezwolić na następną.',
    uk: 'Листа немає? Перевірте небажану пошту. Поки на лист немає відповіді, другого на ту саму скриньку не надсилаємо, а поза великими поштовими службами й на інші адреси цього домену. Якщо лист загубився, той, хто веде цей сервер, може дозволити наступний.',
  },
});

/** What to do after a mail was asked for. Whether one was sent is told to nobody. */
export function LookIntoMailbox({ email }: { email?: string }) {
  const heading = usePage(t.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      <p>{email === undefined ? t.sentAnew : t.sent(email)}</p>
      <p>{t.follow}</p>
      <p>{t.nothing}</p>
    </>
  );
}
