/** What a field of a GeoReport form may hold. `undefined` and `null` leave the field out. */
export type FormValue =
  | string
  | number
  | boolean
  | Blob
  | readonly (string | Blob)[]
  | { readonly [code: string]: string | number | readonly string[] | null | undefined }
  | null
  | undefined;

/**
 * Writes fields as the form that GeoReport v2 asks for. `attribute: { LANE: 'left' }` becomes `attribute[LANE]=left`.
 * A list becomes one `attribute[CODE][]=value` for each of its values; the list of a plain field, such as `media_url`,
 * repeats the name as it is. With a file among them it is a multipart form, and otherwise a urlencoded one.
 */
export function formOf(fields: Readonly<Record<string, FormValue>>): URLSearchParams | FormData {
  const form = Object.values(fields).some(hasFile) ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) append(form, name, value);
  return form;
}

const hasFile = (value: FormValue): boolean =>
  value instanceof Blob || (Array.isArray(value) && value.some((entry) => entry instanceof Blob));

type Form = { append(name: string, value: string | Blob): void };

function append(form: URLSearchParams | FormData, name: string, value: FormValue): void {
  if (value === undefined || value === null) return;
  if (isList(value)) {
    for (const entry of value) (form as Form).append(name.endsWith(']') ? `${name}[]` : name, entry);
  } else if (value instanceof Blob) {
    (form as Form).append(name, value);
  } else if (typeof value === 'object') {
    for (const [code, answer] of Object.entries(value)) append(form, `${name}[${code}]`, answer);
  } else {
    form.append(name, textOf(value));
  }
}

/** Array.isArray alone does not recognise a readonly list. */
export function isList(value: NonNullable<FormValue>): value is readonly (string | Blob)[] {
  return Array.isArray(value);
}

/** Coordinates close to zero would otherwise be written as `1e-7`, which not every server reads as a number. */
export function textOf(value: string | number | boolean): string {
  const text = String(value);
  return typeof value === 'number' && text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}
