import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

/** A mail as it came: who it was for on the envelope, its headers by name in lower case, and its text. */
export type ReceivedMail = { to: string[]; headers: Map<string, string>; text: string; raw: string };

export type MailServer = {
  /** For SIGNPOST_SMTP_URL, without a name and a password. */
  url: string;
  port: number;
  mails: ReceivedMail[];
  /** Resolves with the next mail to this address, or the one that is there. */
  mailTo(address: string): Promise<ReceivedMail>;
  /** What the server does with the next mails, in the order of this list; then it takes all. */
  plan: Behaviour[];
  stop(): Promise<void>;
};

/** Refuses an address for good or for now, or the text; cuts the connection when it has the text, which is kept or not. */
type Behaviour = 'refuse' | 'defer' | 'refuse-text' | 'cut-taken' | 'cut-before-text';

const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** A real mail server of the tests, on loopback. */
export async function startMailServer(
  options: SMTPServerOptions = { authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const plan: Behaviour[] = [];
  const waiting: { address: string; tell: (mail: ReceivedMail) => void }[] = [];
  /** What was planned for the mail of each conversation: several are had at one moment. */
  const planned = new Map<string, Behaviour | undefined>();
  const server = new SMTPServer({
    ...options,
    onRcptTo({ address }, session, callback) {
      const current = plan.shift();
      planned.set(session.id, current);
      // As real servers do, it repeats the address.
      if (current === 'refuse') return callback(answer(550, `5.1.1 <${address}> is unknown here`));
      if (current === 'defer') return callback(answer(451, `4.7.1 <${address}> later, please`));
      callback();
    },
    onData(stream, session, callback) {
      const current = planned.get(session.id);
      if (current === 'cut-before-text') {
        cut(session.id);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (current === 'refuse-text') return callback(answer(554, '5.7.1 this is not wanted'));
        const mail = parse(
          session.envelope.rcptTo.map(({ address }) => address),
          Buffer.concat(chunks).toString('latin1'),
        );
        mails.push(mail);
        for (const one of waiting.filter(({ address }) => mail.to.includes(address))) one.tell(mail);
        if (current === 'cut-taken') cut(session.id);
        else callback();
      });
    },
  });
  server.on('error', () => undefined);
  const cut = (id: string) => {
    for (const connection of server.connections as Set<{ id: string; _socket: { destroy(): void } }>)
      if (connection.id === id) connection._socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    plan,
    mailTo: (address) => {
      const there = mails.find(({ to }) => to.includes(address));
      return there === undefined
        ? new Promise((tell) => waiting.push({ address, tell }))
        : Promise.resolve(there);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads a mail with one part. */
export function parse(to: string[], raw: string): ReceivedMail {
  const [head = '', ...body] = raw.split(/\r?\n\r?\n/);
  const headers = new Map(
    head
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  const encoded = body.join('\n\n');
  const encoding = headers.get('content-transfer-encoding');
  const bytes =
    encoding === 'base64'
      ? Buffer.from(encoded, 'base64')
      : encoding === 'quoted-printable'
        ? unquoted(encoded)
        : Buffer.from(encoded, 'latin1');
  return { to, headers, text: bytes.toString('utf8').replace(/\r\n/g, '\n'), raw };
}

function unquoted(text: string): Buffer {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** The token of a link in a mail. */
export function tokenIn({ text }: ReceivedMail, kind: 'confirm' | 'refuse' = 'confirm'): string {
  const token = new RegExp(`#${kind}=(\\S+)`).exec(text)?.[1];
  if (token === undefined) throw new Error(`no ${kind} link in: ${text}`);
  return token;
}
