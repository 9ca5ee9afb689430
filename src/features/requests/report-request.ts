import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import { wholeSecond } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import { invalid, notFound, tooMany } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { createTally } from '../../platform/tally.ts';
import type { Tally } from '../../platform/tally.ts';
import { announce } from '../announcements/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { maskPersonal } from './mask-personal.ts';
import { lockWithNaming } from './merge-repository.ts';
import type { ReportReason } from './moderation.ts';
import { insertReport } from './moderation-repository.ts';
import { findSecret } from './request-repository.ts';
import { lockPublicRequest } from './update-repository.ts';
import { holdCase } from './withdraw-request.ts';

/** Reports of an hour from one address; the contract says how many. */
const MOST_REPORTS = 20;

export const createReportTally = (): Tally => createTally('reports', 3_600);

/** The secret that addresses are hashed with. */
const REPORTERS = 'reporters';

type ReportCall = {
  jurisdiction: Jurisdiction;
  service_request_id: string;
  report: { reason: ReportReason; comment?: string };
  /** What the contract's checks found. */
  findings: readonly Finding[];
  address: string;
};

/**
 * Takes somebody's word that a case should not be public. From as many reporters on as the city has set, the case is held
 * until staff have decided; the answer says nothing of that.
 * @throws AppError invalid, too_many, not_found
 */
export async function reportRequest(
  app: { db: Knex; clock: Clock; reports: Tally },
  call: ReportCall,
): Promise<void> {
  const { jurisdiction, report, address } = call;
  const { jurisdiction_id } = jurisdiction;
  if (call.findings.length > 0) throw invalid(call.findings);
  const counted = await app.reports.count(address);
  if (counted !== undefined && counted.count > MOST_REPORTS) {
    const { seconds } = counted;
    throw tooMany(`Too many reports from this address. Try again in ${seconds} seconds.`, seconds);
  }
  const number = call.service_request_id;
  const key = { jurisdiction_id, number };
  const now = app.clock.now();
  const at = wholeSecond(now);
  await app.db.transaction(async (tx) => {
    const possible = readCaseNumber(number) === 'possible';
    // It may be held by this report.
    if (possible) await lockWithNaming(tx, key);
    if (!possible || (await lockPublicRequest(tx, jurisdiction_id, number)) === undefined)
      throw notFound(`There is no request ${quoted(number)} here.`, 'service_request_id');
    const taken = await insertReport(tx, key, {
      reason: report.reason,
      comment: report.comment === undefined ? null : maskPersonal(report.comment, jurisdiction.locale),
      reporter: reporterOf(await findSecret(tx, REPORTERS), number, address),
      at: now,
    });
    if (taken === undefined) return;
    await announce(tx, {
      jurisdiction_id,
      announced_at: at,
      type: 'request.reported',
      subject: number,
      content: { reason: report.reason, reports: taken.reports },
    });
    const limit = jurisdiction.reports_to_hold;
    if (limit > 0 && taken.reports >= limit && !taken.kept) await holdCase(tx, key, 'reported', at);
  });
}

/** 16 bits, which tens of thousands of addresses share, other ones for each case. */
function reporterOf(secret: Buffer, number: string, address: string): number {
  return createHmac('sha256', secret).update(`${number} ${address}`).digest().readUInt16BE();
}
