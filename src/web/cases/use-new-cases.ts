import type { ParametersOf } from '@signpost/sdk';
import { useEffect, useState } from 'preact/hooks';
import { listCases } from '../parts/list-cases.ts';
import type { CasePage } from '../parts/list-cases.ts';

const POLL_MS = 60_000;
/** A list with a first day ends so long after it. */
const WINDOW_MS = 90 * 24 * 3_600_000;

/**
 * How many cases have come since a list was read, asked once a minute while somebody can see the page. The question stays the
 * same, so that the browser sends the tag of the answer it has, and hears that nothing is new.
 * @param page the first page of the list; undefined: nothing is asked
 * @param parameters what that list was asked with
 */
export function useNewCases(page: CasePage | undefined, parameters: ParametersOf<'requests.list'>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    setCount(0);
    const { start_date } = parameters;
    const isPast = start_date !== undefined && Date.parse(start_date) + WINDOW_MS < Date.now();
    if (page === undefined || isPast) return undefined;
    const known = new Set(page.cases.map((one) => one.service_request_id));
    // By the server's clock wherever there is a case.
    const since = page.cases[0]?.requested_datetime ?? new Date().toISOString().replace(/\.\d+/, '');
    const asked = { ...parameters, start_date: since, page_size: known.size + 20 };
    const gone = new AbortController();
    async function look() {
      if (document.hidden) return;
      const newer = await listCases(asked, gone.signal).catch(() => undefined);
      if (newer === undefined || gone.signal.aborted) return;
      const seen = newer.cases.filter((one) => known.has(one.service_request_id)).length;
      setCount(newer.total - seen);
    }
    const timer = setInterval(() => void look(), POLL_MS);
    // Whoever comes back sees at once what they missed.
    const lookAgain = () => void look();
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      gone.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, [page]);
  return count;
}
