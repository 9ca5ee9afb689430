import { useEffect, useRef, useState } from 'preact/hooks';
import { start } from '../page-start.ts';
import { useDraft } from './draft.ts';
import type { Attempt } from './draft.ts';
import { randomId } from '../parts/random-id.ts';
import { delayAfter, mistakesOf } from './refusal.ts';
import type { Delay } from './refusal.ts';
import { sendDraft } from './send-draft.ts';
import type { StepProps } from './step.ts';

/** `part` is the part of it that has left, from 0 to 1. */
export type Sending = { state: 'idle' } | { state: 'sending'; part: number } | ({ state: 'waiting' } & Delay);

/**
 * Sends the draft, once however often it is tried: by the button, by itself when the connection comes back or the wait is over, and
 * when the page is opened again with a draft of which nobody knows whether it has arrived.
 */
export function useSending({ onSent, onRefused }: Pick<StepProps, 'onSent' | 'onRefused'>) {
  const { draft, change } = useDraft();
  const pending = draft.attempt !== undefined;
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const attempts = useRef(0);
  // A second click comes before the page has drawn the first one.
  const busy = useRef(false);
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  async function send() {
    if (busy.current) return;
    busy.current = true;
    attempts.current += 1;
    setSending({ state: 'sending', part: 0 });
    onRefused([]);
    const attempt: Attempt = draft.attempt ?? { idempotencyKey: randomId(), apiKey: start.api_key };
    // First it is kept under its name, then it leaves: otherwise a closed tab would forget the name.
    await change({ attempt });
    try {
      const sent = await sendDraft(draft, attempt, (part) => setSending({ state: 'sending', part }));
      // Whoever has left the page meanwhile finds the draft as it was, and gets the same answer by sending it again.
      if (here.current) onSent(sent);
    } catch (error) {
      const delay = delayAfter(error, attempts.current);
      if (delay !== undefined) setSending({ state: 'waiting', ...delay });
      else {
        void change({ attempt: undefined });
        setSending({ state: 'idle' });
        onRefused(mistakesOf(error, draft.attempt !== undefined));
      }
    } finally {
      busy.current = false;
    }
  }

  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    if (pending) void latest.current();
  }, [pending]);
  useEffect(() => {
    if (sending.state !== 'waiting') return undefined;
    const again = () => void latest.current();
    const timer = setTimeout(again, sending.seconds * 1000);
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [sending]);
  return { sending, locked: pending || sending.state !== 'idle', send };
}
