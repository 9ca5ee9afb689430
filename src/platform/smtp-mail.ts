import { Readable } from 'node:stream';
import { composeMail } from './compose-mail.ts';
import { MailFailure } from './mail.ts';
import type { Mail } from './mail.ts';

/** A server that does not answer in this time is away; a mail is tried again later. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 };

/** What nodemailer says of a failure: the answer of the server, and to which of its commands. */
type SmtpError = Error & { responseCode?: number; command?: string; code?: string };

/** What a server says of one mail, rather than of us: to its address, and to its text. */
const ABOUT_THE_MAIL = ['RCPT TO', 'DATA'];

/**
 * Sends by the mail server that the settings name, over a connection for each mail. With a password it has to be encrypted, unless
 * the server is this machine.
 * @param url `smtp://` begins in plain and goes over to TLS, `smtps://` is TLS from the first byte
 */
export function createSmtpMail(url: string, from: string): Mail {
  const { protocol, hostname, port, username, password } = new URL(url);
  const auth =
    username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    async send(message) {
      const raw = await composeMail(from, message);
      const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
      const connection = new SMTPConnection({
        host,
        port: port === '' ? (PORTS[protocol] ?? 587) : Number(port),
        secure: protocol === 'smtps:',
        requireTLS: auth !== undefined && !isLoopback(host),
        connectionTimeout: CONNECT_MS,
        greetingTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        logger: false,
      });
      let begun = false;
      // The server asks for the text when it has taken the address, and only then is it read.
      const text = Readable.from(
        (function* () {
          begun = true;
          yield raw;
        })(),
      );
      try {
        await new Promise<void>((resolve, reject) => {
          connection.once('error', reject);
          connection.once('end', () => reject(new Error('the connection ended')));
          connection.connect((refused) => {
            if (refused) return reject(refused);
            const send = () =>
              connection.send({ from: addressIn(from), to: [message.to] }, text, (error) =>
                error ? reject(error) : resolve(),
              );
            if (auth === undefined) return send();
            connection.login({ credentials: auth }, (error) => (error ? reject(error) : send()));
          });
        });
      } catch (error) {
        throw failureOf(error as SmtpError, begun);
      } finally {
        // Whoever ends early still hears of what goes wrong later, and it is no matter any more.
        connection.on('error', () => undefined);
        connection.quit();
        connection.close();
        text.destroy();
      }
    },
  };
}

function failureOf({ responseCode, command, code }: SmtpError, begun: boolean): MailFailure {
  // What came while the connection broke is no answer: it may be the beginning of one.
  const answered = responseCode !== undefined && responseCode >= 400 && !(begun && command === 'CONN');
  if (answered) {
    const lasting = responseCode >= 500 && ABOUT_THE_MAIL.includes(command ?? '');
    return new MailFailure(
      lasting ? 'refused' : 'later',
      `The mail server answered ${responseCode} to ${command ?? 'a command'}.`,
    );
  }
  return begun
    ? new MailFailure('unclear', 'The connection to the mail server broke while a mail was on its way.')
    : new MailFailure('later', `The mail server is out of reach: ${code ?? 'no answer'}.`);
}

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/** `Signpost <portal@city.example>` → `portal@city.example` */
const addressIn = (from: string) => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
