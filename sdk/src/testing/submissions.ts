import { checkAnswers } from '../attributes/check-answers.ts';
import { quoted, unknownCode } from '../attributes/words.ts';
import type { Case, City, Service } from './city.ts';
import { halfOfPair } from './place.ts';
import { conflict, invalid, notFound, notPlayed, otherPayload, Refusal } from './refusal.ts';
import type { Finding } from './refusal.ts';
import type { Asked } from './read-call.ts';
import { readCaseNumber } from './case-number.ts';
import { closes, readStatus } from './statuses.ts';
import type { JsonOf } from './test-city.ts';

type Answer<Data> = { data: Data; headers?: Record<string, string> };

type Submission = {
  service_code?: string;
  lat?: number;
  long?: number;
  address_string?: string;
  address_id?: string;
  attribute?: Record<string, string[]>;
  description?: string;
  media_url?: string[];
  'Idempotency-Key'?: string;
};

/** Repeats find the first answer for so long. */
const KEPT_MS = 7 * 86_400_000;

export function createRequest(city: City, asked: Asked): Answer<JsonOf<'requests.create'>> {
  const submission = asked.fields as Submission;
  rehearse(city, submission.description);
  const name = submission['Idempotency-Key'];
  const canBeRepeat = name !== undefined && asked.findings.length === 0;
  const earlier = canBeRepeat ? city.repeats.get(name) : undefined;
  if (earlier !== undefined && city.now().getTime() - earlier.at.getTime() < KEPT_MS) {
    if (earlier.fingerprint !== asked.fingerprint) throw otherPayload();
    return { data: earlier.answer as JsonOf<'requests.create'>, headers: { 'Idempotent-Replayed': 'true' } };
  }
  const { service, answers } = check(city, submission, [...asked.findings, ...picturesOf(asked)]);
  const { lat, long } = submission;
  const paired = lat !== undefined && long !== undefined;
  const added = city.add({
    service,
    description: submission.description ?? null,
    address: submission.address_string ?? null,
    address_id: submission.address_id ?? null,
    lat: paired ? lat : null,
    long: paired ? long : null,
    media_urls: mediaOf(city, asked),
    answers,
    visibility: service.type === 'batch' ? 'waiting' : service.type === 'blackbox' ? 'staff' : 'public',
    token: undefined,
  });
  if (service.type === 'batch') added.token = Number(added.number).toString(16).padStart(32, '0');
  const data: JsonOf<'requests.create'> = [
    {
      ...(service.type === 'realtime' && { service_request_id: added.number }),
      ...(added.token !== undefined && { token: added.token }),
      service_notice: service.service_notice,
      account_id: null,
    },
  ];
  if (canBeRepeat) city.repeats.set(name, { fingerprint: asked.fingerprint, answer: data, at: city.now() });
  return { data };
}

/** The words that make a sandbox answer with an error. */
function rehearse(city: City, description = ''): void {
  const word = /(?<![\p{L}\p{N}_-])sandbox-(\w+)(?![\p{L}\p{N}_-])/iu.exec(description)?.[1]?.toLowerCase();
  if (!city.settings.sandbox || word === undefined) return;
  const finding = { message: `The sandbox answers ${word}, as the description asks for.` };
  if (word === '400') throw invalid([{ ...finding, field: 'description' }]);
  if (word === '403') throw new Refusal('forbidden', [{ ...finding, field: 'api_key' }]);
  if (word === '429') throw new Refusal('too_many', [finding], 1);
  if (word === '500') throw new Refusal('internal', [finding]);
  if (word === '503') throw new Refusal('unavailable', [finding], 1);
  if (word === 'slow' || word === 'lifecycle')
    throw notPlayed(`sandbox-${word}. Use failNext or changeStatus.`);
}

function check(city: City, submission: Submission, found: readonly Finding[]) {
  const { service_code } = submission;
  const service = city.service(service_code);
  if (service_code !== undefined && service === undefined) throw unknownService(service_code);
  const findings = [...found, ...checkPlace(city, submission, found)];
  if (service === undefined) throw invalid(findings);
  findings.push(...checkOffer(city, service, submission, findings));
  const { answers, findings: aboutAnswers } = checkServiceAnswers(city, service, submission.attribute ?? {});
  findings.push(...aboutAnswers);
  if (findings.length > 0) throw invalid(findings);
  return { service, answers };
}

export const unknownService = (code: string): Refusal => notFound(unknownCode(code), 'service_code');

function checkPlace(city: City, submission: Submission, found: readonly Finding[]): Finding[] {
  const { lat, long, address_string } = submission;
  if (found.some(({ field }) => ['lat', 'long', 'address_string'].includes(field ?? ''))) return [];
  if (lat !== undefined && long !== undefined) {
    return city.serves(lat, long)
      ? []
      : [{ field: 'lat', message: `lat and long are outside the area that ${city.settings.name} serves.` }];
  }
  if (address_string !== undefined) return [];
  const half = halfOfPair(submission);
  return half.length > 0
    ? half
    : [{ field: 'lat', message: 'A place is missing. Send lat and long, or address_string.' }];
}

export const isOfferedIn = ({ area_codes }: Service, code: string | undefined): boolean =>
  area_codes.length === 0 || (code !== undefined && area_codes.includes(code));

