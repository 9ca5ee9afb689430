/** What a field of a GeoReport form may hold. `undefined` and `null` leave the field out. */
export type FormValue =
  | string
  | number
  | boolean
  | FilePart
  | readonly (string | FilePart)[]
  | { readonly [code: string]: string | number | Date | readonly string[] | null | undefined }
  | null
  | undefined;

/** A file of a form: as the web has it, or one of those that `uploadOf` makes. */
export type FilePart = Blob | Encoder;

/** A file that knows how a form with it in is sent. What needs none of them does not carry the code that does it. */
export interface Encoder {
  encode(entries: readonly Entry[]): Form;
}

export type Entry = readonly [name: string, value: string | FilePart];

type FormBody = string | URLSearchParams | FormData | ReadableStream<Uint8Array>;

/** What is given to `fetch`; `duplex` belongs to bodies that are streams. */
interface Content {
  body: FormBody;
  duplex?: 'half';
}

/** A form, ready to be sent. */
export interface Form {
  /** The content of one attempt, which ends with the signal. */
  open(signal: AbortSignal): Content | Promise<Content>;
  /** The media type, where the body does not tell it. */
  type?: string;
  /** Whether it has begun to be read and cannot be read again. */
  isSpent?(): boolean;
  /** It has been sent, and the answer is there. */
  sent?(): void;
}

/**
 * Writes fields as the form that GeoReport v2 asks for. `attribute: { LANE: 'left' }` becomes `attribute[LANE]=left`, and so does
 * `attributes: { LANE: 'left' }`.
 * A list becomes one `attribute[CODE][]=value` for each of its values; the list of a plain field, such as `media_url`,
 * repeats the name as it is. With a file among them it is a multipart form, and otherwise a urlencoded one.
 */
export function formOf(fields: Readonly<Record<string, FormValue>>): Form {
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    entriesOf(name === 'attributes' ? 'attribute' : name, value),
  );
  for (const [, value] of entries) if (isEncoder(value)) return value.encode(entries);
  const form: { append(name: string, value: FilePart | string): void } & (URLSearchParams | FormData) =
    entries.some(([, value]) => typeof value !== 'string') ? new FormData() : new URLSearchParams();
  for (const [name, value] of entries) form.append(name, value);
  return { open: () => ({ body: form }) };
}

/** Writes fields as JSON. What is `undefined` is left out. */
export function jsonOf(fields: Readonly<Record<string, FormValue>>): Form {
  return { type: 'application/json', open: () => ({ body: JSON.stringify(fields) }) };
}

function entriesOf(name: string, value: FormValue | Date): Entry[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.map((entry) => [name.endsWith(']') ? `${name}[]` : name, entry]);
  if (value instanceof Blob || isEncoder(value)) return [[name, value]];
  return typeof value === 'object' && !(value instanceof Date)
    ? Object.entries(value).flatMap(([code, answer]) => entriesOf(`${name}[${code}]`, answer))
    : [[name, textOf(value)]];
}

function isEncoder(value: object | string | number | boolean): value is Encoder {
  return typeof (value as Partial<Encoder>).encode === 'function';
}

/** Array.isArray alone does not recognise a readonly list. */
export const isList: (value: NonNullable<FormValue | Date>) => value is readonly (string | FilePart)[] =
  Array.isArray;

/**
 * Coordinates close to zero would otherwise be written as `1e-7`, which not every server reads as a number, and times in the language
 * of the machine. A time that is none stays one that no server takes.
 */
export function textOf(value: string | number | boolean | Date): string {
  const text = String((value as Partial<Date>).toJSON?.() ?? value);
  return typeof value === 'number' && text.includes('e-') ? value.toFixed(20).replace(/0+$/, '') : text;
}
