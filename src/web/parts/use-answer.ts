import { useEffect, useState } from 'preact/hooks';

/** What is known of an answer: it is awaited, it is there, or it failed. `value` is the one before while the next comes. */
export type Answer<Value> = {
  state: 'waiting' | 'there' | 'failed';
  value?: Value;
  error?: unknown;
  again: () => void;
};

type Known<Value> = Omit<Answer<Value>, 'again'> & { asked: string | undefined };

/**
 * Asks when a page comes, anew whenever `asked` changes, and what has failed once more when the connection is back; an answer that
 * nobody waits for any more is given up.
 * @param asked what the question depends on, as text; undefined: nothing is asked yet
 */
export function useAnswer<Value>(
  asked: string | undefined,
  ask: (signal: AbortSignal) => Promise<Value>,
): Answer<Value> {
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState<Known<Value>>({ state: 'waiting', asked });
  useEffect(() => {
    if (asked === undefined) return undefined;
    const gone = new AbortController();
    setKnown((before) => ({ ...before, state: 'waiting', asked }));
    ask(gone.signal).then(
      (value) => {
        if (!gone.signal.aborted) setKnown({ state: 'there', value, asked });
      },
      (error: unknown) => {
        if (!gone.signal.aborted) setKnown((before) => ({ ...before, state: 'failed', error, asked }));
      },
    );
    return () => gone.abort();
  }, [asked, round]);
  const again = () => setRound((before) => before + 1);
  const failed = known.state === 'failed' && known.asked === asked;
  useEffect(() => {
    if (!failed) return undefined;
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [failed]);
  if (asked === undefined) return { state: 'waiting', again };
  // Between the change of a question and its asking, the answer to the one before is no answer.
  return { ...known, ...(known.asked === asked ? {} : { state: 'waiting' as const }), again };
}