function checkOffer(city: City, service: Service, { lat, long }: Submission, found: Finding[]): Finding[] {
  if (lat === undefined || long === undefined || found.some(({ field }) => field === 'lat')) return [];
  if (isOfferedIn(service, city.area({ lat, long })?.area_code)) return [];
  const message = `${service.service_name} is not offered at this place. services.json with lat and long lists what is.`;
  return [{ field: 'lat', message }];
}

/** The answers as they are stored, under the codes that the service knows. */
function checkServiceAnswers(city: City, service: Service, given: Record<string, string[]>) {
  const questions = service.attributes
    .filter(({ variable }) => variable)
    .map((one) => ({ ...one, values: one.values.map(({ key }) => key) }));
  const answers = new Map(Object.entries(given));
  return checkAnswers(service.service_code, questions, answers, (text) => city.readTime(text));
}

/** What is wrong with the pictures of a call. They are known by their first bytes; a server looks at the rest as well. */
function picturesOf({ uploads }: Asked): Finding[] {
  return uploads.flatMap(({ field, bytes }, index): Finding[] => {
    const alike = uploads.filter((one) => one.field === field);
    const name =
      alike.length > 1 ? `${field} (file ${alike.indexOf(uploads[index] ?? { field, bytes }) + 1})` : field;
    const head = String.fromCharCode(...bytes.subarray(0, 12));
    if (bytes.length === 0) return [{ field, message: `${name} is empty.` }];
    return /^(\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF[^]{4}WEBP|GIF8[79]a)/.test(head)
      ? []
      : [{ field, message: `${name} is no picture that is taken here. Send JPEG, PNG, WebP or GIF.` }];
  });
}

/** Stores the pictures of a call. @returns the addresses of all, files before those on the web */
function mediaOf(city: City, { uploads, fields, origin }: Asked): string[] {
  const stored = uploads.map(({ bytes }) => {
    const file = `${(city.pictures.size + 1).toString(16).padStart(32, '0')}.jpg`;
    city.pictures.set(file, new Blob([bytes], { type: 'image/jpeg' }));
    return `${origin}/media/${file}`;
  });
  return [...stored, ...((fields as Submission).media_url ?? [])];
}

/** @throws Refusal when there is no such case, or none can have that number */
export function requireCase(city: City, number: string): Case {
  if (readCaseNumber(number) === 'mistyped') {
    throw notFound(
      `${number} seems to be mistyped: its last digit does not go with the others. Please compare it once more.`,
      'service_request_id',
    );
  }
  return city.publicCase(number) ?? unknownCase(number);
}

function unknownCase(number: string): never {
  throw notFound(`There is no request ${quoted(number)} here.`, 'service_request_id');
}

export function createSupporter(city: City, asked: Asked): Answer<JsonOf<'supporters.create'>> {
  if (asked.findings.length > 0) throw invalid(asked.findings);
  const found = requireCase(city, asked.path);
  const { account_id } = asked.fields as { account_id: string };
  if (!found.supporters.has(account_id) && closes(found.status)) {
    throw conflict(
      `The case ${found.number} is closed and takes no supporters. If it is there again, submit a new one.`,
    );
  }
  found.supporters.add(account_id);
  return { data: [{ service_request_id: found.number, supporters: found.supporters.size }] };
}

export function createReport(city: City, asked: Asked): Answer<JsonOf<'reports.create'>> {
  if (asked.findings.length > 0) throw invalid(asked.findings);
  const found = city.publicCase(asked.path) ?? unknownCase(asked.path);
  return { data: [{ service_request_id: found.number, report: 'taken' }] };
}

type Update = {
  service_request_id: string;
  update_id: string;
  status?: string;
  updated_datetime?: string;
  description: string;
};

export function createUpdate(city: City, asked: Asked): Answer<JsonOf<'updates.create'>> {
  const update = asked.fields as Update;
  rehearse(city, update.description);
  const status = checkUpdate(city, update, [...asked.findings, ...picturesOf(asked)]);
  const number = update.service_request_id.trim();
  const found = city.publicCase(number) ?? unknownCase(number);
  const earlier = city.sent.get(update.update_id);
  if (earlier?.number === number) return { data: [{ update_id: earlier.update_id, account_id: null }] };
  if (earlier !== undefined) {
    throw invalid([
      {
        field: 'update_id',
        message: 'update_id was used for another case. Use an id of its own for every update.',
      },
    ]);
  }
  const mayChange = city.settings.scopes.includes('update');
  const after = mayChange && status !== 'unchanged' ? status : found.status;
  const changes = after !== found.status;
  const notes = update.description;
  if (changes) city.setStatus(found, after, notes);
  else if (mayChange) found.updated = city.now();
  const { id } = city.enter(found, {
    kind: changes ? 'status' : 'comment',
    status: after,
    notes,
    media_url: mediaOf(city, asked)[0] ?? null,
    published: mayChange,
  });
  city.sent.set(update.update_id, { number, update_id: `${id}` });
  return { data: [{ update_id: `${id}`, account_id: null }] };
}

function checkUpdate(city: City, { status, updated_datetime: time }: Update, found: readonly Finding[]) {
  const findings = [...found];
  const read = status === undefined ? undefined : readStatus(status);
  if (status !== undefined && read === undefined) {
    findings.push({
      field: 'status',
      message:
        'status must be one that partners know, such as open, in_progress, fixed, closed or unchanged.',
    });
  }
  if (time !== undefined && city.readTime(time) === undefined) {
    findings.push({
      field: 'updated_datetime',
      message: 'updated_datetime must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.',
    });
  }
  if (findings.length > 0 || read === undefined) throw invalid(findings);
  return read;
}
