import type { ServiceDefinition } from '@signpost/sdk';
import { Fragment } from 'preact';
import { api } from '../api.ts';
import { Failure } from '../parts/failure.tsx';
import { ProblemList } from '../parts/problem-list.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { plural, texts, writeClock } from '../texts.ts';
import { useDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { Preview } from './photos.tsx';
import type { StepMistake, StepName, StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';
import { useArea } from './use-area.ts';
import { useSending } from './use-sending.ts';
import type { Sending } from './use-sending.ts';
import { words } from './words.ts';

const t = texts({
  title: { en: 'Check before you send', pl: 'Sprawdź przed wysłaniem', uk: 'Перевірте перед надсиланням' },
  what: { en: 'What', pl: 'Co', uk: 'Що' },
  where: { en: 'Where', pl: 'Gdzie', uk: 'Де' },
  onMap: { en: 'Place on the map', pl: 'Miejsce na mapie', uk: 'Місце на мапі' },
  onMapIn: {
    en: (area: string) => `On the map, in ${area}`,
    pl: (area: string) => `Na mapie: ${area}`,
    uk: (area: string) => `На мапі: ${area}`,
  },
  more: { en: 'Description', pl: 'Opis', uk: 'Опис' },
  nothing: { en: 'Nothing', pl: 'Brak', uk: 'Немає' },
  photos: { en: 'Photos', pl: 'Zdjęcia', uk: 'Фотографії' },
  contact: { en: 'Contact', pl: 'Kontakt', uk: 'Контакт' },
  anonymous: { en: 'Without a name', pl: 'Anonimowo', uk: 'Анонімно' },
  send: { en: 'Send', pl: 'Wyślij', uk: 'Надіслати' },
  again: { en: 'Send again', pl: 'Wyślij ponownie', uk: 'Надіслати ще раз' },
  sending: { en: 'Sending …', pl: 'Wysyłanie …', uk: 'Надсилання …' },
  part: { en: 'Sent so far', pl: 'Wysłano', uk: 'Надіслано' },
  connection: {
    en: 'The connection was lost, and nobody knows yet whether your case has arrived.',
    pl: 'Połączenie zostało przerwane i nie wiadomo jeszcze, czy sprawa dotarła.',
    uk: 'З’єднання перервалося, і поки невідомо, чи справа надійшла.',
  },
  server: {
    en: 'The city’s server cannot answer right now, and nobody knows yet whether your case has arrived.',
    pl: 'Serwer miasta nie może teraz odpowiedzieć i nie wiadomo jeszcze, czy sprawa dotarła.',
    uk: 'Сервер міста зараз не може відповісти, і поки невідомо, чи справа надійшла.',
  },
  many: {
    en: 'Too many cases have come from here in the last minute.',
    pl: 'W ciągu ostatniej minuty wysłano stąd zbyt wiele spraw.',
    uk: 'За останню хвилину звідси надійшло забагато справ.',
  },
  kept: {
    en: 'It is kept here, also when you close the page. It is sent again by itself as soon as that is possible, and is counted once.',
    pl: 'Jest zapisana tutaj, także po zamknięciu strony. Zostanie wysłana ponownie sama, gdy tylko będzie to możliwe, i policzy się raz.',
    uk: 'Вона збережена тут, навіть якщо ви закриєте сторінку. Її буде надіслано знову автоматично, щойно це стане можливим, і зараховано один раз.',
  },
  wait: {
    en: (seconds: number) =>
      plural(seconds, { one: `Next try in ${seconds} second.`, other: `Next try in ${seconds} seconds.` }),
    pl: (seconds: number) =>
      plural(seconds, {
        one: `Następna próba za ${seconds} sekundę.`,
        few: `Następna próba za ${seconds} sekundy.`,
        many: `Następna próba za ${seconds} sekund.`,
        other: `Następna próba za ${seconds} sekundy.`,
      }),
    uk: (seconds: number) =>
      plural(seconds, {
        one: `Наступна спроба за ${seconds} секунду.`,
        few: `Наступна спроба за ${seconds} секунди.`,
        many: `Наступна спроба за ${seconds} секунд.`,
        other: `Наступна спроба за ${seconds} секунди.`,
      }),
  },
  refused: {
    en: 'The city could not take your case. Nothing is lost.',
    pl: 'Miasto nie mogło przyjąć sprawy. Nic nie przepadło.',
    uk: 'Місто не змогло прийняти справу. Нічого не втрачено.',
  },
  reload: { en: 'Load the page again', pl: 'Wczytaj stronę ponownie', uk: 'Завантажити сторінку знову' },
  discard: { en: 'Throw this away', pl: 'Wyrzuć to zgłoszenie', uk: 'Відкинути це повідомлення' },
});

/** Everything once more, each with a way back; then it is sent. */
export function CheckStep({ services, refused, go, onSent, onRefused }: StepProps) {
  const { draft, discard } = useDraft();
  const { sending, locked, send } = useSending({ onSent, onRefused });
  const { area } = useArea(draft.place);
  const service = services.find(({ service_code }) => service_code === draft.service_code);
  const definition = useAnswer(service?.metadata === true ? service.service_code : undefined, (signal) =>
    api.services.get({ service_code: service?.service_code ?? '' }, { signal }),
  );
  const contact = [draft.first_name, draft.last_name, draft.email, draft.phone].filter(
    (one) => one.trim() !== '',
  );
  const row = (label: string, step: StepName, value: preact.ComponentChildren) => (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      {!locked && (
        <dd class="change">
          <button type="button" class="plain-button" onClick={() => go(step)}>
            {words.change} <span class="visually-hidden">{label}</span>
          </button>
        </dd>
      )}
    </div>
  );

  return (
    <StepPage title={t.title} {...(locked ? {} : { onBack: () => go('contact') })}>
      <Refused mistakes={refused} go={go} />
      <dl class="summary">
        {row(t.what, 'service', service?.service_name)}
        {row(
          t.where,
          'place',
          <>
            {draft.address.trim() !== '' && <p>{draft.address}</p>}
            {draft.place !== undefined && (
              <p class="muted">{area === undefined ? t.onMap : t.onMapIn(area)}</p>
            )}
          </>,
        )}
        {row(t.more, 'details', draft.description.trim() === '' ? t.nothing : draft.description)}
        {answersOf(draft, definition.value).map(([code, question, answer]) => (
          <Fragment key={code}>{row(question, 'details', answer)}</Fragment>
        ))}
        {row(
          t.photos,
          'details',
          draft.photos.length === 0
            ? t.nothing
            : draft.photos.map((photo) => <Preview key={photo.id} photo={photo} />),
        )}
        {row(t.contact, 'contact', contact.length === 0 ? t.anonymous : contact.join(', '))}
      </dl>
      {definition.state === 'failed' && <Failure error={definition.error} again={definition.again} />}
      <Progress sending={sending} />
      <div class="buttons">
        <button
          type="button"
          class="button"
          aria-disabled={sending.state === 'sending'}
          onClick={() => void send()}
        >
          {sending.state === 'waiting' ? t.again : t.send}
        </button>
        {!locked && (
          <button
            type="button"
            class="plain-button"
            onClick={() => {
              discard();
              go('service');
            }}
          >
            {t.discard}
          </button>
        )}
      </div>
    </StepPage>
  );
}

/** What the city did not take, as links to where it is mended. */
function Refused({ mistakes, go }: { mistakes: readonly StepMistake[]; go: (step: StepName) => void }) {
  const reload = (
    <button type="button" class="button quiet" onClick={() => location.reload()}>
      {t.reload}
    </button>
  );
  const isMendedNowhere = mistakes.every(({ step }) => step === undefined);
  return (
    <ProblemList title={t.refused} problems={mistakes} more={isMendedNowhere && reload}>
      {({ step, message }) =>
        step === undefined ? (
          message
        ) : (
          <button type="button" class="plain-button" onClick={() => go(step)}>
            {message}
          </button>
        )
      }
    </ProblemList>
  );
}

/** Where the sending is. The number that changes is not read aloud again and again. */
function Progress({ sending }: { sending: Sending }) {
  return (
    <>
      <div role="status">
        {sending.state === 'sending' && <p>{t.sending}</p>}
        {sending.state === 'waiting' && (
          <div class="notice">
            <p>
              <strong>{t[sending.why]}</strong>
            </p>
            <p>
              {t.kept} {t.wait(sending.seconds)}
            </p>
          </div>
        )}
      </div>
      {sending.state === 'sending' && sending.part > 0 && (
        <label class="progress">
          {t.part}: {Math.round(sending.part * 100)}&nbsp;%
          <progress value={sending.part} max={1} />
        </label>
      )}
    </>
  );
}

/**
 * The answers, each with its code and its question; in the words of the city as soon as they are known: what somebody has said is
 * never left out.
 */
function answersOf(draft: Draft, definition: ServiceDefinition | undefined): [string, string, string][] {
  const given = Object.entries(draft.answers).map(([code, answer]): [string, string, string] => {
    const question = definition?.attributes.find((one) => one.code === code);
    const named = [answer]
      .flat()
      .map((one) =>
        question?.datatype === 'datetime' && one !== ''
          ? writeClock(one)
          : (question?.values?.find(({ key }) => key === one)?.name ?? one),
      );
    return [code, question?.description ?? code, named.join(', ')];
  });
  const place = (code: string) => definition?.attributes.findIndex((one) => one.code === code) ?? 0;
  return given.sort(([a], [b]) => place(a) - place(b));
}
