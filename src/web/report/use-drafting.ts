import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EMPTY } from './draft.ts';
import type { Draft, Drafting } from './draft.ts';
import { keepDraft, loadDraft, onOtherTab } from './draft-store.ts';

/** The draft as it is in this browser, whichever tab has changed it last; undefined until it is read. */
export function useDrafting(): Drafting | undefined {
  const [draft, setDraft] = useState<Draft>();
  const latest = useRef<Draft>(EMPTY);
  useEffect(() => {
    let here = true;
    const load = () =>
      void loadDraft().then((kept) => {
        if (!here) return;
        latest.current = kept;
        setDraft(kept);
      });
    load();
    const stop = onOtherTab(load);
    return () => {
      here = false;
      stop();
    };
  }, []);
  return useMemo(() => {
    if (draft === undefined) return undefined;
    const put = (next: Draft) => {
      latest.current = next;
      setDraft(next);
      return keepDraft(next);
    };
    return {
      draft,
      change(part) {
        const changes = typeof part === 'function' ? part(latest.current) : part;
        return put({ ...latest.current, ...changes, changed: Date.now() });
      },
      discard: () => void put(EMPTY),
    };
  }, [draft]);
}
