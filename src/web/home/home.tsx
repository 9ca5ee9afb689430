import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { readCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { ErrorSummary, Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: {
    en: (city: string) => `Tell ${city} what is wrong`,
    pl: (city: string) => `${city}: zgłoś, co jest nie tak`,
    uk: (city: string) => `${city}: повідомте, що не так`,
  },
  lead: {
    en: 'A broken lamp, a hole in the road, waste that nobody takes away: say what and where. You get a number, and can see what becomes of it.',
    pl: 'Zepsuta latarnia, dziura w jezdni, niewywiezione śmieci: powiedz co i gdzie. Dostaniesz numer i zobaczysz, co się dzieje ze sprawą.',
    uk: 'Зламаний ліхтар, яма на дорозі, невивезене сміття: скажіть, що і де. Ви отримаєте номер і бачитимете, що відбувається зі справою.',
  },
  report: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
  begun: {
    en: 'You have begun to report something here.',
    pl: 'Masz tu rozpoczęte zgłoszenie.',
    uk: 'Ви почали тут повідомлення.',
  },
  unclear: {
    en: 'Your last report may not have arrived yet. Open it to send it again; it is counted once.',
    pl: 'Twoje ostatnie zgłoszenie mogło jeszcze nie dotrzeć. Otwórz je, aby wysłać je ponownie; policzy się raz.',
    uk: 'Ваше останнє повідомлення могло ще не надійти. Відкрийте його, щоб надіслати знову; воно зарахується один раз.',
  },
  goOn: { en: 'Go on with it', pl: 'Dokończ zgłoszenie', uk: 'Продовжити' },
  closed: {
    en: 'These pages take no cases at the moment.',
    pl: 'Te strony nie przyjmują teraz zgłoszeń.',
    uk: 'Ці сторінки зараз не приймають повідомлень.',
  },
  follow: { en: 'Where is my case?', pl: 'Co z moją sprawą?', uk: 'Що з моєю справою?' },
  number: { en: 'Number of the case', pl: 'Numer sprawy', uk: 'Номер справи' },
  numberHint: {
    en: 'You got it when you reported, such as 10 005 202.',
    pl: 'Jest podawany przy zgłoszeniu, na przykład 10 005 202.',
    uk: 'Ви отримали його під час повідомлення, наприклад 10 005 202.',
  },
  noNumber: {
    en: 'A number has eight digits or more, such as 10 005 202.',
    pl: 'Numer ma co najmniej osiem cyfr, na przykład 10 005 202.',
    uk: 'Номер має щонайменше вісім цифр, наприклад 10 005 202.',
  },
  show: { en: 'Show the case', pl: 'Pokaż sprawę', uk: 'Показати справу' },
  all: {
    en: 'See what others have reported',
    pl: 'Zobacz, co zgłosili inni',
    uk: 'Подивитися, про що повідомили інші',
  },
});

/** Where a resident begins: report, or follow by number. */
export function Home() {
  const name = start.city?.name ?? '';
  const base = `/${start.city?.jurisdiction_id}/`;
  const heading = usePage(t.title(name));
  const { route } = useLocation();
  const [typed, setTyped] = useState('');
  const [mistakes, setMistakes] = useState<Mistake[]>([]);

  function follow(event: Event) {
    event.preventDefault();
    const number = readCaseNumber(typed);
    if (number === undefined) setMistakes([{ id: 'number', message: t.noNumber }]);
    else route(`${base}cases/${number}`);
  }

  return (
    <>
      <ErrorSummary mistakes={mistakes} />
      <h1 ref={heading} tabIndex={-1}>
        {t.title(name)}
      </h1>
      <p>{t.lead}</p>
      {start.api_key !== null && <Begun base={base} />}
      <p>
        {start.api_key === null ? (
          t.closed
        ) : (
          <a class="button" href={`${base}report`}>
            {t.report}
          </a>
        )}
      </p>
      <h2>{t.follow}</h2>
      <form onSubmit={follow} noValidate>
        <Field id="number" label={t.number} hint={t.numberHint} mistake={mistakes[0]?.message}>
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode="numeric"
              autocomplete="off"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <p>
          <button class="button quiet">{t.show}</button>
        </p>
      </form>
      <p>
        <a href={`${base}cases`}>{t.all}</a>
      </p>
    </>
  );
}

/** The way back to a report that was begun in this browser. */
function Begun({ base }: { base: string }) {
  const [begun, setBegun] = useState<string>();
  useEffect(() => {
    // Not needed for the first look.
    void import('../report/draft-store.ts')
      .then(({ loadDraft }) => loadDraft())
      .then(({ attempt, service_code }) => {
        if (attempt !== undefined) setBegun(t.unclear);
        else if (service_code !== undefined) setBegun(t.begun);
      })
      // A script that does not come is told of where it is needed.
      .catch(() => undefined);
  }, []);
  if (begun === undefined) return null;
  return (
    <p class="notice">
      {begun} <a href={`${base}report/check`}>{t.goOn}</a>
    </p>
  );
}
