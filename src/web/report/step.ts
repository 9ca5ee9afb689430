import type { Service } from '@signpost/sdk';
import type { Mistake } from '../parts/field.tsx';
import type { Sent } from './sent.ts';

export type { Service };

/** The steps in their order, as their addresses have them. */
export const STEP_NAMES = ['service', 'place', 'details', 'similar', 'contact', 'check'] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** A mistake that was found at another step than the one at which it is mended. */
export type StepMistake = Mistake & { step: StepName | undefined };

/** What every step of a report is given. */
export type StepProps = {
  services: readonly Service[];
  /** What the city has found wrong at this step; `check` has all of it. */
  refused: readonly StepMistake[];
  /** Leads to another step; `replace`: the way back leads past this one. */
  go(this: void, step: StepName, how?: 'replace'): void;
  /** The city did not take it. */
  onRefused(this: void, mistakes: readonly StepMistake[]): void;
  /** The city has taken it. */
  onSent(this: void, sent: Sent): void;
};
