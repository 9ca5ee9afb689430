import { useRef, useState } from 'preact/hooks';

/**
 * Does something that a press of a button asks for, once however often it is pressed.
 * @returns what failed, if something did, and whether it is still being done
 */
export function useSend(): {
  failure: unknown;
  sending: boolean;
  send: (work: () => Promise<void>) => void;
} {
  const busy = useRef(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(undefined);
  const send = (work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setFailure(undefined);
    work()
      .catch(setFailure)
      .finally(() => {
        busy.current = false;
        setSending(false);
      });
  };
  return { failure, sending, send };
}
