/**
 * An export, which may be larger than any program should hold: given while it comes. It ends with the signal, and leaves nothing on it.
 * There is none where the answer is something else, such as a page of a proxy.
 * @param within waits for the next part, and fails when the connection does
 */
export function readExport(
  { body, headers }: Response,
  _: number,
  signal: AbortSignal | undefined,
  within: <Answer>(work: (end: AbortSignal) => Promise<Answer>) => Promise<Answer>,
): ReadableStream<Uint8Array> | undefined {
  if (!body || !/csv|ndjson|geo/.test(headers.get('content-type') ?? '')) return undefined;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  // What has failed by itself cannot be ended any more.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value } = await within(async (end) => {
        end.addEventListener('abort', cancel);
        signal?.throwIfAborted();
        return reader.read();
      });
      if (value) controller.enqueue(value);
      else controller.close();
    },
    cancel,
  });
}
