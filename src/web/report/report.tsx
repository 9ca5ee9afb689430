import { api } from '../api.ts';
import { start } from '../page-start.ts';
import { Failure } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';
import { Steps } from './steps.tsx';
import { words } from './words.ts';
import './report.css';

const t = texts({
  title: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
  closed: {
    en: 'These pages take no cases at the moment. You can tell the city by telephone or e-mail. What you have already written here is kept for a week.',
    pl: 'Te strony nie przyjmują teraz zgłoszeń. Sprawę można zgłosić telefonicznie lub e-mailem. To, co już tu wpisano, jest przechowywane przez tydzień.',
    uk: 'Ці сторінки зараз не приймають повідомлень. Місту можна зателефонувати або написати листа. Те, що ви вже тут написали, зберігається тиждень.',
  },
  none: {
    en: 'The city has not yet said what it can be told about.',
    pl: 'Miasto nie podało jeszcze, jakie sprawy przyjmuje.',
    uk: 'Місто ще не повідомило, про що можна повідомляти.',
  },
});

/** From what is wrong to the number of the case, one thing a page. */
export function Report() {
  const answer = useAnswer('services', (signal) => api.services.list({}, { signal }));
  const services = answer.value;
  if (start.api_key === null) return <Instead>{t.closed}</Instead>;
  if (services === undefined)
    return answer.state === 'failed' ? (
      <Instead>
        <Failure error={answer.error} again={answer.again} />
      </Instead>
    ) : (
      <p role="status">{words.loading}</p>
    );
  return services.length === 0 ? (
    <Instead>{t.none}</Instead>
  ) : (
    <Steps services={services} onOutdated={answer.again} />
  );
}

/** What is shown where nothing can be reported. */
function Instead({ children }: { children: preact.ComponentChildren }) {
  const heading = usePage(t.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      <div>{children}</div>
    </>
  );
}
