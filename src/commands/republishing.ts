import type { Installation } from '../installation.ts';
import { republishRequests, restampRequests } from '../features/requests/index.ts';

/**
 * Carries out for the cases of a city what it has changed about what it publishes, with progress on a terminal. Who stops
 * it loses nothing: the server's jobs go on with it.
 * @returns how many cases were looked at
 */
export async function republishAndTell(app: Installation['app'], jurisdictionId: string): Promise<number> {
  const looked = await republishRequests(app, jurisdictionId, {
    patient: true,
    onProgress: (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} cases looked at`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  await restampRequests(app.db, jurisdictionId);
  return looked;
}
