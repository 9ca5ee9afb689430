import { ApiError, ConnectionError } from '@signpost/sdk';
import { texts } from '../texts.ts';
import { WithAgain, wordsOfFailure } from './with-again.tsx';

const t = texts({
  server: {
    en: 'The city’s server cannot answer right now. It is not your fault.',
    pl: 'Serwer miasta nie może teraz odpowiedzieć. To nie Twoja wina.',
    uk: 'Сервер міста зараз не може відповісти. Це не ваша провина.',
  },
  quote: {
    en: (id: string) => `If it goes on, tell the city this number: ${id}`,
    pl: (id: string) => `Jeśli to się powtarza, podaj miastu ten numer: ${id}`,
    uk: (id: string) => `Якщо це повторюється, назвіть місту цей номер: ${id}`,
  },
});

/** The words of an error for a person: what the server said of a wrong call, or whose fault it is. */
export function wordsOf(error: unknown): string {
  if (error instanceof ConnectionError) return wordsOfFailure.offline;
  if (error instanceof ApiError && error.status < 500 && error.errors.length > 0)
    return error.errors.map(({ description }) => description).join(' ');
  return t.server;
}

/** What went wrong and a way on. */
export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const id = error instanceof ApiError ? error.requestId : undefined;
  return (
    <WithAgain words={wordsOf(error)} again={again}>
      {id !== undefined && <p class="muted">{t.quote(id)}</p>}
    </WithAgain>
  );
}
