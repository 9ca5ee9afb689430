import type { components } from '../generated/contract.d.ts';
import type { Catalogue, CatalogueService } from './read-catalogue.ts';
import { docComment, literal, objectKey, oneLine, propertyName } from './source-text.ts';

type Attribute = components['schemas']['ServiceAttribute'];

/** Where the catalogue comes from, as the head of the file says it. */
export interface Origin {
  url: string;
  jurisdictionId: string | undefined;
}

/** Writes a catalogue as a file of TypeScript. */
export function renderCatalogue({ changeset, services }: Catalogue, { url, jurisdictionId }: Origin): string {
  const city = jurisdictionId === undefined ? '' : `${oneLine(jurisdictionId)} at `;
  return `${[
    '// Made by `signpost typegen`. Do not edit: make it again when the city has changed its services.',
    `// City: ${city}${oneLine(url)}`,
    `// Changeset: ${changeset === undefined ? 'not told' : oneLine(changeset)}`,
    '',
    "import { defineServices } from '@signpost/sdk/attributes';",
    '',
    '/** What the services of the city ask: the answers to each, by its code. For `new Signpost<Services>({ … })`. */',
    'export interface Services {',
    ...services.flatMap((service) => renderService(service)),
    '}',
    '',
    '/** The same, for the checks before anything is sent: `new Signpost({ services })`. */',
    'export const services = /* @__PURE__ */ defineServices<Services>({',
    ...services.flatMap((service) => renderQuestions(service)),
    '});',
  ].join('\n')}\n`;
}

const answerable = ({ attributes }: CatalogueService) => attributes.filter(({ variable }) => variable);

function renderService(service: CatalogueService): string[] {
  const { code, name, description, attributes } = service;
  const notes = attributes.filter(({ variable }) => !variable).map((one) => one.description);
  const questions = answerable(service);
  const head = docComment([name ?? code, description, ...notes], '  ');
  if (questions.length === 0) return [...head, `  ${propertyName(code)}: Record<string, never>;`];
  return [
    ...head,
    `  ${propertyName(code)}: {`,
    ...questions.flatMap((question) => [
      ...docComment(
        [question.description ?? question.code, question.datatype_description, namesOf(question)],
        '    ',
      ),
      `    ${propertyName(question.code)}${question.required ? '' : '?'}: ${typeOf(question)}${inherited(question)};`,
    ]),
    '  };',
  ];
}

/** The keys of a list with what people are shown for them. */
const namesOf = ({ values = [] }: Attribute): string =>
  values.map(({ key, name }) => `- ${oneLine(key)}: ${oneLine(name)}`).join('\n');

/** The keys of a list; undefined where it has none, or there is no list. */
function keysOf({ datatype, values = [] }: Attribute): string[] | undefined {
  const keys = [...new Set(values.map(({ key }) => key))];
  return datatype.endsWith('list') && keys.length > 0 ? keys : undefined;
}

function typeOf(question: Attribute): string {
  const one = keysOf(question)?.map(literal).join(' | ') ?? 'string';
  switch (question.datatype) {
    case 'singlevaluelist':
      return one;
    case 'multivaluelist':
      return `readonly (${one})[]`;
    case 'number':
      return 'number | `${number}`';
    case 'datetime':
      return 'Date | string';
    default:
      return 'string';
  }
}

/**
 * Every object has a `constructor` and a `toString`. The compiler takes them for answers of the wrong type where a question of that
 * name is left out, unless the type has room for them.
 */
const inherited = ({ code, required }: Attribute): string =>
  !required && code !== '__proto__' && code in Object.prototype ? ` | typeof Object.prototype.${code}` : '';

function renderQuestions(service: CatalogueService): string[] {
  const questions = answerable(service);
  const key = objectKey(service.code);
  if (questions.length === 0) return [`  ${key}: [],`];
  return [`  ${key}: [`, ...questions.map((question) => `    ${renderQuestion(question)},`), '  ],'];
}

function renderQuestion(question: Attribute): string {
  const { code, datatype, required, description } = question;
  const keys = keysOf(question);
  const fields = [
    `code: ${literal(code)}`,
    `datatype: ${literal(datatype)}`,
    ...(required ? ['required: true'] : []),
    // Told with what is missing, which only a required answer can be.
    ...(required && description ? [`description: ${literal(description)}`] : []),
    ...(keys ? [`values: [${keys.map(literal).join(', ')}]`] : []),
  ];
  return `{ ${fields.join(', ')} }`;
}
