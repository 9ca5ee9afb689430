import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { dateWindow } from './date-window.ts';
import type { Status } from './request.ts';
import { listPublicRequests, listPublicRequestsByNumber } from './request-repository.ts';

export type ListQuery = {
  service_request_id?: string[];
  service_code?: string[];
  start_date?: string;
  end_date?: string;
  status?: string[];
};

/**
 * Public cases, newest first, as JSON text (standard, 3.5).
 * @throws AppError invalid with every mistake, not_found when no code that was asked for exists
 */
export async function listRequests(
  app: { db: Knex; clock: Clock },
  city: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  asked: ListQuery,
  baseUrl: string,
): Promise<string> {
  const { jurisdiction_id, locale, list_span_days, time_zone } = city.jurisdiction;
  if (asked.service_request_id !== undefined) {
    const numbers = asked.service_request_id.filter((text) => readCaseNumber(text) === 'possible');
    return listPublicRequestsByNumber(app.db, jurisdiction_id, { locale, baseUrl }, numbers);
  }
  const status = readStatus(asked.status);
  const dates = dateWindow(asked, { spanDays: list_span_days, zone: time_zone }, app.clock.now());
  const findings = [
    ...('findings' in dates ? dates.findings : []),
    ...('finding' in status ? [status.finding] : []),
  ];
  if (findings.length > 0 || 'findings' in dates || 'finding' in status) throw invalid(findings);
  const serviceCodes = asked.service_code?.filter((code) => city.catalogue.has(code));
  if (serviceCodes?.length === 0) {
    throw notFound(
      `service_code ${quoted((asked.service_code ?? []).join(', '))} is not known here. services.json lists all codes.`,
      'service_code',
    );
  }
  return listPublicRequests(
    app.db,
    jurisdiction_id,
    { locale, baseUrl },
    {
      ...dates.window,
      ...(serviceCodes === undefined ? {} : { serviceCodes }),
      ...(status.only === undefined ? {} : { status: status.only }),
    },
  );
}

/** Both values together ask for everything. Upper and lower case are the same. */
function readStatus(given: string[] | undefined): { only: Status | undefined } | { finding: Finding } {
  const wanted = [...new Set((given ?? []).map((text) => text.toLowerCase()))];
  if (!wanted.every((text) => text === 'open' || text === 'closed')) {
    return {
      finding: { field: 'status', message: 'status must be open, closed or both, separated by a comma.' },
    };
  }
  return { only: wanted.length === 1 ? wanted[0] : undefined };
}
