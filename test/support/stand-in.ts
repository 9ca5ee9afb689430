import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standInAnswer, STAND_IN } from './stand-in-city.ts';
import type { Call, Reply } from './stand-in-city.ts';
import { renderReply } from './stand-in-xml.ts';

/** What goes to the wire. */
export type Written = { status: number; headers: Record<string, string>; body: string | Buffer };

/** One thing that a server does in another way than the standard. */
export type Deviation = {
  name: string;
  /** The rules that see it, and no others. */
  rules: readonly string[];
  verdict: 'fail' | 'deviates';
  /** What is changed: the call before it is answered, what is answered, or how it is written. */
  call?: (call: Call) => void;
  reply?: (reply: Reply, call: Call) => void;
  written?: (written: Written, call: Call) => void;
};

export type StandIn = { url: string; calls: Call[]; stop(): Promise<void> };

/** A GeoReport server that does everything as the standard says, but for what it is told to do otherwise. */
export async function startStandIn(deviation?: Deviation): Promise<StandIn> {
  const calls: Call[] = [];
  const began = Date.now();
  const server = createServer((request, response) => {
    const answer = (call: Call) => {
      calls.push({ ...call, fields: new Map(call.fields) });
      deviation?.call?.(call);
      const reply = standInAnswer(call, `http://${request.headers.host ?? ''}`);
      deviation?.reply?.(reply, call);
      const written: Written = {
        status: reply.status,
        headers: {
          'content-type': `${call.format === 'xml' ? 'text/xml' : 'application/json'}; charset=utf-8`,
          'access-control-allow-origin': '*',
        },
        body: renderReply(reply, call.format),
      };
      deviation?.written?.(written, call);
      response.writeHead(written.status, written.headers);
      response.end(call.method === 'HEAD' ? undefined : written.body);
    };
    // Whoever has left in the middle of a call is answered nothing.
    readCall(request, began).then(answer, () => response.destroy());
  });
  // Whoever asks closes the connection: who does both at one moment meets a connection that is gone.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${STAND_IN.path}`,
    calls,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage, began: number): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const url = new URL((request.url ?? '').replace(/(?<!:)\/{2,}/g, '/'), 'http://stand-in');
  const path = url.pathname.slice(STAND_IN.path.length + 1);
  const [, resource = path, ending = ''] = /^(.*)\.(json|xml)$/.exec(path) ?? [];
  const fields = new Map(url.searchParams);
  const multipart = /boundary=(.*)$/.exec(request.headers['content-type'] ?? '')?.[1];
  const sent =
    multipart === undefined
      ? [...new URLSearchParams(body)]
      : [...body.matchAll(/name="([^"]*)"\r\n\r\n([^]*?)\r\n--/g)].map(
          ([, name = '', value = '']) => [name, value] as const,
        );
  for (const [name, value] of sent) fields.set(name, value);
  return {
    method: request.method ?? '',
    resource: decodeURIComponent(resource),
    format: ending === 'xml' ? 'xml' : 'json',
    isKnownFormat: ending !== '',
    isMultipart: multipart !== undefined,
    isDoubled: (request.url ?? '').includes('//'),
    fields,
    inQuery: new Set(url.searchParams.keys()),
    headers: request.headers,
    began,
  };
}
