import type { ComponentChildren } from 'preact';
import { ErrorSummary } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { usePage } from '../parts/use-page.ts';
import { words } from './words.ts';

/** One step: its question as the heading, its form, and the ways on and back. */
export function StepPage(props: {
  title: string;
  mistakes?: readonly Mistake[];
  /** The way on; undefined: the step has buttons of its own. */
  onNext?: () => void;
  nextLabel?: string;
  onBack?: () => void;
  children: ComponentChildren;
}) {
  const { title, mistakes = [], onNext, onBack } = props;
  const heading = usePage(title);
  return (
    <>
      {onBack !== undefined && (
        <p class="back">
          <button type="button" class="plain-button" onClick={onBack}>
            {words.back}
          </button>
        </p>
      )}
      <ErrorSummary mistakes={mistakes} />
      <h1 {...(mistakes.length === 0 ? { ref: heading } : {})} tabIndex={-1}>
        {title}
      </h1>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onNext?.();
        }}
      >
        {props.children}
        {onNext !== undefined && (
          <div class="buttons">
            <button class="button">{props.nextLabel ?? words.next}</button>
          </div>
        )}
      </form>
    </>
  );
}
