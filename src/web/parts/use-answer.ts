import { useEffect, useState } from 'preact/hooks';

/** What is known of an answer: it is awaited, it is there, or it failed. `shown` is the one before while the next comes. */
export type Answer<Value> = {
  state: 'waiting' | 'there' | 'failed';
  value?: Value;
  error?: unknown;
  again: () => void;
};

/**
 * Asks when a page comes, and anew whenever `asked` changes; an answer that nobody waits for any more is given up.
 * @param asked what the question depends on, as text; undefined: nothing is asked yet
 */
export function useAnswer<Value>(
  asked: string | undefined,
  ask: (signal: AbortSignal) => Promise<Value>,
): Answer<Value> {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Omit<Answer<Value>, 'again'>>({ state: 'waiting' });
  useEffect(() => {
    if (asked === undefined) return undefined;
    const gone = new AbortController();
    setAnswer(({ value }) => ({ state: 'waiting', ...(value === undefined ? {} : { value }) }));
    ask(gone.signal).then(
      (value) => {
        if (!gone.signal.aborted) setAnswer({ state: 'there', value });
      },
      (error: unknown) => {
        if (!gone.signal.aborted)
          setAnswer(({ value }) => ({ state: 'failed', error, ...(value === undefined ? {} : { value }) }));
      },
    );
    return () => gone.abort();
  }, [asked, round]);
  return { ...answer, again: () => setRound((before) => before + 1) };
}
