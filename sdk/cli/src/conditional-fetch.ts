/** Answers that are asked for again and again are small; of larger ones nothing is kept. */
const LARGEST = 1_048_576;
/** The pages of a list that are asked for in turn. */
const MOST = 8;

type Kept = { tag: string; headers: Headers; chunks: Uint8Array<ArrayBuffer>[] };

/** A `fetch` that asks again with the ETag of what it has, and gives that when nothing is new. */
export function conditionalFetch(): typeof globalThis.fetch {
  const kept = new Map<string, Kept>();
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const known = kept.get(address);
    const headers = new Headers(init?.headers);
    if (known) headers.set('if-none-match', known.tag);
    const response = await fetch(input, { ...init, headers });
    if (response.status === 304 && known)
      return new Response(new Blob(known.chunks), { headers: known.headers });
    kept.delete(address);
    const tag = response.headers.get('etag');
    if (response.status !== 200 || tag === null || !response.body) return response;
    const keep = (chunks: Kept['chunks']) => {
      kept.set(address, { tag, headers: response.headers, chunks });
      for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest);
    };
    return new Response(response.body.pipeThrough(collecting(keep)), response);
  };
}

/** Passes on what goes through, and gives a copy of it at its end unless it is large. */
function collecting(
  keep: (chunks: Kept['chunks']) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  const chunks: Kept['chunks'] = [];
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size <= LARGEST) chunks.push(chunk);
      controller.enqueue(chunk);
    },
    flush() {
      if (size <= LARGEST) keep(chunks);
    },
  });
}
