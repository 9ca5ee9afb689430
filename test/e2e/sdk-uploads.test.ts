import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConnectionError, uploadOf } from '../../sdk/src/index.ts';
import { cut, failureOf, good, scriptedCityOfFile, submission } from '../support/scripted-server.ts';
import { waitShortest } from '../support/shortest-waits.ts';

waitShortest();
const { server, city } = scriptedCityOfFile();

describe('An upload', () => {
  const bytes = new Uint8Array(200_000).map((_, index) => index % 251);

  /** What arrived, as a form. */
  function receive(): Promise<FormData> {
    return new Promise((resolve, reject) => {
      server.answers = [
        (request, response) => {
          const body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
          const type = request.headers['content-type'] ?? '';
          new Response(body, { headers: { 'content-type': type } }).formData().then((form) => {
            good(request, response);
            resolve(form);
          }, reject);
        },
      ];
    });
  }

  test.each<[string, () => Parameters<typeof uploadOf>[0]]>([
    ['a File', () => new File([bytes], 'hole.jpg')],
    ['a Blob', () => new Blob([bytes])],
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => bytes.buffer],
    ['a web stream', () => new Blob([bytes]).stream()],
    ['a stream of Node', () => Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)])],
  ])('may be %s, and is told as it goes', async (_, content) => {
    const form = receive();
    const told: { sent: number; total: number | undefined }[] = [];
    const photo = uploadOf(content(), {
      name: 'hole "1".jpg',
      type: 'image/jpeg',
      onProgress: (progress) => told.push(progress),
    });
    await city().requests.create({
      ...submission,
      description: 'Ą\nb',
      media: [photo, new File(['x'], 'ż.png')],
    });
    const received = await form;
    expect(received.get('description')).toBe('Ą\r\nb');
    expect(received.get('lat')).toBe('51.1079');
    const [first, second] = received.getAll('media') as File[];
    expect([first?.name, first?.type]).toEqual(['hole "1".jpg', 'image/jpeg']);
    expect(Buffer.compare(Buffer.from(await (first as File).arrayBuffer()), bytes)).toBe(0);
    expect(second?.name).toBe('ż.png');
    expect(told[0]?.sent).toBe(0);
    expect(told.at(-1)?.sent).toBe(bytes.length);
    expect(told.map(({ sent }) => sent)).toEqual(
      [...told].map(({ sent }) => sent).sort((one, other) => one - other),
    );
    expect(told.length).toBeGreaterThan(2);
  });

  test('is sent again from its beginning, but not a stream that has begun', async () => {
    const drop: RequestListener = (request) => void request.once('data', () => request.socket.destroy());
    server.answers = [drop, good];
    const photo = uploadOf(bytes, { name: 'hole.jpg' });
    const { response } = await city()
      .requests.create({ ...submission, media: photo })
      .withResponse();
    expect(response.attempts).toBe(2);

    server.seen = [];
    server.answers = [drop, good];
    const stream = uploadOf(new Blob([bytes]).stream(), { name: 'hole.jpg' });
    const error = await failureOf(city().requests.create({ ...submission, media: stream }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ attempts: 1, idempotencyKey: expect.any(String) });
    expect(server.seen).toHaveLength(1);
  });

  describe('from a browser, which sends no streams,', () => {
    beforeEach(() => void Object.assign(globalThis, { XMLHttpRequest: class {} }));
    afterEach(() => void Reflect.deleteProperty(globalThis, 'XMLHttpRequest'));

    test.each<[string, () => Parameters<typeof uploadOf>[0], number | undefined]>([
      ['bytes', () => bytes, bytes.length],
      ['a stream', () => new Blob([bytes]).stream(), undefined],
    ])('arrives whole (%s), and is told once', async (_, content, total) => {
      const form = receive();
      const told: { sent: number; total: number | undefined }[] = [];
      const photo = uploadOf(content(), {
        name: 'hole.jpg',
        type: 'image/jpeg',
        onProgress: (progress) => told.push(progress),
      });
      await city().requests.create({ ...submission, media: [photo] });
      const [file] = (await form).getAll('media') as File[];
      expect([file?.name, file?.type]).toEqual(['hole.jpg', 'image/jpeg']);
      expect(Buffer.compare(Buffer.from(await (file as File).arrayBuffer()), bytes)).toBe(0);
      expect(told).toEqual([{ sent: bytes.length, total }]);
    });

    test('tells nothing of an attempt that got no answer, and sends a stream once', async () => {
      server.answers = [cut];
      const told: unknown[] = [];
      const photo = uploadOf(new Blob([bytes]).stream(), { onProgress: (progress) => told.push(progress) });
      const error = await failureOf(city().requests.create({ ...submission, media: photo }));
      expect(error).toMatchObject({ name: 'ConnectionError', attempts: 1 });
      expect(told).toEqual([]);
    });
  });

  test('tells why its source has failed', async () => {
    server.answers = [(request) => void request.resume()];
    const source = new ReadableStream<Uint8Array>({
      pull: () => Promise.reject(new Error('The camera is gone.')),
    });
    const error = await failureOf(city().requests.create({ ...submission, media: uploadOf(source) }));
    expect(error).toBeInstanceOf(ConnectionError);
  });
});
