import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { Submission } from '../../src/index.ts';
import type { CitySubmitted } from '../../src/open311.ts';
import { cityAt, keyOption, withCity, withLocale } from './city.ts';
import type { CityOptions } from './city.ts';
import { printable } from './doctor/index.ts';
import { EXIT_CODES, Mistake } from './problems.ts';
import { readNumber, readOneMore } from './read-arguments.ts';
import { createOutput } from './terminal.ts';

type Options = CityOptions & {
  service: string;
  lat?: number;
  long?: number;
  address?: string;
  addressId?: string;
  description?: string;
  attribute?: Answers;
  media?: string[];
  mediaUrl?: string;
  email?: string;
  firstName?: string;
  lastName?: string;
  phone?: string;
  deviceId?: string;
  accountId?: string;
  idempotencyKey?: string;
};

export function addSubmitCommand(program: Command): void {
  withLocale(
    withCity(
      program
        .command('submit')
        .description('tell a city something: makes a case there, and gives its number'),
    ),
  )
    .addOption(keyOption('the api_key; goes to the host of <url> alone and is never shown.'))
    .requiredOption('--service <code>', 'the service_code; signpost services lists them')
    .option('--lat <degrees>', 'latitude', readNumber)
    .option('--long <degrees>', 'longitude', readNumber)
    .option('--address <text>', 'the place in words, the address_string')
    .option('--address-id <id>', 'the place by the register of the city')
    .option('--description <text>', 'what it is about')
    .option(
      '--attribute <code=answer>',
      'an answer to a question of the service; may be repeated',
      readAttribute,
    )
    .option('--media <file>', 'a picture, where the city takes files; may be repeated', readOneMore)
    .option('--media-url <address>', 'the address of a picture')
    .option('--email <address>', 'who reports')
    .option('--first-name <name>')
    .option('--last-name <name>')
    .option('--phone <number>')
    .option('--device-id <id>')
    .option('--account-id <id>')
    .option(
      '--idempotency-key <key>',
      'names the submission, so that Signpost makes one case of it however often it is sent',
    )
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      `
It is sent again only if it has certainly not arrived: most cities make two cases of what comes twice. Nothing is asked; what is missing is told by the city.

Examples:
  export OPEN311_API_KEY=…
  signpost submit https://city.example/open311/v2 --service LAMP --lat 51.1079 --long 17.0385 --description 'The lamp is dark.'
  signpost submit https://city.example/open311/v2 --test --service POTHOLE --address 'Main Street 1' --attribute SIZE=large
  signpost submit https://city.example/open311/v2 --service LAMP --lat 51.1 --long 17.0 --media lamp.jpg --json
${EXIT_CODES}`,
    )
    .action(async (url: URL, options: Options) => {
      const submission = await submissionOf(options);
      // Heeded by Signpost; what is told after a failure names it.
      const { idempotencyKey = randomUUID() } = options;
      const [submitted] = await cityAt(url, options).requests.create(submission, { idempotencyKey });
      createOutput(options.json === true).result(submitted, told(submitted));
    });
}

async function submissionOf(options: Options): Promise<Submission> {
  const { service, address, addressId, mediaUrl, firstName, lastName, deviceId, accountId, media } = options;
  const { lat, long, description, attribute, email, phone } = options;
  return {
    service_code: service,
    lat,
    long,
    address_string: address,
    address_id: addressId,
    description,
    attribute,
    media: media && (await Promise.all(media.map(readPicture))),
    media_url: mediaUrl,
    email,
    first_name: firstName,
    last_name: lastName,
    phone,
    device_id: deviceId,
    account_id: accountId,
  };
}

function told(submitted: CitySubmitted | undefined): string[] {
  const { service_request_id, token, service_notice } = submitted ?? {};
  const notice = service_notice ? [printable(service_notice)] : [];
  if (service_request_id) return [`The number of the case: ${printable(service_request_id)}`, ...notice];
  if (token)
    return [
      `The number comes later, for this token: ${printable(token)}`,
      'signpost get … --token tells it.',
      ...notice,
    ];
  return ['The city has taken it, and gives no number.', ...notice];
}

type Answers = Record<string, string | string[]>;

/** Several answers to one question are a list. @throws InvalidArgumentError */
function readAttribute(text: string, before: Answers = {}): Answers {
  const [, code, answer] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
  if (code === undefined || answer === undefined)
    throw new InvalidArgumentError('It must be the code of a question and its answer, such as SIZE=large.');
  const known = Object.hasOwn(before, code) ? before[code] : undefined;
  return { ...before, [code]: known === undefined ? answer : [known, answer].flat() };
}

/** @throws Mistake */
async function readPicture(path: string): Promise<File> {
  try {
    return new File([await readFile(path)], basename(path));
  } catch (error) {
    throw new Mistake(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
