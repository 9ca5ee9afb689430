/** Whether a text can be the id of a row: what callers send may be anything. */
export const isId = (text: string) => /^[1-9]\d{0,17}$/.test(text);
