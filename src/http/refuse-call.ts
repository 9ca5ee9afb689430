import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { Overloaded } from '../platform/errors.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { endReading } from './end-reading.ts';
import { errorReply } from './error-reply.ts';
import { messageLanguage } from './messages/translate.ts';
import type { Load } from './load.ts';
import type { Format } from './operation.ts';
import { errorText } from './reply.ts';
import { standingHeadersOfGet } from './standing-headers.ts';
import { wantedLanguages } from './wanted-languages.ts';

export type Refusal = {
  /** The format in which a call is refused here; undefined: Express knows better whether and how. */
  formatOf(
    request: IncomingMessage,
    asked: { operation: ContractOperation; format: Format } | undefined,
  ): Format | undefined;
  answer(request: IncomingMessage, response: ServerResponse, format: Format): void;
};

/** A submission whose path says in which format its answer is to be. Its body need not be read to be refused. */
const SUBMISSION_PATH = /^\/open311\/[^?]+\.(json|xml)(?=\?|$)/;

/**
 * Refuses one call too many with what Express would answer, byte for byte, at a fraction of its work: a server that has
 * too much to do must not spend itself on saying so.
 */
export function createRefusal(
  { contract, publicUrl }: { contract: Contract; publicUrl: string | undefined },
  load: Load,
): Refusal {
  const standing = Object.entries(standingHeadersOfGet(publicUrl)).flat();
  const known = new Map<string, { status: number; headers: string[]; body: string }>();

  const make = (format: Format, language: string) => {
    // The text of this error names no call.
    const reply = errorReply(new Overloaded(), '', language);
    const { type, body } = errorText(reply, contract, format);
    const headers = [
      ...standing,
      ...Object.entries({
        'Content-Language': language,
        Vary: 'Accept-Language',
        'Cache-Control': 'no-store',
        ...reply.headers,
        'Content-Type': type,
        'Content-Length': String(Buffer.byteLength(body)),
      }).flat(),
    ];
    return { status: reply.status, headers, body };
  };

  const formatOf: Refusal['formatOf'] = (request, asked) => {
    if (asked !== undefined) return load.counts(asked.operation) ? asked.format : undefined;
    if (request.method !== 'POST') return undefined;
    return SUBMISSION_PATH.exec(request.url ?? '')?.[1] as Format | undefined;
  };

  const answer: Refusal['answer'] = (request, response, format) => {
    const query = /\?.*/.exec(request.url ?? '')?.[0].slice(1);
    const language = messageLanguage(
      wantedLanguages(request, query === undefined ? undefined : parse(query)['locale']),
    );
    const key = `${format} ${language}`;
    const made = known.get(key) ?? make(format, language);
    known.set(key, made);
    void load.refuse().then(() => {
      response.writeHead(made.status, [...made.headers, 'X-Request-Id', randomUUID()]).end(made.body);
      if (!request.complete) endReading(request);
    });
  };

  return { formatOf, answer };
}
