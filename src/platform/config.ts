import { z } from 'zod';
import { OperatorError } from './errors.ts';

/**
 * Everything the environment can say. `loadConfig` is the sole reader of the environment; what differs by city is a row
 * in the database, not a setting. The table in the README is compared with `settings` by a test.
 */
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' });
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${from} to ${to}` })
    .transform(Number)
    .refine((value) => value >= from && value <= to, {
      error: `must be a whole number from ${from} to ${to}`,
    });

/** Whether it names a mail server, and nothing that would be passed over. */
function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  return (
    ['smtp:', 'smtps:'].includes(protocol) &&
    hostname !== '' &&
    ['', '/'].includes(pathname) &&
    search + hash === '' &&
    (username === '') === (password === '') &&
    [username, password].every(isEncoded)
  );
}

/** Whether percent-encoding can be undone. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const settings = {
  PORT: wholeNumber(0, 65535).default(3111),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres:// or postgresql://' })
    .optional(),
  SIGNPOST_DATA: z.string().optional(),
  SIGNPOST_FILES: z
    .string()
    .regex(/^(?!s3:)|^s3:\/\/[a-z0-9][a-z0-9.-]+(\/[\w.-]+)*\/?$/, {
      error: 'must be a folder, or a bucket such as s3://my-city/pictures',
    })
    .optional(),
  SIGNPOST_FILES_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://s3.example.org' })
    .optional(),
  SIGNPOST_MEDIA_COUNT: wholeNumber(1, 100).default(10),
  SIGNPOST_MEDIA_MB: wholeNumber(1, 100).default(20),
  SIGNPOST_MEDIA_CALL_MB: wholeNumber(1, 1_000).default(100),
  SIGNPOST_MEDIA_MEGAPIXELS: wholeNumber(1, 1_000).default(50),
  SIGNPOST_DEMO: onOff.optional(),
  SIGNPOST_MIGRATE: onOff.default('on'),
  SIGNPOST_WORKER: onOff.default('on'),
  SIGNPOST_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://api.example.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SIGNPOST_SMTP_URL: z
    .string()
    .refine(isSmtpUrl, { error: 'must be like smtp://user:password@mail.example.org:587, or smtps://…' })
    .optional(),
  SIGNPOST_MAIL_FROM: z
    .string()
    .regex(/^([^<>@"\p{Cc}]+ <[\w.+-]+@[\w.-]+>|[\w.+-]+@[\w.-]+)$/u, {
      error:
        'must be an address such as portal@city.example, or a name and an address: City <portal@city.example>',
    })
    .optional(),
  SIGNPOST_TRUST_PROXY: z
    .string()
    .regex(/^(off|[0-9a-fA-F.:/, ]+|(loopback|linklocal|uniquelocal)([, ]+[\w.:/]+)*)$/, {
      error: 'must be off, or addresses and networks separated by commas, such as 10.0.0.0/8 or loopback',
    })
    .default('off'),
  SIGNPOST_LIMIT_KEY: wholeNumber(1, 1_000_000).default(600),
  SIGNPOST_LIMIT_ADDRESS: wholeNumber(1, 1_000_000).default(600),
  SIGNPOST_POOL: wholeNumber(2, 500).default(10),
  SIGNPOST_LOG: z
    .enum(['error', 'warn', 'info', 'debug'], { error: 'must be error, warn, info or debug' })
    .default('info'),
} as const;

/** Known to the tests, not to the program; named here so that they are not taken for typing errors. */
const TEST_SETTINGS = [
  'SIGNPOST_TEST_DATA',
  'SIGNPOST_TEST_STRICT',
  'SIGNPOST_TEST_FAULT',
  'SIGNPOST_TEST_CLONE',
  'SIGNPOST_TEST_PLANS',
];

export const settingNames: readonly string[] = Object.keys(settings);

const ownAddress = (host: string, port: number) =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const MEGABYTE = 1024 * 1024;

const schema = z.object(settings).transform((env) => ({
  port: env.PORT,
  host: env.HOST,
  databaseUrl: env.DATABASE_URL,
  /** Folder of the bundled database; used only without `databaseUrl`. */
  dataFolder: env.SIGNPOST_DATA ?? './.signpost',
  dataFolderIsExplicit: env.SIGNPOST_DATA !== undefined,
  /**
   * A folder or a bucket for files; undefined: in the data folder, beside the database whose rows name them. With another
   * database they lie elsewhere, so that a reset of the bundled one does not take them along.
   */
  files: env.SIGNPOST_FILES ?? (env.DATABASE_URL === undefined ? undefined : './signpost-files'),
  filesEndpoint: env.SIGNPOST_FILES_ENDPOINT,
  /** What one call may bring. */
  uploads: {
    files: env.SIGNPOST_MEDIA_COUNT,
    fileBytes: env.SIGNPOST_MEDIA_MB * MEGABYTE,
    totalBytes: env.SIGNPOST_MEDIA_CALL_MB * MEGABYTE,
  },
  mediaPixels: env.SIGNPOST_MEDIA_MEGAPIXELS * 1_000_000,
  /** The demonstration city is for trying out: it comes by itself only with the bundled database. */
  demo: (env.SIGNPOST_DEMO ?? (env.DATABASE_URL === undefined ? 'on' : 'off')) === 'on',
  migrate: env.SIGNPOST_MIGRATE === 'on',
  worker: env.SIGNPOST_WORKER === 'on',
  publicUrl: env.SIGNPOST_PUBLIC_URL,
  /** How mails are sent; without a server they become files in the data folder. */
  mail: {
    smtpUrl: env.SIGNPOST_SMTP_URL,
    from: env.SIGNPOST_MAIL_FROM ?? 'Signpost <signpost@localhost>',
    /** Where the links in mails lead. Never what a caller says: it would be somebody else's server. */
    linksTo: env.SIGNPOST_PUBLIC_URL ?? ownAddress(env.HOST, env.PORT),
  },
  trustProxy: env.SIGNPOST_TRUST_PROXY === 'off' ? (false as const) : env.SIGNPOST_TRUST_PROXY,
  /** Submissions a minute. */
  limitPerKey: env.SIGNPOST_LIMIT_KEY,
  limitPerAddress: env.SIGNPOST_LIMIT_ADDRESS,
  poolSize: env.SIGNPOST_POOL,
  logLevel: env.SIGNPOST_LOG,
}));

export type Config = Readonly<z.output<typeof schema>>;

/**
 * Reads the settings out of an environment. An empty value means the same as none.
 * @throws OperatorError that names every mistake at once, unknown `SIGNPOST_*` names included.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const mistakes = Object.keys(given)
    .filter(
      (name) => name.startsWith('SIGNPOST_') && !settingNames.includes(name) && !TEST_SETTINGS.includes(name),
    )
    .map((name) => `${name} is no setting of Signpost`);
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    mistakes.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  if (
    given['SIGNPOST_FILES_ENDPOINT'] !== undefined &&
    given['SIGNPOST_FILES']?.startsWith('s3://') !== true
  ) {
    mistakes.push('SIGNPOST_FILES_ENDPOINT needs SIGNPOST_FILES=s3://…');
  }
  // The links in mails lead to where residents see the server, which it cannot know by itself; a caller's word is not to be taken.
  for (const name of ['SIGNPOST_MAIL_FROM', 'SIGNPOST_PUBLIC_URL'])
    if (given['SIGNPOST_SMTP_URL'] !== undefined && given[name] === undefined)
      mistakes.push(`SIGNPOST_SMTP_URL needs ${name}`);
  if (mistakes.length > 0 || !parsed.success) {
    throw new OperatorError(`Settings: ${mistakes.join('; ')}. The README lists all settings.`);
  }
  return Object.freeze(parsed.data);
}
