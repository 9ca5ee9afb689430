import type { Readable } from 'node:stream';
import type { App } from '../../platform/app.ts';
import { openPictures } from '../media/index.ts';
import { findCaseReport } from './case-report.ts';
import type { CaseReport } from './case-report.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { Person } from './find-personal-data.ts';
import { plainAccount } from './hash-account.ts';
import { findReporter, listWrittenEntries } from './personal-data-repository.ts';
import type { Sender, Written, WrittenEntry } from './personal-data-repository.ts';
import type { Reporter } from './request.ts';
import type { NamedAccount } from './supporter-repository.ts';

type ExportedEntry = Pick<WrittenEntry, 'number' | 'update_id' | 'happened_at' | 'kind' | 'status'> &
  Written & {
    /** Where the person has sent it. */
    sender: Sender | null;
  };

/** A case that a person has reported, with all that came with it. What others have sent about it is told as the public reads it. */
type ReportedCase = CaseReport & { reporter: Reporter | null; timeline: ExportedEntry[] };

export type PersonalExport = {
  jurisdiction_id: string;
  reported: ReportedCase[];
  /** On cases of others. */
  comments: ExportedEntry[];
  /** Cases of others with a text that names the person. */
  mentioned_in: string[];
  /** Cases that the person supports. */
  supported: string[];
};

/** A file that belongs to the export: its name, and its bytes when they are wanted. */
export type ExportedPicture = { name: string; open(): Promise<Readable | undefined> };

/**
 * Everything that is known of a person, and their pictures; nothing of anybody else that the public cannot read.
 * @throws AppError invalid, not_found
 */
export async function exportPersonalData(
  app: Pick<App, 'db' | 'files'>,
  jurisdictionId: string,
  person: Person,
): Promise<{ data: PersonalExport; pictures: ExportedPicture[] }> {
  const places = await findPersonalData(app.db, jurisdictionId, person);
  const written = await listWrittenEntries(app.db, jurisdictionId, places.reported, null);
  const reported: ReportedCase[] = [];
  for (const number of places.reported) {
    const key = { jurisdiction_id: jurisdictionId, number };
    const report = await findCaseReport(app.db, key);
    if (report === undefined) continue;
    const reporter = (await findReporter(app.db, key)) ?? null;
    const timeline = written.flatMap((entry) => {
      if (entry.number !== number) return [];
      if (!entry.sent || isBy(entry, [reporter?.email, person.email], places.accounts))
        return [asSent(entry)];
      return entry.published ? [asTold(entry)] : [];
    });
    reported.push({ ...report, reporter, timeline });
  }
  const comments = await listWrittenEntries(
    app.db,
    jurisdictionId,
    places.comments.map(({ number }) => number),
    places.comments.map(({ entry }) => entry),
  );
  const data: PersonalExport = {
    jurisdiction_id: jurisdictionId,
    reported,
    comments: comments.map(asSent),
    mentioned_in: places.mentions,
    supported: places.supports.map(({ number }) => number),
  };
  const urls = [...reported.flatMap((one) => [one, ...one.timeline]), ...data.comments].flatMap(
    ({ media_urls }) => media_urls,
  );
  return { data, pictures: openPictures(app, urls) };
}

const exported = ({ number, update_id, happened_at, kind, status }: WrittenEntry) => ({
  number,
  update_id,
  happened_at,
  kind,
  status,
});
const asSent = (entry: WrittenEntry): ExportedEntry => ({
  ...exported(entry),
  ...entry.came,
  sender: entry.sender,
});
const asTold = (entry: WrittenEntry): ExportedEntry => ({ ...exported(entry), ...entry.told, sender: null });

/**
 * Whether a person has sent something: under one of their addresses, or with one of their accounts. The account of the same name
 * with another key is that of somebody else, unless the name is the address.
 */
function isBy(
  { sender, key_id }: WrittenEntry,
  emails: readonly (string | null | undefined)[],
  accounts: readonly NamedAccount[],
): boolean {
  if (sender === null) return false;
  const account = sender.account_id === null ? null : plainAccount(sender.account_id);
  return (
    emails.some((email) => {
      const known = email?.trim().toLowerCase();
      return known !== undefined && (known === sender.email?.trim().toLowerCase() || known === account);
    }) || accounts.some((one) => one.key_id === key_id && plainAccount(one.account_id) === account)
  );
}
