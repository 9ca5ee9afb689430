import { start } from '../page-start.ts';

/** What has become of a report: a case of one's own, or a voice for the case of somebody else. */
export type Sent = {
  as: 'case' | 'support';
  number: string | undefined;
  token: string | undefined;
  notice: string | undefined;
};

const NAME = `signpost.sent ${start.city?.jurisdiction_id ?? ''}`;

/** Tells the other tabs that wait with the same draft. */
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(NAME);

/** Calls when another tab has sent it. @returns what ends that */
export function onSentElsewhere(listener: (sent: Sent) => void): () => void {
  const hear = ({ data }: MessageEvent<Sent>) => listener(data);
  tabs?.addEventListener('message', hear);
  return () => tabs?.removeEventListener('message', hear);
}

export const tellOtherTabs = (sent: Sent): void => tabs?.postMessage(sent);

/** Kept with the tab, so that a number is not lost when a phone loads the page again. */
export function keepSent(sent: Sent): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(sent));
  } catch {
    // A browser that keeps nothing shows it as long as the page is there.
  }
}

export function loadSent(): Sent | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(NAME) ?? 'null') as Sent | null) ?? undefined;
  } catch {
    return undefined;
  }
}
