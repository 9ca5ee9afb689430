import type { ComponentChildren } from 'preact';
import { texts } from '../texts.ts';

/** What is said without the client of the API as well, which the first page does not have. */
export const wordsOfFailure = texts({
  offline: {
    en: 'There is no connection to the city right now.',
    pl: 'Nie ma teraz połączenia z miastem.',
    uk: 'Зараз немає з’єднання з містом.',
  },
  again: { en: 'Try again', pl: 'Spróbuj ponownie', uk: 'Спробувати ще раз' },
});

/** Words about what went wrong, and the button that tries it again. */
export function WithAgain(props: {
  words: string;
  again: (() => void) | undefined;
  children?: ComponentChildren;
}) {
  return (
    <div class="wrong" role="alert">
      <p>{props.words}</p>
      {props.children}
      {props.again !== undefined && (
        <p>
          <button type="button" class="button quiet" onClick={props.again}>
            {wordsOfFailure.again}
          </button>
        </p>
      )}
    </div>
  );
}
