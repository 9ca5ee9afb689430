import type { App } from '../../platform/app.ts';
import { createJurisdictionDirectory } from '../jurisdictions/index.ts';
import type { TellPayload } from './decide-key-request.ts';
import { handOver } from './hand-over.ts';
import { beginTelling, takeBackTelling } from './key-request-repository.ts';
import { decisionMail } from './mail-texts.ts';

/** Mails what became of a request for a key to the address that its developer has proved, once at most. */
export async function tellDecision(
  app: Pick<App, 'config' | 'db' | 'mail' | 'clock' | 'log'>,
  { request_id }: TellPayload,
): Promise<void> {
  const telling = await beginTelling(app.db, request_id, app.clock.now());
  if (telling === undefined) return;
  const city = await createJurisdictionDirectory(app.db).require(telling.jurisdiction_id);
  await handOver(
    app,
    { to: telling.email, ...decisionMail(telling, city, app.config.mail.linksTo) },
    {
      what: { request_id },
      takeBack: () => takeBackTelling(app.db, request_id),
      // The decision stands in the list of keys as well.
      giveUp: () => Promise.resolve(),
    },
  );
}
