import { WRITTEN } from './example-city.ts';
import type { ExampleCity, ExampleService } from './example-city.ts';

/** What the one example with an answer says in its place. */
const WRITTEN_ANSWER = `'attribute[SIZE]=medium'`;

/**
 * Writes a city and a key where the examples of a page have the demonstration city and the key of nobody: in all that can be sent,
 * and in the words around it. What comes back is shown as the demonstration city says it.
 * @param key undefined where the reader has none
 * @returns the blocks that cannot be sent to this city, since none of its services asks anything
 */
export function fillExamples(
  sent: readonly HTMLElement[],
  city: ExampleCity,
  key: string | undefined,
): HTMLElement[] {
  const left: HTMLElement[] = [];
  for (const block of sent) {
    const code = block.querySelector('code');
    const text = code?.textContent ?? '';
    // Examples without a server have a city of their own.
    if (code === null || !text.includes(WRITTEN.jurisdiction_id)) continue;
    if (city.asking === undefined && text.includes(WRITTEN.asking_code)) left.push(block);
    else {
      const own = code.className.endsWith('-sh') ? inShell(text, city) : inProgram(text, city);
      code.textContent = key === undefined ? own : own.replaceAll('YOUR_KEY', key);
    }
  }
  for (const code of document.querySelectorAll('main :not(pre) > code')) {
    const text = code.textContent ?? '';
    if (text === WRITTEN.service_code) code.textContent = city.service.service_code;
    else if (text.includes(WRITTEN.jurisdiction_id))
      code.textContent = text.replaceAll(WRITTEN.jurisdiction_id, city.jurisdiction_id);
  }
  return left;
}

const placed = (text: string, { jurisdiction_id, lat, long }: ExampleCity) =>
  text
    .replaceAll(WRITTEN.jurisdiction_id, jurisdiction_id)
    .replaceAll(`${WRITTEN.lat}`, `${lat}`)
    .replaceAll(`${WRITTEN.long}`, `${long}`);

function inShell(text: string, city: ExampleCity): string {
  const { service, asking } = city;
  const answers = (to: ExampleService | undefined) =>
    Object.entries(to?.answers ?? {}).map(([code, answer]) =>
      quoted(`attribute[${encoded(code)}]=${answer}`),
    );
  const flag = ' --data-urlencode ';
  const plain = encoded(service.service_code);
  // By function: a `$` in what is put in is no pattern.
  return placed(text, city)
    .replace(/(?<=service_code=)STREET-LIGHT/g, () => [plain, ...answers(service)].join(flag))
    .replaceAll(WRITTEN.service_code, () => plain)
    .replaceAll(WRITTEN.asking_code, () => encoded(asking?.service_code ?? ''))
    .replace(WRITTEN_ANSWER, () => answers(asking).join(flag));
}

function inProgram(text: string, city: ExampleCity): string {
  const { service_code, answers } = city.service;
  const pairs = Object.entries(answers).map(([code, answer]) => `${literal(code)}: ${literal(answer)}`);
  const attribute = pairs.length === 0 ? '' : `, attribute: { ${pairs.join(', ')} }`;
  const written = `'${WRITTEN.service_code}'`;
  return placed(text, city)
    .replaceAll(`service_code: ${written}`, () => `service_code: ${literal(service_code)}${attribute}`)
    .replaceAll(written, () => literal(service_code));
}

/** As a part of an address or of a form, and for a shell a word without meaning. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** For a shell. */
const quoted = (text: string) => `'${text.replaceAll(`'`, `'\\''`)}'`;

/** For a program. */
const literal = (text: string) => `'${text.replace(/[\\']/g, '\\$&').replace(/\s/g, ' ')}'`;
