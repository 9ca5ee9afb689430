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
