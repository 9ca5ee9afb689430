import { useState } from 'preact/hooks';
import type { ParametersOf } from '@signpost/sdk';
import { api } from '../api.ts';
import { Failure } from '../parts/failure.tsx';
import { ErrorSummary, Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { RadioChoice } from '../parts/radio-choice.tsx';
import { useSend } from '../parts/use-send.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: {
    en: 'Something here should not be public',
    pl: 'Coś tutaj nie powinno być publiczne',
    uk: 'Щось тут не має бути публічним',
  },
  lead: {
    en: 'Say what is wrong with the text or a picture. The city looks at it; nobody is told who said so.',
    pl: 'Powiedz, co jest nie tak z tekstem lub zdjęciem. Miasto to sprawdzi; nikt nie dowie się, kto to zgłosił.',
    uk: 'Скажіть, що не так із текстом або фото. Місто це перевірить; ніхто не дізнається, хто повідомив.',
  },
  reason: { en: 'What is wrong?', pl: 'Co jest nie tak?', uk: 'Що не так?' },
  personal_data: {
    en: 'It tells something about a person',
    pl: 'Ujawnia coś o konkretnej osobie',
    uk: 'Розкриває щось про конкретну людину',
  },
  abusive: {
    en: 'It insults or threatens somebody',
    pl: 'Obraża kogoś lub komuś grozi',
    uk: 'Ображає когось або погрожує',
  },
  spam: {
    en: 'It is advertising or nonsense',
    pl: 'To reklama lub bezsensowna treść',
    uk: 'Це реклама або нісенітниця',
  },
  wrong_place: {
    en: 'It is at the wrong place',
    pl: 'Wskazuje złe miejsce',
    uk: 'Указано неправильне місце',
  },
  other: { en: 'Something else', pl: 'Coś innego', uk: 'Щось інше' },
  comment: {
    en: 'In your words (optional)',
    pl: 'Własnymi słowami (nieobowiązkowe)',
    uk: 'Своїми словами (необов’язково)',
  },
  send: { en: 'Tell the city', pl: 'Powiadom miasto', uk: 'Повідомити місто' },
  choose: { en: 'Choose what is wrong.', pl: 'Wybierz, co jest nie tak.', uk: 'Виберіть, що не так.' },
  taken: {
    en: 'Thank you: the city will look at it.',
    pl: 'Dziękujemy: miasto to sprawdzi.',
    uk: 'Дякуємо: місто це перевірить.',
  },
});

type Reason = ParametersOf<'reports.create'>['reason'];
const REASONS = ['personal_data', 'abusive', 'spam', 'wrong_place', 'other'] as const satisfies Reason[];

/** Says to the city that a text or a picture of a case should not be seen by everybody. */
export function Complaint({ number }: { number: string }) {
  const [reason, setReason] = useState<Reason>();
  const [comment, setComment] = useState('');
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [taken, setTaken] = useState(false);
  const { failure, sending, send } = useSend();

  function complain(event: Event) {
    event.preventDefault();
    setMistakes(reason === undefined ? [{ id: `reason-${REASONS[0]}`, message: t.choose }] : []);
    if (reason === undefined) return;
    send(async () => {
      const told = comment.trim();
      const said = { service_request_id: number, reason, ...(told === '' ? {} : { comment: told }) };
      await api.reports.create(said);
      setTaken(true);
    });
  }

  return (
    <details class="complaint not-on-paper">
      <summary>{t.title}</summary>
      <div role="status">{taken && <p>{t.taken}</p>}</div>
      {!taken && (
        <form onSubmit={complain} noValidate>
          <ErrorSummary mistakes={mistakes} />
          {failure !== undefined && <Failure error={failure} />}
          <p>{t.lead}</p>
          <fieldset>
            <legend>{t.reason}</legend>
            {REASONS.map((one) => (
              <RadioChoice
                key={one}
                id={`reason-${one}`}
                name="reason"
                label={t[one]}
                checked={reason === one}
                choose={() => {
                  setReason(one);
                  setMistakes([]);
                }}
              />
            ))}
          </fieldset>
          <Field id="comment" label={t.comment}>
            {(control) => (
              <textarea
                {...control}
                maxLength={500}
                value={comment}
                onInput={(event) => setComment(event.currentTarget.value)}
              />
            )}
          </Field>
          <p>
            <button class="button quiet" aria-disabled={sending}>
              {t.send}
            </button>
          </p>
        </form>
      )}
    </details>
  );
}
