import { Option } from 'commander';
import type { Command } from 'commander';
import { Open311 } from '../../src/open311.ts';
import type { Open311Options } from '../../src/open311.ts';
import { readXml } from '../../src/xml.ts';
import { environmentLocale, fetchIn } from './locale.ts';
import { readAtLeast, readLocale, readUrl } from './read-arguments.ts';

/** Where a key is found that is not to stand on the command line, which everybody on the machine can read. */
export const KEY_VARIABLE = 'OPEN311_API_KEY';

/** What all commands that call a city are told. */
export type CityOptions = {
  jurisdiction?: string;
  key?: string;
  keyForReading?: boolean;
  test?: boolean;
  format?: 'json' | 'xml';
  timeZone?: string;
  locale?: string;
  timeout: number;
  json?: boolean;
};

/** Adds where the city is, and how it is spoken to. */
export function withCity(command: Command): Command {
  return command
    .argument(
      '<url>',
      'where the city is: its endpoint, such as https://city.example/open311/v2, or its discovery document',
      readUrl,
    )
    .option('--jurisdiction <id>', 'the jurisdiction_id; needed where there are several')
    .option('--test', 'the endpoint for trying out that its discovery document lists, the sandbox')
    .addOption(
      new Option('--format <format>', 'what the city is asked for; its choice unless given').choices([
        'json',
        'xml',
      ]),
    )
    .option('--time-zone <zone>', 'its zone, such as America/Chicago, for times that come without one')
    .option('--timeout <seconds>', 'how long a call may take with all its repetitions', readAtLeast(1), 60);
}

/** Adds the language that people read; what is made for programs does not depend on who makes it. */
export const withLocale = (command: Command) =>
  command.addOption(
    new Option('--locale <code>', 'the language of names and errors, such as pl, where the city has it')
      .argParser(readLocale)
      .default(environmentLocale(process.env), 'as LC_ALL, LC_MESSAGES or LANG says'),
  );

/** A key, from the command line or from the environment. */
export const keyOption = (what: string) =>
  new Option('--key <key>', `${what} Others on this machine can see it on the command line`).env(
    KEY_VARIABLE,
  );

/** Adds the key of the few cities that give nothing without one. */
export function withKeyForReading(command: Command): Command {
  return command
    .addOption(keyOption('the api_key, for cities that want one even from readers.'))
    .option(
      '--key-for-reading',
      `send the key of ${KEY_VARIABLE} as well; it is for submitting alone unless this says otherwise`,
    );
}

/** Further options of the client. */
type More = Pick<Open311Options, 'fetch' | 'retries' | 'onResponse'>;

/** What a client for the city is made with. */
function clientOptions(url: URL, options: CityOptions, more: More) {
  const deadlineMs = options.timeout * 1000;
  const { locale } = options;
  return {
    baseUrl: url.href,
    jurisdictionId: options.jurisdiction,
    apiKey: options.key || undefined,
    keyForReading: options.keyForReading,
    type: options.test ? ('test' as const) : undefined,
    format: options.format,
    timeZone: options.timeZone,
    xml: readXml,
    userAgent: 'signpost-cli',
    timeoutMs: Math.min(30_000, deadlineMs),
    deadlineMs,
    ...more,
    fetch: locale === undefined ? more.fetch : fetchIn(locale, more.fetch),
  };
}

/** The same for commands that only read: a key from the environment goes nowhere unless that is said. */
export function readingOptions(url: URL, options: CityOptions, command: Command, more: More = {}) {
  const isMeant = options.keyForReading === true || command.getOptionValueSource('key') === 'cli';
  const key = isMeant ? (options.key ?? '') : '';
  return clientOptions(url, { ...options, key, keyForReading: isMeant }, more);
}

/** A client for the city, whatever it is like. */
export const cityAt = (url: URL, options: CityOptions) => new Open311(clientOptions(url, options, {}));

/** A client for commands that only read. */
export const readableCityAt = (url: URL, options: CityOptions, command: Command, more: More = {}) =>
  new Open311(readingOptions(url, options, command, more));
