import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeMail } from './compose-mail.ts';
import type { Log } from './log.ts';
import { MailFailure } from './mail.ts';
import type { Mail } from './mail.ts';

/** Writes each mail to a file of a folder instead of sending it, for whoever tries things out without a mail server. */
export function createFileMail(folder: string, from: string, log: Log): Mail {
  return {
    async send(message) {
      const raw = await composeMail(from, message);
      const name = `${new Date().toISOString().replace(/\D/g, '').slice(0, 17)}-${randomUUID().slice(0, 8)}`;
      const file = join(folder, `${name}.eml`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // Its words alone as well: a link is folded in a mail, and could not be copied out of it.
        await writeFile(join(folder, `${name}.txt`), `${message.text}\n`, { mode: 0o600 });
        // Aside, then into place: whoever waits for it never reads half a mail.
        await writeFile(`${file}.draft`, raw, { mode: 0o600 });
        await rename(`${file}.draft`, file);
      } catch (error) {
        const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
        throw new MailFailure('later', `The folder of mails cannot be written to: ${code}.`);
      }
      log.info({ file }, 'mail written');
    },
  };
}
