import type { Service } from '@signpost/sdk';
import type { Sent } from './send-draft.ts';

export type { Service };

/** What every step of a report is given. */
export type StepProps = {
  services: readonly Service[];
  /** Leads to another step by its name. */
  go(this: void, step: string): void;
  /** The city has taken the case. */
  onSent(this: void, sent: Sent): void;
};
