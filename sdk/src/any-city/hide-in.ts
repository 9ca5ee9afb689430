/** A copy of an answer that holds no secret; of what is nested deeper than it can be walked through, nothing. */
export function hideIn(answer: unknown, hide: (text: string) => string): unknown {
  try {
    return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
      typeof value === 'string' ? hide(value) : value,
    );
  } catch {
    return undefined;
  }
}

/** Also takes out a key that is repeated in base64, which has three ways to write it, by what stands before it. What is short is none of a key. */
export function hideBase64(hide: (text: string) => string, key = ''): (text: string) => string {
  const secrets = [0, 1, 2].map((before) =>
    btoa(' '.repeat(before) + key).slice(before && before + 1, ((before + key.length) * 4) / 3),
  );
  return (text) =>
    hide(key.length > 7 ? secrets.reduce((rest, one) => rest.replaceAll(one, '[API key]'), text) : text);
}
