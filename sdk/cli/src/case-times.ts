/** When a time of a case was; undefined where it is not told, or without a zone. */
export const momentOf = (time: string | null | undefined): number | undefined =>
  time && /(Z|[+-]\d\d:\d\d)$/.test(time) ? Date.parse(time) : undefined;

/** A moment as the standard writes it. */
export const written = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** Times of cases have no fractions. */
export const wholeSecond = (moment: number) => Math.floor(moment / 1000) * 1000;
