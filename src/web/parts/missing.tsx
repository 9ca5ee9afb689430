import type { ComponentType } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { usePage } from './use-page.ts';
import { WithAgain, wordsOfFailure } from './with-again.tsx';

const t = texts({
  title: {
    en: 'This page could not be loaded',
    pl: 'Nie udało się wczytać tej strony',
    uk: 'Не вдалося завантажити цю сторінку',
  },
  trying: { en: 'Trying again …', pl: 'Ponowna próba …', uk: 'Нова спроба …' },
});

/** A page whose script comes when it is asked for, or words that it has not come. */
export const pageOrWords = <Props,>(page: Promise<ComponentType<Props>>): Promise<ComponentType<Props>> =>
  page.catch(() => MissingPage);

/** The same for a part of a page, as its module has to look. */
export const partOrWords = <Props,>(
  part: Promise<ComponentType<Props>>,
): Promise<{ default: ComponentType<Props> }> =>
  part.catch((): ComponentType<Props> => MissingPart).then((one) => ({ default: one }));

/** The first call over a line that has just come back may meet what is left of the old one. */
const PAUSES_MS = [0, 1_000, 3_000];

function MissingPage() {
  const heading = usePage(t.title);
  // Listened to before it is painted: a line that comes back is told of once.
  useLayoutEffect(() => {
    const gone = new AbortController();
    const load = async () => {
      for (const pause of PAUSES_MS) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (gone.signal.aborted) return;
        await loadAnew();
      }
    };
    addEventListener('online', () => void load(), { signal: gone.signal });
    return () => gone.abort();
  }, []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      <MissingPart />
    </>
  );
}

/** Loads nothing by itself: whoever is typing beside it would be thrown out of a field. */
function MissingPart() {
  const [trying, setTrying] = useState(false);
  if (trying) return <p role="status">{t.trying}</p>;
  return (
    <WithAgain
      words={wordsOfFailure.offline}
      again={() => {
        setTrying(true);
        void loadAnew().then(() => setTrying(false));
      }}
    />
  );
}

/**
 * Loads the whole page, since browsers ask for a script once and keep that it has not come. Only when the server is there: otherwise
 * a page of the browser's own would stand in the place of this one.
 */
async function loadAnew(): Promise<void> {
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok === true) location.reload();
}
