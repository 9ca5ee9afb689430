import type { Signpost } from '@signpost/sdk';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../parts/failure.tsx';
import { RadioChoice } from '../parts/radio-choice.tsx';
import { useSend } from '../parts/use-send.ts';
import { texts, writeDay, writeMoment } from '../texts.ts';
import type { AccountKey, NewKey } from './account.ts';
import { cityName, KINDS } from './key-words.ts';
import { Usage } from './usage.tsx';

const t = texts({
  works: { en: 'Works', pl: 'Działa', uk: 'Діє' },
  ended: { en: 'Works no longer', pl: 'Już nie działa', uk: 'Більше не діє' },
  until: {
    en: (moment: string) => `Works until ${moment}`,
    pl: (moment: string) => `Działa do: ${moment}`,
    uk: (moment: string) => `Діє до: ${moment}`,
  },
  all: { en: 'every city', pl: 'wszystkie miasta', uk: 'усі міста' },
  made: {
    en: (day: string) => `Made on ${day}.`,
    pl: (day: string) => `Utworzony: ${day}.`,
    uk: (day: string) => `Створено: ${day}.`,
  },
  used: {
    en: (moment: string) => `Last used: ${moment}.`,
    pl: (moment: string) => `Ostatnio użyty: ${moment}.`,
    uk: (moment: string) => `Востаннє використано: ${moment}.`,
  },
  unused: { en: 'Never used yet.', pl: 'Jeszcze nieużyty.', uk: 'Ще не використано.' },
  origins: {
    en: (list: string) => `Works on: ${list}`,
    pl: (list: string) => `Działa na: ${list}`,
    uk: (list: string) => `Діє на: ${list}`,
  },
  usage: { en: 'How it was used', pl: 'Jak był używany', uk: 'Як його використано' },
  replaced: {
    en: 'Another key has taken its place.',
    pl: 'Jego miejsce zajął inny klucz.',
    uk: 'Його місце зайняв інший ключ.',
  },
  replace: { en: 'Replace it', pl: 'Zastąp go', uk: 'Замінити' },
  replaceTitle: {
    en: 'You get a new key. How long shall the old one go on working?',
    pl: 'Dostaniesz nowy klucz. Jak długo ma jeszcze działać stary?',
    uk: 'Ви отримаєте новий ключ. Як довго ще діятиме старий?',
  },
  week: { en: 'A week', pl: 'Tydzień', uk: 'Тиждень' },
  day: { en: 'A day', pl: 'Dzień', uk: 'День' },
  now: {
    en: 'Not at all: somebody may have read it',
    pl: 'Wcale: ktoś mógł go odczytać',
    uk: 'Зовсім ні: хтось міг його прочитати',
  },
  replaceNow: { en: 'Make the new key', pl: 'Utwórz nowy klucz', uk: 'Створити новий ключ' },
  revoke: { en: 'Revoke it', pl: 'Unieważnij go', uk: 'Відкликати' },
  revokeTitle: {
    en: 'Programs that use it stop working at once, and it never comes back.',
    pl: 'Programy, które go używają, od razu przestaną działać, a klucz już nie wróci.',
    uk: 'Програми, що його використовують, одразу перестануть працювати, і ключ не повернеться.',
  },
  revokeNow: { en: 'Revoke this key', pl: 'Unieważnij ten klucz', uk: 'Відкликати цей ключ' },
  cancel: { en: 'Leave it as it is', pl: 'Zostaw bez zmian', uk: 'Залишити як є' },
});

const OVERLAPS = [
  [168, t.week],
  [24, t.day],
  [0, t.now],
] as const;

/** A key, and what can be done with it. */
export function KeyEntry(props: {
  value: AccountKey;
  client: Signpost;
  made: (key: NewKey) => void;
  revoked: (key: AccountKey) => void;
}) {
  const { value, client, made, revoked } = props;
  const { key_id } = value;
  const [asking, setAsking] = useState<'replace' | 'revoke' | 'usage'>();
  const [overlap, setOverlap] = useState<number>(OVERLAPS[0][0]);
  const question = useRef<HTMLParagraphElement>(null);
  const { failure, sending, send } = useSend();
  useEffect(() => question.current?.focus(), [asking]);
  const ended =
    value.revoked_datetime !== null ||
    (value.expires_datetime !== null && Date.parse(value.expires_datetime) <= Date.now());

  const replace = () =>
    send(async () => {
      made(await client.keys.rotate({ key_id, overlap_hours: overlap }));
      setAsking(undefined);
    });
  const revoke = () =>
    send(async () => {
      revoked(await client.keys.revoke({ key_id }));
      setAsking(undefined);
    });
  const open = (what: 'replace' | 'revoke' | 'usage', text: string) => (
    <button
      type="button"
      class="plain-button"
      aria-expanded={asking === what}
      aria-describedby={`key-${key_id}`}
      onClick={() => setAsking(asking === what ? undefined : what)}
    >
      {text}
    </button>
  );

  return (
    <li>
      <h3 id={`key-${key_id}`}>{value.label ?? value.prefix}</h3>
      <p>
        <strong class={`tag ${ended ? 'ended' : 'works'}`}>{stateOf(value, ended)}</strong>{' '}
        {KINDS[value.kind]} · {value.jurisdiction_id === null ? t.all : cityName(value.jurisdiction_id)} ·{' '}
        <code>{value.prefix}…</code>
      </p>
      {value.origins.length > 0 && <p>{t.origins(value.origins.join(', '))}</p>}
      <p class="muted">
        {t.made(writeDay(value.created_datetime))}{' '}
        {value.last_used_datetime === null ? t.unused : t.used(writeMoment(value.last_used_datetime))}
      </p>
      {!ended && value.replaced_by !== null && <p>{t.replaced}</p>}
      <p class="buttons">
        {open('usage', t.usage)}
        {!ended && value.replaced_by === null && open('replace', t.replace)}
        {!ended && open('revoke', t.revoke)}
      </p>
      {failure !== undefined && <Failure error={failure} />}
      {asking === 'usage' && <Usage keyId={key_id} client={client} />}
      {asking === 'replace' && (
        <fieldset class="notice">
          <legend>
            <p ref={question} tabIndex={-1}>
              {t.replaceTitle}
            </p>
          </legend>
          {OVERLAPS.map(([hours, text]) => (
            <RadioChoice
              key={hours}
              id={`overlap-${key_id}-${hours}`}
              name={`overlap-${key_id}`}
              label={text}
              checked={overlap === hours}
              choose={() => setOverlap(hours)}
            />
          ))}
          <Buttons text={t.replaceNow} sending={sending} act={replace} cancel={() => setAsking(undefined)} />
        </fieldset>
      )}
      {asking === 'revoke' && (
        <div class="notice">
          <p ref={question} tabIndex={-1}>
            {t.revokeTitle}
          </p>
          <Buttons text={t.revokeNow} sending={sending} act={revoke} cancel={() => setAsking(undefined)} />
        </div>
      )}
    </li>
  );
}

function stateOf({ expires_datetime }: AccountKey, ended: boolean): string {
  if (ended) return t.ended;
  return expires_datetime === null ? t.works : t.until(writeMoment(expires_datetime));
}

function Buttons(props: { text: string; sending: boolean; act: () => void; cancel: () => void }) {
  return (
    <p class="buttons">
      <button type="button" class="button" aria-disabled={props.sending} onClick={props.act}>
        {props.text}
      </button>
      <button type="button" class="button quiet" onClick={props.cancel}>
        {t.cancel}
      </button>
    </p>
  );
}
