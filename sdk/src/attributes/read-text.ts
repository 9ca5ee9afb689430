/** Control characters and halves of characters. */
const UNREADABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads a text that was sent, as servers do: blanks say as little as nothing, and line ends become LF. */
export function readText(field: string, came: string): { value: string } | { wrong: string } | undefined {
  if (UNREADABLE.test(came))
    return { wrong: `${field} contains a control character or half of a character. Remove it.` };
  return came.trim() === '' ? undefined : { value: came.replace(/\r\n?/g, '\n') };
}
