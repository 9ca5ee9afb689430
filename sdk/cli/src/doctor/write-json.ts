import type { Examination } from './examine.ts';

/** For programs: one entry for each rule, in the order of the report. */
export function writeJson({ areas, counts, ended, jurisdiction, ...rest }: Examination): string {
  return JSON.stringify(
    {
      ...rest,
      jurisdiction_id: jurisdiction ?? null,
      ended_early: ended ?? null,
      counts,
      rules: areas.flatMap(({ title: area, results }) =>
        results.map(({ id, title, outcome }) => ({ id, area, title, ...outcome })),
      ),
    },
    undefined,
    2,
  );
}
