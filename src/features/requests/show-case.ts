import type { Db } from '../../platform/database.ts';
import { notFound } from '../../platform/errors.ts';
import { readJurisdictionId } from '../jurisdictions/index.ts';
import type { JurisdictionKind } from '../jurisdictions/index.ts';
import { readCaseNumber, typedCaseNumber } from './case-number.ts';
import { findCaseReport, listTimeline } from './case-report.ts';
import type { CaseReport, StaffEntry } from './case-report.ts';
import { findJurisdictionOfNumber } from './request-repository.ts';
import type { CaseKey } from './submission-repository.ts';

/**
 * Finds a case by its number as a person types it, in whichever city it is; one of a sandbox only where that was asked for.
 * @throws AppError not_found
 */
export async function locateCase(db: Db, typed: string, kind: JurisdictionKind = 'live'): Promise<CaseKey> {
  const number = typedCaseNumber(typed);
  const shape = readCaseNumber(number);
  if (shape === 'mistyped')
    throw notFound(`${typed} seems to be mistyped: its last digit does not go with the others.`);
  const jurisdiction_id = shape === 'possible' ? await findJurisdictionOfNumber(db, number) : undefined;
  if (jurisdiction_id === undefined) throw notFound(`There is no case ${typed}.`);
  const found = readJurisdictionId(jurisdiction_id).kind;
  if (found !== kind) {
    throw notFound(
      found === 'test'
        ? `There is no live case ${typed}. There is one in a sandbox: say --test.`
        : `There is no case ${typed} in a sandbox. There is a live one: leave --test out.`,
    );
  }
  return { jurisdiction_id, number };
}

/**
 * A case with its timeline, for staff; without who reported it.
 * @throws AppError not_found
 */
export async function showCase(
  db: Db,
  typed: string,
  kind?: JurisdictionKind,
): Promise<CaseReport & { timeline: StaffEntry[] }> {
  const key = await locateCase(db, typed, kind);
  const report = await findCaseReport(db, key);
  if (report === undefined) throw notFound(`There is no case ${typed}.`);
  return { ...report, timeline: await listTimeline(db, key) };
}
