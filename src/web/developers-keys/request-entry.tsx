import type { Signpost } from '@signpost/sdk';
import { Failure } from '../parts/failure.tsx';
import { useSend } from '../parts/use-send.ts';
import { texts, writeDay } from '../texts.ts';
import type { KeyRequest, NewKey } from './account.ts';
import { cityName, KINDS } from './key-words.ts';

const t = texts({
  requested: { en: 'Waits for a decision', pl: 'Czeka na decyzję', uk: 'Чекає на рішення' },
  approved: { en: 'Approved', pl: 'Zgoda', uk: 'Схвалено' },
  refused: { en: 'Refused', pl: 'Odmowa', uk: 'Відмовлено' },
  asked: {
    en: (day: string) => `Asked for on ${day}.`,
    pl: (day: string) => `Prośba z dnia ${day}.`,
    uk: (day: string) => `Запит від ${day}.`,
  },
  why: {
    en: (reason: string) => `Why: ${reason}`,
    pl: (reason: string) => `Powód: ${reason}`,
    uk: (reason: string) => `Причина: ${reason}`,
  },
  collect: {
    en: (name: string) => `Take the key “${name}”`,
    pl: (name: string) => `Odbierz klucz „${name}”`,
    uk: (name: string) => `Забрати ключ «${name}»`,
  },
});

/** A key that was asked for, and what became of that. */
export function RequestEntry(props: { value: KeyRequest; client: Signpost; made: (key: NewKey) => void }) {
  const { value, client, made } = props;
  const { failure, sending, send } = useSend();
  const collect = () => send(async () => made(await client.keys.collect({ request_id: value.request_id })));
  return (
    <li>
      <h3>{value.label}</h3>
      <p>
        <strong class={`tag ${value.state}`}>{value.state === 'collected' ? '' : t[value.state]}</strong>{' '}
        {KINDS[value.kind]} · {cityName(value.jurisdiction_id)}
      </p>
      <p class="muted">{t.asked(writeDay(value.created_datetime))}</p>
      {value.reason !== null && <p>{t.why(value.reason)}</p>}
      {failure !== undefined && <Failure error={failure} />}
      {value.state === 'approved' && (
        <p>
          <button type="button" class="button" aria-disabled={sending} onClick={collect}>
            {t.collect(value.label)}
          </button>
        </p>
      )}
    </li>
  );
}
