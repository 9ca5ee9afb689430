/** A name that nobody else has. Not `randomUUID`, which browsers have on secure pages only, and old phones not at all. */
export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
