/** Whatever an editor does not show as it stands: control and format characters, other ends of lines, halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
/** Of these, those that stand for nothing to read, such as the ones that turn the direction of a line. */
const MARKS = /[\p{Cf}\p{Cs}\p{Co}]/gu;
const ENDS_OF_LINES = /\r\n?|[\n\u0085\u2028\u2029]/;

const LONGEST_LINE = 1000;
const MOST_LINES = 60;

/** A text as a literal of TypeScript. */
export function literal(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(UNSEEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
  return `'${escaped}'`;
}

/** The name of a property, in quotes where it needs them. */
export const propertyName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);

/** The same in an object, where one name would set what the object is made of. */
export const objectKey = (name: string): string =>
  name === '__proto__' ? `['__proto__']` : propertyName(name);

/** Texts of a city in one line, for comments. */
export function oneLine(text: string): string {
  const characters = [...text.replace(MARKS, '').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim()];
  return characters.length > LONGEST_LINE
    ? `${characters.slice(0, LONGEST_LINE).join('')}…`
    : characters.join('');
}

/** A comment that editors show; nothing for no text. What a city writes can neither end it nor be a tag in it. */
export function docComment(paragraphs: readonly (string | null)[], indent: string): string[] {
  const lines = paragraphs
    .map((text) => (text ?? '').split(ENDS_OF_LINES).map(oneLine).filter(Boolean))
    .filter((one) => one.length > 0)
    .flatMap((one, at) => (at === 0 ? one : ['', ...one]));
  if (lines.length === 0) return [];
  const [only = ''] = lines;
  if (lines.length === 1) return [`${indent}/** ${safe(only)} */`];
  const told = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
  return [`${indent}/**`, ...told.map((line) => `${indent} * ${safe(line)}`.trimEnd()), `${indent} */`];
}

const safe = (line: string): string => line.replaceAll('*/', '*\\/').replace(/(^|[\s{])@/g, '$1\\@');
