import { describe, expect, test } from '@jest/globals';
import { loadConfig, settingNames } from '../../src/platform/config.ts';
import { OperatorError } from '../../src/platform/errors.ts';

const mistakes = (env: Record<string, string>) => {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
};

describe('Settings', () => {
  test('without any, there is a whole and frozen configuration', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      port: 3111,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataFolderIsExplicit: false,
      demo: true,
      migrate: true,
      worker: true,
      publicUrl: undefined,
      trustProxy: false,
      poolSize: 10,
      logLevel: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('an empty value is none, and what others set does not matter', () => {
    const empty = Object.fromEntries(settingNames.map((name) => [name, '']));
    expect(loadConfig({ ...empty, PATH: '/bin', npm_config_x: 'y', SIGNPOST_TEST_STRICT: '1' })).toEqual(
      loadConfig({}),
    );
  });

  test('the demonstration city comes by itself with the bundled database only', () => {
    const DATABASE_URL = 'postgres://db.example/city';
    expect(loadConfig({ DATABASE_URL }).demo).toBe(false);
    expect(loadConfig({ DATABASE_URL, SIGNPOST_DEMO: 'on' }).demo).toBe(true);
    expect(loadConfig({ SIGNPOST_DEMO: 'off' }).demo).toBe(false);
  });

  test('values are read', () => {
    expect(
      loadConfig({
        PORT: '0',
        SIGNPOST_DATA: '/srv/city',
        SIGNPOST_PUBLIC_URL: 'https://api.example.org/city//',
        SIGNPOST_TRUST_PROXY: 'loopback, 10.0.0.0/8',
        SIGNPOST_LIMIT_KEY: '1',
        SIGNPOST_LOG: 'debug',
      }),
    ).toMatchObject({
      port: 0,
      dataFolder: '/srv/city',
      dataFolderIsExplicit: true,
      publicUrl: 'https://api.example.org/city',
      trustProxy: 'loopback, 10.0.0.0/8',
      limitPerKey: 1,
      logLevel: 'debug',
    });
  });

  test('files lie beside the database that names them', () => {
    expect(loadConfig({}).files).toBeUndefined();
    expect(loadConfig({ DATABASE_URL: 'postgres://db.example/city' }).files).toBe('./signpost-files');
    const place = { SIGNPOST_FILES: 's3://city/some/prefix', SIGNPOST_FILES_ENDPOINT: 'https://s3.example' };
    expect(loadConfig(place)).toMatchObject({
      files: 's3://city/some/prefix',
      filesEndpoint: 'https://s3.example',
    });
    expect(mistakes({ SIGNPOST_FILES_ENDPOINT: 'https://s3.example' })).toContain('SIGNPOST_FILES=s3://');
  });

  test('a mail server needs a sender, and to know where links lead', () => {
    const SIGNPOST_SMTP_URL = 'smtp://me:s3cret@mail.example:587';
    const SIGNPOST_MAIL_FROM = 'City <portal@city.example>';
    const SIGNPOST_PUBLIC_URL = 'https://api.city.example';
    expect(mistakes({ SIGNPOST_SMTP_URL })).toMatch(/needs SIGNPOST_MAIL_FROM.*needs SIGNPOST_PUBLIC_URL/);
    expect(mistakes({ SIGNPOST_SMTP_URL })).not.toContain('s3cret');
    expect(loadConfig({ SIGNPOST_SMTP_URL, SIGNPOST_MAIL_FROM, SIGNPOST_PUBLIC_URL }).mail).toEqual({
      smtpUrl: SIGNPOST_SMTP_URL,
      from: SIGNPOST_MAIL_FROM,
      linksTo: SIGNPOST_PUBLIC_URL,
    });
    expect(loadConfig({ HOST: '::1' }).mail).toMatchObject({
      smtpUrl: undefined,
      linksTo: 'http://[::1]:3111',
    });
  });

  test('what one call may bring is told in megabytes and megapixels', () => {
    expect(loadConfig({})).toMatchObject({
      uploads: { files: 10, fileBytes: 20 * 1024 * 1024, totalBytes: 100 * 1024 * 1024 },
      mediaPixels: 50_000_000,
    });
  });

  test('all mistakes are told at once', () => {
    const text = mistakes({
      PORT: '99999',
      DATABASE_URL: 'mysql://x',
      SIGNPOST_DEMO: 'yes',
      SIGNPOST_PUBLIC_URL: 'ftp://x',
      SIGNPOST_POOL: '1',
      SIGNPOST_LOG: 'loud',
      SIGNPOST_WROKER: 'off',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'SIGNPOST_DEMO',
      'SIGNPOST_PUBLIC_URL',
      'SIGNPOST_POOL',
      'SIGNPOST_LOG',
      'SIGNPOST_WROKER',
    ])
      expect(text).toContain(name);
    expect(text).not.toContain('\n');
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PORT', '0x50'],
    ['SIGNPOST_POOL', '501'],
    ['SIGNPOST_TRUST_PROXY', 'everybody!'],
    ['SIGNPOST_MIGRATE', 'ON'],
    ['SIGNPOST_PUBLIC_URL', 'api.example.org'],
    ['SIGNPOST_FILES', 's3://'],
    ['SIGNPOST_FILES', 's3://City'],
    ['SIGNPOST_FILES_ENDPOINT', 's3.example'],
    ['SIGNPOST_MEDIA_COUNT', '0'],
    ['SIGNPOST_MEDIA_MB', '101'],
    ['SIGNPOST_SMTP_URL', 'mail.example'],
    ['SIGNPOST_SMTP_URL', 'http://mail.example'],
    ['SIGNPOST_SMTP_URL', 'smtp://me@mail.example'],
    ['SIGNPOST_SMTP_URL', 'smtp://me:%zz@mail.example'],
    ['SIGNPOST_SMTP_URL', 'smtp://mail.example/?tls=no'],
    ['SIGNPOST_MAIL_FROM', 'city'],
    ['SIGNPOST_MAIL_FROM', 'City\r\nBcc: x@y.org <a@b.org>'],
    ['SIGNPOST_UNKNOWN', 'x'],
  ])('%s=%s is a mistake', (name, value) => expect(mistakes({ [name]: value })).toContain(name));

  test('a password in an address is not repeated', () => {
    expect(mistakes({ DATABASE_URL: 'mysql://me:secret@db' })).not.toContain('secret');
  });
});
