import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { MailFailure } from '../../src/platform/mail.ts';
import { openMail } from '../../src/platform/open-mail.ts';
import { parse, startMailServer } from '../support/mail-server.ts';
import type { MailServer } from '../support/mail-server.ts';

const log = createLog('error');
const FROM = 'Miasto <portal@city.example>';
const MESSAGE = { to: 'dev@example.org', subject: 'Zażółć', text: 'Gęślą jaźń\n.\nHello' };

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.mails.length = 0;
  server.plan.length = 0;
});

const through = (url: string) =>
  openMail(
    loadConfig({
      SIGNPOST_SMTP_URL: url,
      SIGNPOST_MAIL_FROM: FROM,
      SIGNPOST_PUBLIC_URL: 'https://x.example',
    }),
    '/nowhere',
    log,
  );

const failureOf = (sending: Promise<void>) =>
  sending.then(
    () => 'sent',
    (error: unknown) => {
      expect(error).toBeInstanceOf(MailFailure);
      const { outcome, message } = error as MailFailure;
      expect(message).not.toContain('example.org');
      return outcome;
    },
  );

describe('a mail server', () => {
  test('gets the mail whole, from and to whom it is', async () => {
    await through(server.url).send(MESSAGE);
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['dev@example.org']);
    expect(mail?.text.trimEnd()).toBe(MESSAGE.text);
    expect(mail?.headers.get('from')).toBe(FROM);
    expect(mail?.headers.get('to')).toBe('dev@example.org');
    expect(mail?.headers.get('subject')).toBe(
      `=?UTF-8?B?${Buffer.from(MESSAGE.subject).toString('base64')}?=`,
    );
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  test.each([
    ['refuse', 'refused'],
    ['refuse-text', 'refused'],
    ['defer', 'later'],
    ['cut-taken', 'unclear'],
    ['cut-before-text', 'later'],
  ] as const)('that does %s: %s', async (behaviour, outcome) => {
    server.plan.push(behaviour);
    expect(await failureOf(through(server.url).send(MESSAGE))).toBe(outcome);
    expect(await failureOf(through(server.url).send(MESSAGE))).toBe('sent');
  });

  test.each([
    ['is not there', undefined, 'later'],
    ['refuses everybody', ['554 5.7.1 not you\r\n'], 'later'],
    ['says that it has it, and dies before the line ends', UNTIL_TEXT('250 2.0.0 queued'), 'unclear'],
    ['says that it cannot now, and dies before the line ends', UNTIL_TEXT('451 4.3.0 no'), 'unclear'],
    ['goes away after the text', UNTIL_TEXT(''), 'unclear'],
    ['goes away before the text', ['220 x\r\n', '250 x\r\n', '250 x\r\n', ''], 'later'],
  ] as const)('that %s', async (_, lines, outcome) => {
    const peer = lines === undefined ? undefined : await speak(lines);
    const port = peer === undefined ? 1 : (peer.address() as AddressInfo).port;
    expect(await failureOf(through(`smtp://127.0.0.1:${port}`).send(MESSAGE))).toBe(outcome);
    peer?.close();
  });
});

function UNTIL_TEXT(last: string): string[] {
  return ['220 x\r\n', '250 x\r\n', '250 x\r\n', '250 x\r\n', '354 go on\r\n', last];
}

/** A peer that says one line for each that it hears, the last one when it has heard the text, and then hangs up. */
async function speak(lines: readonly string[]): Promise<Server> {
  const peer = createServer((socket) => {
    const left = [...lines];
    let text = false;
    const next = () => {
      const line = left.shift() ?? '';
      text = line.startsWith('354');
      if (left.length === 0) socket.end(line);
      else socket.write(line);
    };
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!text || data.includes('\r\n.\r\n')) next();
    });
    next();
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  return peer;
}

describe('a mail server with a password', () => {
  let guarded: MailServer;
  const heard: string[] = [];
  beforeAll(async () => {
    guarded = await startMailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, callback) {
        heard.push(`${username} ${password}`);
        if (password === 's3cr:t@') callback(null, { user: username });
        else callback(new Error('535 no'));
      },
    });
  });
  afterAll(() => guarded.stop());

  test('is told it as it stands in the address', async () => {
    await through(`smtp://me%40city:s3cr%3At%40@127.0.0.1:${guarded.port}`).send(MESSAGE);
    expect(heard).toEqual(['me@city s3cr:t@']);
    expect(guarded.mails).toHaveLength(1);
  });

  test('a wrong one is our mistake and not that of the mail, and is not repeated', async () => {
    const sending = through(`smtp://me:wrong-one@127.0.0.1:${guarded.port}`).send(MESSAGE);
    const error = await sending.catch((reason: unknown) => reason);
    expect((error as MailFailure).outcome).toBe('later');
    expect(String((error as Error).stack)).not.toContain('wrong-one');
  });
});

describe('without a mail server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'signpost-mail-')), 'mail');
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true }));

  test('mails are files, which nobody else can read', async () => {
    const mail = openMail(loadConfig({}), folder, log);
    await Promise.all([mail.send(MESSAGE), mail.send({ ...MESSAGE, to: 'other@example.org' })]);
    const files = await readdir(folder);
    const names = files.filter((name) => name.endsWith('.eml'));
    expect([files.length, names.length]).toEqual([4, 2]);
    for (const name of names) {
      expect(name).toMatch(/^\d{17}-[0-9a-f]{8}\.eml$/);
      const words = join(folder, name.replace('.eml', '.txt'));
      expect(await readFile(words, 'utf8')).toBe(`${MESSAGE.text}\n`);
      expect((await stat(words)).mode & 0o077).toBe(0);
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
      const read = parse([], await readFile(join(folder, name), 'latin1'));
      expect(read.text.trimEnd()).toBe(MESSAGE.text);
    }
  });

  test('a folder that cannot be made is tried again later', async () => {
    const mail = openMail(loadConfig({}), join(import.meta.filename, 'mail'), log);
    expect(await failureOf(mail.send(MESSAGE))).toBe('later');
  });
});

describe('a header', () => {
  test.each([
    { subject: 'Hello\r\nBcc: all@example.org' },
    { subject: 'Hello\nBcc: all@example.org' },
    { subject: 'Hello\u2028x' },
    { to: 'dev@example.org\r\nBcc: all@example.org' },
  ])('is one line: %j', async (wrong) => {
    await expect(through(server.url).send({ ...MESSAGE, ...wrong })).rejects.toThrow('more than one line');
    expect(server.mails).toEqual([]);
  });

  test('cannot be begun by the text', async () => {
    await through(server.url).send({
      ...MESSAGE,
      text: '\r\n\r\nBcc: all@example.org\r\n.\r\nMAIL FROM:<x@y>',
    });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.headers.has('bcc')).toBe(false);
    expect(server.mails[0]?.to).toEqual(['dev@example.org']);
  });
});
