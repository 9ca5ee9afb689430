/** A rule of the standard, or a decision where it is silent or its servers differ. */
export type Rule = {
  /**
   * R: rules for all calls; D: discovery; A: choices between readings; with a dot or alone: a section. Tests that prove the
   * rule begin their title with it.
   */
  id: string;
  /** What holds here, in one sentence. */
  rule: string;
  /** Where this is deliberately not what the text of GeoReport v2 says, or more than it says. */
  deviation?: Deviation;
  /** Why there is nothing to prove yet. */
  notYet?: string;
};

type Deviation = {
  /** What the standard says. */
  standard: string;
  /** What Signpost does. */
  here: string;
  why: string;
};
