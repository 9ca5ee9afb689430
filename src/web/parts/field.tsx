import type { ComponentChildren } from 'preact';
import { texts } from '../texts.ts';
import { ProblemList } from './problem-list.tsx';

const t = texts({
  problem: { en: 'There is a problem', pl: 'Coś się nie zgadza', uk: 'Щось не так' },
  error: { en: 'Error: ', pl: 'Błąd: ', uk: 'Помилка: ' },
});

/** A mistake, and the id of the control it is about. */
export type Mistake = { id: string; message: string };

/** All mistakes of a form at its top, each a link to its control. */
export function ErrorSummary({ mistakes }: { mistakes: readonly Mistake[] }) {
  return (
    <ProblemList title={t.problem} problems={mistakes}>
      {({ id, message }) => (
        <a
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            document.getElementById(id)?.focus();
          }}
        >
          {message}
        </a>
      )}
    </ProblemList>
  );
}

/** What the control in a `Field` takes, so that its hint and its mistake are read with it. */
export type ControlProps = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

/** A labelled control with its hint and its mistake. */
export function Field(props: {
  id: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  mistake?: string | undefined;
  children: (control: ControlProps) => ComponentChildren;
}) {
  const { id, label, hint, mistake } = props;
  const described = [hint !== undefined && `${id}-hint`, mistake !== undefined && `${id}-error`].filter(
    Boolean,
  );
  return (
    <div class={mistake === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
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
      {props.children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': mistake === undefined ? undefined : true,
      })}
    </div>
  );
}
