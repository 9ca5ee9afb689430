import { writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';
import type { Sent } from './sent.ts';

const t = texts({
  title: { en: 'The city has your case', pl: 'Miasto ma Twoją sprawę', uk: 'Місто отримало вашу справу' },
  number: { en: 'Its number', pl: 'Jej numer', uk: 'Її номер' },
  keep: {
    en: 'Write it down or take a picture of it. With it you can see at any time what becomes of your case.',
    pl: 'Zapisz go albo zrób mu zdjęcie. Dzięki niemu zawsze sprawdzisz, co dzieje się ze sprawą.',
    uk: 'Запишіть його або сфотографуйте. За ним ви завжди дізнаєтеся, що відбувається зі справою.',
  },
  token: {
    en: 'The city has it and will give it a number. Until then it is known as:',
    pl: 'Miasto ją ma i nada jej numer. Do tego czasu jej oznaczenie to:',
    uk: 'Місто її отримало й надасть номер. До того часу вона має позначення:',
  },
  secret: {
    en: 'The city has what you told it. Cases of this kind have no number and are not shown to anybody.',
    pl: 'Miasto otrzymało zgłoszenie. Sprawy tego rodzaju nie mają numeru i nie są nikomu pokazywane.',
    uk: 'Місто отримало ваше повідомлення. Справи цього виду не мають номера й нікому не показуються.',
  },
  counted: {
    en: 'The city knows that you see it too',
    pl: 'Miasto wie, że też to widzisz',
    uk: 'Місто знає, що ви теж це бачите',
  },
  follow: { en: 'See the case', pl: 'Zobacz sprawę', uk: 'Переглянути справу' },
  another: { en: 'Report something else', pl: 'Zgłoś coś innego', uk: 'Повідомити про щось інше' },
});

/** The number, so large that it is read at arm's length. */
export function SentStep({ sent }: { sent: Sent }) {
  const title = sent.as === 'support' ? t.counted : t.title;
  const heading = usePage(title);
  const base = `/${start.city?.jurisdiction_id}`;
  const { number, token, notice } = sent;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {number !== undefined ? (
        <>
          <p>{t.number}</p>
          <p class="case-number">{writeCaseNumber(number)}</p>
          <p>{t.keep}</p>
        </>
      ) : token !== undefined ? (
        <>
          <p>{t.token}</p>
          <p>
            <code>{token}</code>
          </p>
        </>
      ) : (
        <p>{t.secret}</p>
      )}
      {notice !== undefined && <p class="notice">{notice}</p>}
      <div class="buttons">
        {number !== undefined && (
          <a class="button" href={`${base}/cases/${number}`}>
            {t.follow}
          </a>
        )}
        <a href={`${base}/report/service`}>{t.another}</a>
      </div>
    </>
  );
}
