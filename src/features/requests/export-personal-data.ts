import type { Readable } from 'node:stream';
import type { App } from '../../platform/app.ts';
import { openPictures } from '../media/index.ts';
import { findCaseReport, listTimeline } from './case-report.ts';
import type { CaseReport, StaffEntry } from './case-report.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { Person } from './find-personal-data.ts';
import { findReporter, listSenders } from './personal-data-repository.ts';
import type { SenderOfEntry } from './personal-data-repository.ts';
import type { Reporter } from './request.ts';

/** A case that a person has reported, with all that came with it. */
type ReportedCase = CaseReport & {
  reporter: Reporter | null;
  timeline: StaffEntry[];
  senders: SenderOfEntry[];
};

export type PersonalExport = {
  jurisdiction_id: string;
  reported: ReportedCase[];
  /** On cases of others. */
  comments: (StaffEntry & { number: string; sender: SenderOfEntry | null })[];
  /** Cases of others with a text that names the person. */
  mentioned_in: string[];
  /** Cases that the person supports. */
  supported: string[];
};

/** A file that belongs to the export: its name, and its bytes when they are wanted. */
export type ExportedPicture = { name: string; open(): Promise<Readable | undefined> };

/**
 * Everything that is known of a person, and their pictures.
 * @throws AppError invalid, not_found
 */
export async function exportPersonalData(
  app: Pick<App, 'db' | 'files'>,
  jurisdictionId: string,
  person: Person,
): Promise<{ data: PersonalExport; pictures: ExportedPicture[] }> {
  const places = await findPersonalData(app.db, jurisdictionId, person);
  const reported: ReportedCase[] = [];
  for (const number of places.reported) {
    const key = { jurisdiction_id: jurisdictionId, number };
    const report = await findCaseReport(app.db, key);
    if (report === undefined) continue;
    reported.push({
      ...report,
      reporter: (await findReporter(app.db, key)) ?? null,
      timeline: await listTimeline(app.db, key),
      senders: await listSenders(app.db, key),
    });
  }
  const comments: PersonalExport['comments'] = [];
  for (const { number, entry } of places.comments) {
    const key = { jurisdiction_id: jurisdictionId, number };
    const found = (await listTimeline(app.db, key)).find(({ update_id }) => update_id === entry);
    const sender = (await listSenders(app.db, key)).find(({ update_id }) => update_id === entry);
    if (found !== undefined) comments.push({ ...found, number, sender: sender ?? null });
  }
  const urls = [...reported.flatMap((one) => [one, ...one.timeline]), ...comments].flatMap(
    ({ media_urls }) => media_urls,
  );
  return {
    data: {
      jurisdiction_id: jurisdictionId,
      reported,
      comments,
      mentioned_in: places.mentions,
      supported: places.supports.map(({ number }) => number),
    },
    pictures: openPictures(app, urls),
  };
}
