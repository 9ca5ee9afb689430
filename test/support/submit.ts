/** Where to submit to, and with which key. */
export type Target = { url: string; jurisdiction_id: string; key: string };

export type Answer = { status: number; headers: Headers; text: string };

/** A point inside of every city of the tests and of the demonstration city. */
export const PLACE = { lat: '51.1079', long: '17.0385' };

/** Sends a submission as a form; `format` is the extension of the path, `base` says whether the sandbox is meant. Connection errors are thrown. */
export async function submit(
  target: Target,
  fields: Record<string, string>,
  options: { headers?: Record<string, string>; format?: 'json' | 'xml'; base?: 'v2' | 'test/v2' } = {},
): Promise<Answer> {
  const path = `/open311/${target.jurisdiction_id}/${options.base ?? 'v2'}/requests.${options.format ?? 'json'}`;
  const response = await fetch(`${target.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ api_key: target.key, ...PLACE, ...fields }),
    headers: options.headers ?? {},
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The case number in an answer in JSON. */
export function numberIn(answer: Answer): string {
  const [first] = JSON.parse(answer.text) as { service_request_id?: string }[];
  if (first?.service_request_id === undefined) throw new Error(`no number in ${answer.text}`);
  return first.service_request_id;
}

/** Runs `work` for 0 … count - 1, at most `workers` at a time. */
export async function inParallel(
  count: number,
  workers: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

/** Random numbers from 0 to 1 that a seed repeats. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
