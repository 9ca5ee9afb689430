import type { DetailedStatus } from './test-city.ts';

/** What the public is told when a status was set without a word. */
const TEXTS: Record<DetailedStatus, string> = {
  open: 'The case is open.',
  in_progress: 'We are working on it.',
  planned: 'The work is planned.',
  action_scheduled: 'The work has its date.',
  investigating: 'We are looking into it.',
  internal_referral: 'It was handed on within the city.',
  for_triage: 'We are finding out who takes care of it.',
  closed: 'The case is closed.',
  fixed: 'It has been fixed.',
  duplicate: 'It had been reported before.',
  not_councils_responsibility: 'This is not in the hands of the city.',
  no_further_action: 'Nothing more will be done about it.',
  cancelled: 'The case was cancelled.',
};

const OPEN: readonly DetailedStatus[] = [
  'open',
  'in_progress',
  'planned',
  'action_scheduled',
  'investigating',
  'internal_referral',
  'for_triage',
];

export const statusText = (status: DetailedStatus): string => TEXTS[status];

/** Whether a case with this status is closed. */
export const closes = (status: DetailedStatus): boolean => !OPEN.includes(status);

/** A status as partners write it: in any case, with blanks or underscores. */
export function readStatus(text: string): DetailedStatus | 'unchanged' | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
  if (name === 'unchanged') return name;
  if (name === 'reopen') return 'open';
  return Object.hasOwn(TEXTS, name) ? (name as DetailedStatus) : undefined;
}
