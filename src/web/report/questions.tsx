import type { ServiceDefinition } from '@signpost/sdk';
import { Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { texts } from '../texts.ts';
import { words } from './words.ts';

const t = texts({
  missing: {
    en: (question: string) => `Answer the question: ${question}`,
    pl: (question: string) => `Odpowiedz na pytanie: ${question}`,
    uk: (question: string) => `Дайте відповідь на запитання: ${question}`,
  },
  number: {
    en: (question: string) => `Write a number: ${question}`,
    pl: (question: string) => `Wpisz liczbę: ${question}`,
    uk: (question: string) => `Впишіть число: ${question}`,
  },
  several: {
    en: 'Choose all that apply.',
    pl: 'Zaznacz wszystkie właściwe.',
    uk: 'Позначте все, що підходить.',
  },
  choose: { en: 'Choose', pl: 'Wybierz', uk: 'Виберіть' },
  error: { en: 'Error: ', pl: 'Błąd: ', uk: 'Помилка: ' },
});

type Question = ServiceDefinition['attributes'][number];
type Answers = Record<string, string | string[]>;

/** The id of what takes the focus for a question: the first of its answers where all are seen. */
const idOf = ({ code }: Question) => `question-${code}`;
const textOf = ({ description, code }: Question) => description ?? code;

/** A few answers are all seen at once; many go into a list. */
const MOST_SEEN = 8;
const isShort = ({ datatype, values }: Question) =>
  datatype === 'multivaluelist' || (values ?? []).length <= MOST_SEEN;

/** What the server would refuse, told before anything is sent. */
export function findUnanswered(questions: readonly Question[], answers: Answers): Mistake[] {
  return questions.flatMap((question) => {
    if (!question.variable) return [];
    const answer = answers[question.code];
    if (answer === undefined || answer.length === 0)
      return question.required ? [{ id: idOf(question), message: t.missing(textOf(question)) }] : [];
    if (question.datatype === 'number' && !/^-?\d+(\.\d+)?$/.test(String(answer).trim()))
      return [{ id: idOf(question), message: t.number(textOf(question)) }];
    return [];
  });
}

/** The questions of a service, in the order that the city has given them. */
export function Questions(props: {
  questions: readonly Question[];
  answers: Answers;
  mistakes: readonly Mistake[];
  onAnswer: (code: string, answer: string | string[]) => void;
}) {
  const ordered = [...props.questions].sort((a, b) => a.order - b.order);
  return (
    <>
      {ordered.map((question) => (
        <Asked
          key={question.code}
          question={question}
          answer={props.answers[question.code] ?? ''}
          mistake={props.mistakes.find(({ id }) => id === idOf(question))?.message}
          onAnswer={(answer) => props.onAnswer(question.code, answer)}
        />
      ))}
    </>
  );
}

type AskedProps = {
  question: Question;
  answer: string | string[];
  mistake: string | undefined;
  onAnswer: (answer: string | string[]) => void;
};

function Asked(props: AskedProps) {
  const { question, answer, mistake, onAnswer } = props;
  if (!question.variable) return <p class="notice">{textOf(question)}</p>;
  if (question.values !== undefined && isShort(question)) return <Choices {...props} />;
  const label = (
    <>
      {textOf(question)} {!question.required && <span class="muted">{words.optional}</span>}
    </>
  );
  const text = String(answer);
  return (
    <Field
      id={idOf(question)}
      label={label}
      hint={question.datatype_description ?? undefined}
      mistake={mistake}
    >
      {(control) => {
        // A comma is what Polish and Ukrainian keyboards have for decimals.
        const typed = ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
          onAnswer(question.datatype === 'number' ? value.replace(',', '.') : value);
        if (question.values !== undefined)
          return (
            <select {...control} value={text} onChange={typed}>
              <option value="">{t.choose}</option>
              {question.values.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          );
        if (question.datatype === 'text') return <textarea {...control} value={text} onInput={typed} />;
        if (question.datatype === 'datetime')
          return <input {...control} type="datetime-local" value={text} onInput={typed} />;
        return (
          <input
            {...control}
            type="text"
            {...(question.datatype === 'number' ? { inputMode: 'decimal' as const } : {})}
            value={text}
            onInput={typed}
          />
        );
      }}
    </Field>
  );
}

/** One or several of a few answers. */
function Choices({ question, answer, mistake, onAnswer }: AskedProps) {
  const several = question.datatype === 'multivaluelist';
  const chosen = Array.isArray(answer) ? answer : [answer].filter((one) => one !== '');
  const id = idOf(question);
  const hint = [several ? t.several : undefined, question.datatype_description].filter(Boolean).join(' ');
  return (
    <fieldset
      class={mistake === undefined ? undefined : 'wrong'}
      aria-describedby={
        [hint !== '' && `${id}-hint`, mistake !== undefined && `${id}-error`].filter(Boolean).join(' ') ||
        undefined
      }
    >
      <legend>
        {textOf(question)} {!question.required && <span class="muted">{words.optional}</span>}
      </legend>
      {hint !== '' && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {mistake !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <span class="visually-hidden">{t.error}</span>
          {mistake}
        </p>
      )}
      {(question.values ?? []).map(({ key, name }, place) => (
        <div class="choice" key={key}>
          <input
            id={place === 0 ? id : `${id}-${place}`}
            type={several ? 'checkbox' : 'radio'}
            name={id}
            checked={chosen.includes(key)}
            onChange={(event) => {
              if (!several) onAnswer(key);
              else
                onAnswer(
                  event.currentTarget.checked ? [...chosen, key] : chosen.filter((one) => one !== key),
                );
            }}
          />
          <label for={place === 0 ? id : `${id}-${place}`}>{name}</label>
        </div>
      ))}
    </fieldset>
  );
}
