/** 128 bits by chance. Not `randomUUID`, which browsers have on secure pages only. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');
