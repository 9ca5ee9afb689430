/** A node of a plan as `explain (analyze, format json)` tells it. */
export type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Actual Total Time': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
};

/** Tables that are small by their nature: those of the catalogue. */
const SMALL = new Set(['services', 'service_attributes', 'areas', 'jurisdictions', 'secrets']);

/** The tables that a plan reads from their beginning to their end, or may. */
export function tablesReadWhole(plan: Plan): string[] {
  const table = plan['Relation Name'] ?? '';
  const own = plan['Node Type'].includes('Seq Scan') && !SMALL.has(table) ? [table] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(tablesReadWhole)];
}

/** How many rows or entries of indexes a plan has looked at, also those that it then passed over. */
export function rowsRead(plan: Plan): number {
  const scans =
    plan['Node Type'].includes('Scan') &&
    !plan['Node Type'].startsWith('Subquery') &&
    !plan['Node Type'].startsWith('CTE');
  const passedOver = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  const own = scans ? (plan['Actual Rows'] + passedOver) * plan['Actual Loops'] : 0;
  return Math.round(own) + (plan.Plans ?? []).map(rowsRead).reduce((sum, one) => sum + one, 0);
}
