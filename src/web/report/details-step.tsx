import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { texts } from '../texts.ts';
import { useDraft } from './draft.ts';
import { Photos } from './photos.tsx';
import { findUnanswered, Questions } from './questions.tsx';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';
import { words } from './words.ts';

const t = texts({
  title: { en: 'Tell us more', pl: 'Opowiedz więcej', uk: 'Розкажіть більше' },
  description: { en: 'What have you seen?', pl: 'Co widać na miejscu?', uk: 'Що ви побачили?' },
  descriptionHint: {
    en: 'Everybody can read this. Leave out names, telephone numbers and car plates.',
    pl: 'Każdy może to przeczytać. Pomiń nazwiska, numery telefonów i tablice rejestracyjne.',
    uk: 'Це може прочитати кожен. Не вказуйте імен, номерів телефону та номерних знаків.',
  },
  busy: {
    en: 'A photo is still being prepared. Wait a moment, then continue.',
    pl: 'Trwa jeszcze przygotowywanie zdjęcia. Poczekaj chwilę i przejdź dalej.',
    uk: 'Фотографія ще готується. Зачекайте хвилину й продовжуйте.',
  },
});

/** The definition says so many characters at most. */
const MOST_CHARACTERS = 4_000;

/** Words, the questions of the service, and pictures. */
export function DetailsStep({ services, refused, go }: StepProps) {
  const { draft, change } = useDraft();
  const [mistakes, setMistakes] = useState<readonly Mistake[]>(refused);
  const [busy, setBusy] = useState(false);
  const service = services.find(({ service_code }) => service_code === draft.service_code);
  const asks = service?.metadata === true;
  const definition = useAnswer(asks ? service.service_code : undefined, (signal) =>
    api.services.get({ service_code: service?.service_code ?? '' }, { signal }),
  );
  const questions = asks ? definition.value?.attributes : [];

  function next() {
    if (questions === undefined) return;
    const lacking = findUnanswered(questions, draft.answers);
    if (busy) lacking.push({ id: 'photos', message: t.busy });
    if (lacking.length > 0) setMistakes(lacking);
    else go('similar');
  }

  return (
    <StepPage
      title={t.title}
      mistakes={mistakes}
      onBack={() => go('place')}
      {...(questions === undefined ? {} : { onNext: next })}
    >
      <Field
        id="description"
        label={
          <>
            {t.description} <span class="muted">{words.optional}</span>
          </>
        }
        hint={t.descriptionHint}
        mistake={mistakes.find(({ id }) => id === 'description')?.message}
      >
        {(control) => (
          <textarea
            {...control}
            maxLength={MOST_CHARACTERS}
            value={draft.description}
            onInput={(event) => void change({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      {asks && definition.state === 'failed' && <Failure error={definition.error} again={definition.again} />}
      {questions === undefined ? (
        definition.state === 'waiting' && <p role="status">{words.loading}</p>
      ) : (
        <Questions
          questions={questions}
          answers={draft.answers}
          mistakes={mistakes}
          onAnswer={(code, answer) =>
            void change(({ answers }) => ({ answers: withAnswer(answers, code, answer) }))
          }
        />
      )}
      <Photos onBusy={setBusy} mistake={mistakes.find(({ id }) => id === 'photos')?.message} />
    </StepPage>
  );
}

/** An answer that was taken back is none. */
function withAnswer(
  answers: Record<string, string | string[]>,
  code: string,
  answer: string | string[],
): Record<string, string | string[]> {
  const others = Object.fromEntries(Object.entries(answers).filter(([name]) => name !== code));
  return answer.length === 0 ? others : { ...others, [code]: answer };
}
