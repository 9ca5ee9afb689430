import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { ApiError } from '@signpost/sdk';
import { wordsOf } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { texts } from '../texts.ts';
import { keepDraft, useDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { Preview } from './photos.tsx';
import { mayHaveArrived, sendDraft } from './send-draft.ts';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';
import { words } from './words.ts';

const t = texts({
  title: { en: 'Check before you send', pl: 'Sprawdź przed wysłaniem', uk: 'Перевірте перед надсиланням' },
  what: { en: 'What', pl: 'Co', uk: 'Що' },
  where: { en: 'Where', pl: 'Gdzie', uk: 'Де' },
  onMap: { en: 'Place on the map', pl: 'Miejsce na mapie', uk: 'Місце на мапі' },
  more: { en: 'Description', pl: 'Opis', uk: 'Опис' },
  nothing: { en: 'Nothing', pl: 'Brak', uk: 'Немає' },
  photos: { en: 'Photos', pl: 'Zdjęcia', uk: 'Фотографії' },
  contact: { en: 'Contact', pl: 'Kontakt', uk: 'Контакт' },
  anonymous: { en: 'Without a name', pl: 'Anonimowo', uk: 'Анонімно' },
  send: { en: 'Send', pl: 'Wyślij', uk: 'Надіслати' },
  again: { en: 'Send again', pl: 'Wyślij ponownie', uk: 'Надіслати ще раз' },
  sending: { en: 'Sending …', pl: 'Wysyłanie …', uk: 'Надсилання …' },
  part: {
    en: (percent: number) => `Sending the photos: ${percent} %`,
    pl: (percent: number) => `Wysyłanie zdjęć: ${percent}%`,
    uk: (percent: number) => `Надсилання фотографій: ${percent} %`,
  },
  unclear: {
    en: 'We do not know whether your case has arrived, because the connection was lost. It is kept here. As soon as there is a connection it is sent again; it will not be counted twice.',
    pl: 'Połączenie zostało przerwane i nie wiadomo, czy sprawa dotarła. Jest zapisana tutaj. Gdy tylko wróci połączenie, zostanie wysłana ponownie; nie policzy się podwójnie.',
    uk: 'З’єднання перервалося, і невідомо, чи справа надійшла. Вона збережена тут. Щойно з’явиться з’єднання, її буде надіслано знову; двічі вона не зарахується.',
  },
  refused: {
    en: 'The city could not take your case. Nothing is lost: change what it says, and send again.',
    pl: 'Miasto nie mogło przyjąć sprawy. Nic nie przepadło: popraw to, co jest wskazane, i wyślij ponownie.',
    uk: 'Місто не змогло прийняти справу. Нічого не втрачено: виправте вказане й надішліть знову.',
  },
  discard: { en: 'Throw this away', pl: 'Wyrzuć to zgłoszenie', uk: 'Відкинути це повідомлення' },
});

/** Everything once more, each with a way back; then it is sent, once however often it is tried. */
export function CheckStep({ services, go, onSent }: StepProps) {
  const { draft, change, discard } = useDraft();
  const [state, setState] = useState<'idle' | 'sending' | 'unclear'>(
    // A tab that was closed while it sent: whether it has arrived nobody knows.
    draft.idempotencyKey === undefined ? 'idle' : 'unclear',
  );
  const [part, setPart] = useState(0);
  const [problems, setProblems] = useState<string[]>([]);
  // A second click comes before the page has drawn the first one.
  const sending = useRef(false);

  async function send() {
    if (sending.current) return;
    sending.current = true;
    setState('sending');
    setProblems([]);
    setPart(0);
    const named: Draft = { ...draft, idempotencyKey: draft.idempotencyKey ?? crypto.randomUUID() };
    change({ idempotencyKey: named.idempotencyKey });
    // First it is kept under its name, then it leaves: otherwise a closed tab would forget the name.
    await keepDraft(named);
    try {
      onSent(await sendDraft(named, setPart));
    } catch (error) {
      if (mayHaveArrived(error)) setState('unclear');
      else {
        change({ idempotencyKey: undefined });
        setState('idle');
        setProblems(
          error instanceof ApiError ? error.errors.map(({ description }) => description) : [wordsOf(error)],
        );
      }
    } finally {
      sending.current = false;
    }
  }

  const resend = useRef(send);
  resend.current = send;
  useEffect(() => {
    if (state !== 'unclear') return undefined;
    const again = () => void resend.current();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [state]);

  const locked = state !== 'idle';
  const service = services.find(({ service_code }) => service_code === draft.service_code);
  const contact = [draft.first_name, draft.last_name, draft.email, draft.phone].filter(
    (one) => one.trim() !== '',
  );
  const row = (label: string, step: string, value: preact.ComponentChildren) => (
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
      {problems.length > 0 && (
        <div class="error-summary" role="alert">
          <p>{t.refused}</p>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <dl class="summary">
        {row(t.what, 'service', service?.service_name)}
        {row(
          t.where,
          'place',
          <>
            {draft.address.trim() !== '' && <p>{draft.address}</p>}
            {draft.place !== undefined && <p class="muted">{t.onMap}</p>}
          </>,
        )}
        {row(t.more, 'details', draft.description.trim() === '' ? t.nothing : draft.description)}
        <GivenAnswers draft={draft} asks={service?.metadata === true} row={row} />
        {row(
          t.photos,
          'details',
          draft.photos.length === 0
            ? t.nothing
            : draft.photos.map((photo) => <Preview key={photo.id} photo={photo} />),
        )}
        {row(t.contact, 'contact', contact.length === 0 ? t.anonymous : contact.join(', '))}
      </dl>
      {state === 'unclear' && (
        <p class="notice" role="alert">
          {t.unclear}
        </p>
      )}
      <p role="status">
        {state !== 'sending' ? '' : part > 0 && part < 1 ? t.part(Math.round(part * 100)) : t.sending}
      </p>
      <div class="buttons">
        <button type="button" class="button" aria-disabled={state === 'sending'} onClick={() => void send()}>
          {state === 'unclear' ? t.again : t.send}
        </button>
        {state === 'idle' && (
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

/** The answers in the words of the questions. */
function GivenAnswers(props: {
  draft: Draft;
  asks: boolean;
  row: (label: string, step: string, value: preact.ComponentChildren) => preact.ComponentChildren;
}) {
  const { draft, asks, row } = props;
  const definition = useAnswer(asks ? draft.service_code : undefined, (signal) =>
    api.services.get({ service_code: draft.service_code ?? '' }, { signal }),
  );
  return (
    <>
      {(definition.value?.attributes ?? []).flatMap(({ code, description, values }) => {
        const answer = draft.answers[code];
        if (answer === undefined) return [];
        const named = [answer].flat().map((one) => values?.find(({ key }) => key === one)?.name ?? one);
        return [<div key={code}>{row(description ?? code, 'details', named.join(', '))}</div>];
      })}
    </>
  );
}
