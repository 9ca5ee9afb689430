import { readableText } from './readable-text.ts';
import type { Message } from './mail.ts';

/**
 * A mail as it goes over the wire. Nothing of it can begin a header of its own: what stands in one is a single line, and the text
 * is encoded where it would be taken for something else.
 */
export async function composeMail(from: string, { to, subject, text }: Message): Promise<Buffer> {
  // Loaded with the first mail: a server that starts answers first.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const mail = new MailComposer({
    from: oneLine(from),
    to: { name: '', address: oneLine(to) },
    subject: oneLine(subject),
    text: readableText(text),
    // Out-of-office replies and the like are not to be sent to it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

/** @throws Error when it would be more than one line, which is a mistake of ours: what others have given was checked before */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text))
    throw new Error('a header of a mail has more than one line');
  return text;
}
