import type { Installation } from '../installation.ts';
import { listWithSandboxes } from '../features/jurisdictions/index.ts';
import { republishRequests, restampRequests } from '../features/requests/index.ts';

/**
 * Carries out for the cases of a city and of its sandbox what the city has changed about what it publishes, with progress on a terminal. Who stops
 * it loses nothing: the server's jobs go on with it.
 * @returns how many cases of the city were looked at
 */
export async function republishAndTell(app: Installation['app'], jurisdictionId: string): Promise<number> {
  const looked = new Map<string, number>();
  const both = (await listWithSandboxes(app.db)).filter(
    ({ live_jurisdiction_id }) => live_jurisdiction_id === jurisdictionId,
  );
  for (const { jurisdiction_id } of both) {
    const count = await republishRequests(app, jurisdiction_id, {
      patient: true,
      onProgress: (done) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${done} cases looked at`);
      },
    });
    looked.set(jurisdiction_id, count);
    await restampRequests(app.db, jurisdiction_id);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return looked.get(jurisdictionId) ?? 0;
}
