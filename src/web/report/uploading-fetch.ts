/** A line on which nothing has moved for so long is dead. */
const STILL_MS = 30_000;

/**
 * Sends as `fetch` does, and tells how much has left, which browsers tell of XMLHttpRequest alone.
 * @param onProgress the part that has left, from 0 to 1
 */
export function uploadingFetch(onProgress: (part: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      let timer: ReturnType<typeof setTimeout>;
      const fail = () => {
        clearTimeout(timer);
        reject(new TypeError('the connection broke'));
      };
      const moves = () => {
        clearTimeout(timer);
        timer = setTimeout(() => call.abort(), STILL_MS);
      };
      call.open(init.method ?? 'GET', input instanceof Request ? input.url : input);
      new Headers(init.headers).forEach((value, name) => call.setRequestHeader(name, value));
      call.responseType = 'blob';
      call.upload.onprogress = ({ loaded, total }) => {
        moves();
        if (total > 0) onProgress(loaded / total);
      };
      call.onprogress = moves;
      call.onerror = fail;
      call.onabort = fail;
      call.onload = () => {
        clearTimeout(timer);
        resolve(new Response(call.response as Blob, { status: call.status, headers: fieldsOf(call) }));
      };
      init.signal?.addEventListener('abort', () => call.abort());
      moves();
      call.send(init.body as XMLHttpRequestBodyInit | null);
    });
}

function fieldsOf(call: XMLHttpRequest): Headers {
  const fields = new Headers();
  for (const line of call.getAllResponseHeaders().trim().split(/\r\n/)) {
    const [name = '', ...value] = line.split(': ');
    if (name !== '') fields.append(name, value.join(': '));
  }
  return fields;
}
