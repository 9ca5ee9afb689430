import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, stringToAST } from 'openapi-typescript';
import type { OpenAPITSOptions } from 'openapi-typescript';
import { parse } from 'yaml';
import { OPERATION_EXAMPLES } from './operation-examples.ts';
import { renderReference } from './render-reference.ts';

/** The part of the contract that decides what the methods of the SDK look like. */
export interface Contract {
  paths: Record<string, PathItem>;
  tags?: { name: string; description?: string }[];
  security?: SecurityRequirement[];
  components?: {
    parameters?: Record<string, Parameter>;
    schemas?: Record<string, Schema>;
    securitySchemes?: Record<string, { type: string; in?: string; name?: string; scheme?: string }>;
    responses?: object;
    headers?: object;
  };
}

type PathItem = Partial<Record<(typeof methods)[number], Operation>> & { parameters?: Parameter[] };
type TypeNode = Extract<ReturnType<NonNullable<OpenAPITSOptions['transform']>>, { kind: unknown }>;
type SecurityRequirement = Record<string, string[]>;
type Schema = { $ref?: string; type?: string; properties?: Record<string, unknown> };
type Content = Record<string, { schema?: Schema }>;
type Parameter = {
  $ref?: string;
  required?: boolean;
  name?: string;
  in?: string;
  schema?: { enum?: string[] };
  /** Whether the call needs a key when this is `true`. */
  'x-needs-key'?: boolean;
};

interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  security?: SecurityRequirement[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content; headers?: Record<string, unknown> }>;
  'x-internal'?: boolean;
  /** Whether its fields name the call, so that one that is sent again counts once. */
  'x-repeatable'?: boolean;
}

/** What a method of the SDK has to know about its operation; of `route`, what is there is printed into `operations.ts`. */
interface Method {
  resource: string;
  verb: string;
  comment: string[];
  /** Whether it can be called without a parameter. */
  optional: boolean;
  /** Whether its answers have pages, which a `Link` header leads through. */
  paged: boolean;
  route: {
    operationId: string;
    method: string;
    path: string;
    fill: 'fillPath' | undefined;
    form: 'formOf' | 'jsonOf' | undefined;
    query: 'queryOf' | undefined;
    newKey: 'newKey' | undefined;
    again: 'isPassing' | undefined;
    key: boolean | string;
    account: boolean;
    jurisdiction: boolean;
    answer: 'object' | undefined;
    read: 'readPicture' | 'readExport' | undefined;
  };
}

/** What is printed as a text; the rest is code. */
const TEXTS = ['operationId', 'method', 'path', 'answer'];

/** What types say where there is nothing, and nobody reads. */
const NOTHING =
  /^ +(cookie|requestBody|patch|put|delete|options|head|trace|post|get)\?: never;\n|^ +headers: \{\n +\[name: string\]: unknown;\n +\};\n/gm;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const root = new URL('../', import.meta.url);
const header = 'Generated from openapi.yaml by `npm run generate`. Do not edit.';
const jsonMediaType = 'application/json';
const formMediaType = 'application/x-www-form-urlencoded';
const keyHeader = 'x-api-key';
const fileType = typeNode('Blob | string');

/** Reads openapi.yaml from the root of the repository. */
export async function readContract(): Promise<Contract> {
  return parse(await readFile(new URL('openapi.yaml', root), 'utf8')) as Contract;
}

/** Writes nothing: the text of every generated file, by its path from the root of the repository. */
export async function generate(contract: Contract): Promise<Map<string, string>> {
  const nodes = await openapiTS(withoutRepetitions(contract) as unknown as Parameters<typeof openapiTS>[0], {
    // Bytes: a file of a form, or a text that holds them.
    transform: ({ format }) => (format === 'binary' ? fileType : undefined),
  });
  return new Map([
    [
      'sdk/src/generated/contract.d.ts',
      `// ${header}\n\n${astToString(nodes)
        .replace(NOTHING, '')
        .replace(/^( +\*) {5}/gm, '$1 ')}`,
    ],
    ['sdk/src/generated/operations.ts', renderOperations(contract)],
    ['sdk/src/generated/resources.ts', renderResources(contract)],
  ]);
}

/**
 * The contract without what no type is read from, since every program that uses the SDK carries its types: headers, answers that are
 * the same for all operations, the choice of JSON, and media types beside one that has the same schema. What parameters have in
 * common stands where they are used, since only there an editor shows it.
 */
function withoutRepetitions(contract: Contract): Contract {
  const copy = structuredClone(contract);
  for (const item of Object.values(copy.paths)) {
    const operations = methods.flatMap((method) => item[method] ?? []);
    for (const holder of [item, ...operations]) {
      const parameters = holder.parameters?.map((one) => resolve(one, copy.components?.parameters));
      if (parameters) holder.parameters = parameters.filter((parameter) => !isChosen(parameter));
    }
    for (const { responses, requestBody } of operations) {
      for (const [status, response] of Object.entries(responses)) {
        if ('$ref' in response) delete responses[status];
        delete response.headers;
        if (response.content?.['application/json'] !== undefined) delete response.content['text/xml'];
      }
      if (requestBody?.content[formMediaType]) delete requestBody.content['multipart/form-data'];
    }
  }
  delete copy.components?.parameters;
  delete copy.components?.responses;
  delete copy.components?.headers;
  return copy;
}

/** The paths of those generated files that are missing or differ from what they should be. */
export async function findStale(files: Map<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, expected] of files) {
    const found = await readFile(new URL(path, root), 'utf8').catch(() => undefined);
    if (found !== expected) stale.push(path);
  }
  return stale;
}

/** Operations that the SDK offers: all but those which the contract marks as internal. */
export function listMethods(contract: Contract): Method[] {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined || operation['x-internal'] === true
        ? []
        : [describe(contract, path, item, method, operation)];
    }),
  );
}

function describe(
  contract: Contract,
  path: string,
  item: PathItem,
  method: string,
  operation: Operation,
): Method {
  const { operationId, responses } = operation;
  const [resource, verb, ...rest] = operationId.split('.');
  if (!resource || !verb || rest.length > 0) throw new Error(`${operationId} is not <resource>.<verb>.`);
  const content = operation.requestBody?.content;
  const body = content?.[formMediaType] ? 'form' : content?.[jsonMediaType] ? 'json' : undefined;
  if (content && !body)
    throw new Error(`${operationId} takes neither ${formMediaType} nor ${jsonMediaType}.`);
  const schema = content?.[formMediaType]?.schema ?? content?.[jsonMediaType]?.schema ?? {};
  const inUrl = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    resolve(parameter, contract.components?.parameters),
  );
  const query = inUrl.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  const fields = Object.keys(resolve(schema, contract.components?.schemas).properties ?? {});
  // A call that has a body sends everything in it, so a parameter that belongs in the query alone would get lost.
  const outside = body ? query.find((name) => name !== undefined && !fields.includes(name)) : undefined;
  if (outside !== undefined) throw new Error(`${operationId}: ${outside} is not a field of the body.`);
  const hasKey = inUrl.some(({ in: place, name }) => place === 'header' && name === 'Idempotency-Key');
  return {
    resource,
    verb,
    comment: [
      operation.summary ?? operationId,
      ...(operation.description ? ['', operation.description.trim()] : []),
    ],
    optional:
      body === undefined && !inUrl.some((parameter) => parameter.required === true && !isChosen(parameter)),
    paged: 'Link' in (responses['200']?.headers ?? {}),
    route: {
      operationId,
      method: method.toUpperCase(),
      path: inUrl.some(isChosen) ? path.replace('{format}', 'json') : path,
      fill: inUrl.some((parameter) => parameter.in === 'path' && !isChosen(parameter))
        ? 'fillPath'
        : undefined,
      form: body && `${body}Of`,
      query: body ? undefined : 'queryOf',
      newKey: hasKey ? 'newKey' : undefined,
      // What is done twice by a call that comes twice is sent once.
      again: method !== 'post' || hasKey || operation['x-repeatable'] ? 'isPassing' : undefined,
      key: needsKey(contract, operation.security ?? contract.security ?? []) || asksForKey(inUrl),
      account: (operation.security ?? contract.security ?? []).some((requirement) =>
        Object.keys(requirement).some(
          (name) => contract.components?.securitySchemes?.[name]?.scheme === 'bearer',
        ),
      ),
      ...answerOf(contract, goodOf(responses)?.content),
      jurisdiction: query.includes('jurisdiction_id') || fields.includes('jurisdiction_id'),
    },
  };
}

/** The parameter that makes a call need a key. */
const asksForKey = (inUrl: readonly Parameter[]): string | false => {
  const { name } = inUrl.find((parameter) => parameter['x-needs-key']) ?? {};
  return name !== undefined && `parameters.${name}`;
};

/** Whoever can choose JSON gets it; where there is none, the caller chooses. */
const isChosen = (parameter: Parameter): boolean =>
  parameter.name === 'format' && parameter.schema?.enum?.includes('json') === true;

/** The answers that are a success have one kind of content. */
const goodOf = (responses: Operation['responses']) =>
  responses['200'] ?? responses['201'] ?? responses['202'];

/** What a good answer is, unless it is a list, and what reads it, unless it is JSON: an export, which may be too large to be held, or a picture. */
function answerOf({ components }: Contract, content: Content = {}): Pick<Method['route'], 'answer' | 'read'> {
  const json = content['application/json'];
  if (!json)
    return { answer: undefined, read: 'application/x-ndjson' in content ? 'readExport' : 'readPicture' };
  const { type } = resolve(json.schema ?? {}, components?.schemas);
  return { answer: type === 'object' ? type : undefined, read: undefined };
}

/** A type as the generator of types takes it. */
function typeNode(text: string) {
  const [statement] = stringToAST(`type It = ${text};`) as unknown as [{ type: TypeNode }];
  return statement.type;
}

/** Whether no call can do without. */
function needsKey(contract: Contract, requirements: readonly SecurityRequirement[]): boolean {
  const names = requirements.map((requirement) => Object.keys(requirement));
  if (names.some((one) => one.length === 0)) return false;
  return names.flat().some((name) => {
    const scheme = contract.components?.securitySchemes?.[name];
    return scheme?.in === 'header' && scheme.name?.toLowerCase() === keyHeader;
  });
}

function resolve<T extends { $ref?: string }>(node: T, components: Record<string, T> | undefined): T {
  if (node.$ref === undefined) return node;
  const target = components?.[node.$ref.slice(node.$ref.lastIndexOf('/') + 1)];
  if (target === undefined) throw new Error(`${node.$ref} is not in the contract.`);
  return target;
}

/** One function for each operation, so that a program can import those that it needs. */
function renderOperations(contract: Contract): string {
  const all = listMethods(contract);
  return (
    [
      `// ${header}`,
      [
        "import type { Call } from '../call.ts';",
        "import { fillPath, queryOf } from '../address.ts';",
        "import { formOf, jsonOf } from '../form.ts';",
        "import { newKey } from '../new-key.ts';",
        "import type { AnswerOf, OptionsOf, ParametersOf } from '../operation.ts';",
        "import { readExport } from '../read-export.ts';",
        "import { readPicture } from '../read-picture.ts';",
        "import { isPassing } from '../retry.ts';",
        "import type { Send } from '../sender.ts';",
      ].join('\n'),
      ...all.map((method) => renderOperation(method).join('\n')),
    ].join('\n\n') + '\n'
  );
}

function renderOperation({ comment, optional, route, ...method }: Method): string[] {
  const id = `'${route.operationId}'`;
  const example = OPERATION_EXAMPLES[route.operationId];
  const shown = example === undefined ? [] : ['', '@example', `\`\`\`ts${example}\n\`\`\``];
  return [
    // The method of the same operation has the whole text.
    ...renderComment([...comment.slice(0, 1), ...shown], ''),
    `export function ${functionName(method)}(`,
    '  send: Send,',
    `  parameters: ParametersOf<${id}>${optional ? ' = {}' : ''},`,
    `  options: OptionsOf<${id}> = {},`,
    `): Call<AnswerOf<${id}>> {`,
    '  return send(',
    '    {',
    ...Object.entries(route).flatMap(([name, value]) =>
      value === undefined || value === false
        ? []
        : [`      ${name}: ${TEXTS.includes(name) ? `'${value}'` : value},`],
    ),
    '    },',
    '    parameters,',
    '    options,',
    '  );',
    '}',
  ];
}

/** The same functions as methods, grouped by what they are about. */
function renderResources(contract: Contract): string {
  const byResource = new Map<string, Method[]>();
  for (const method of listMethods(contract)) {
    byResource.set(method.resource, [...(byResource.get(method.resource) ?? []), method]);
  }
  const describeTag = (name: string): string =>
    contract.tags?.find((tag) => tag.name === name)?.description ?? `Operations on ${name}.`;
  const classes = [...byResource].map(([resource, itsMethods]) =>
    [
      ...renderComment([describeTag(resource)], ''),
      `export class ${className(resource)} {`,
      '  readonly #send: Send;',
      '',
      '  constructor(send: Send) {',
      '    this.#send = send;',
      '  }',
      ...itsMethods.flatMap((method) => ['', ...renderMethod(method)]),
      '}',
    ].join('\n'),
  );
  const all = [
    '/** Every resource of the contract, by its name. */',
    'export class Resources {',
    ...[...byResource.keys()].flatMap((resource) => [
      ...renderComment([describeTag(resource)], '  '),
      `  readonly ${resource}: ${className(resource)};`,
    ]),
    '',
    '  constructor(send: Send) {',
    ...[...byResource.keys()].map((resource) => `    this.${resource} = new ${className(resource)}(send);`),
    '  }',
    '}',
  ].join('\n');
  const imports = [
    "import type { Call } from '../call.ts';",
    "import { listOf } from '../list.ts';",
    "import type { ListCall } from '../list.ts';",
    "import type { AnswerOf, ItemOf, OptionsOf, ParametersOf } from '../operation.ts';",
    "import type { Send } from '../sender.ts';",
    'import {',
    ...listMethods(contract).map((method) => `  ${functionName(method)},`),
    "} from './operations.ts';",
  ].join('\n');
  return [`// ${header}`, imports, ...classes, all].join('\n\n') + '\n';
}

function renderMethod({ comment, optional, paged, route, ...method }: Method): string[] {
  const id = `'${route.operationId}'`;
  return [
    ...renderComment(comment, '  '),
    `  ${method.verb}(`,
    `    parameters: ParametersOf<${id}>${optional ? ' = {}' : ''},`,
    `    options: OptionsOf<${id}> = {},`,
    `  ): ${paged ? `ListCall<ItemOf<${id}>>` : `Call<AnswerOf<${id}>>`} {`,
    paged
      ? `    return listOf(${functionName(method)}, this.#send, parameters, options);`
      : `    return ${functionName(method)}(this.#send, parameters, options);`,
    '  }',
  ];
}

/** `requests.create` as one word: `requestsCreate`. */
function functionName({ resource, verb }: { resource: string; verb: string }): string {
  return `${resource}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
}

function renderComment(paragraphs: string[], indent: string): string[] {
  const lines = paragraphs.flatMap((text) => text.replaceAll('*/', '*\\/').split('\n'));
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function className(resource: string): string {
  return `${resource.charAt(0).toUpperCase()}${resource.slice(1)}Resource`;
}

/** The reference of the SDK, which is made of its sources as they lie there, the generated ones included. */
export function generateReference(): Map<string, string> {
  return new Map([['sdk/REFERENCE.md', renderReference()]]);
}

/** `npm run generate` writes what is stale; with `--check` it only names it, and fails. */
async function main(checkOnly: boolean): Promise<void> {
  const contract = await readContract();
  const all: string[] = [];
  // One after the other: the reference reads what was written before it.
  for (const make of [() => generate(contract), generateReference]) {
    const files = await make();
    const stale = await findStale(files);
    all.push(...stale);
    if (!checkOnly) for (const path of stale) await writeFile(new URL(path, root), files.get(path) ?? '');
  }
  if (!checkOnly) {
    process.stdout.write(all.length === 0 ? 'Everything is current.\n' : `Written: ${all.join(', ')}\n`);
  } else if (all.length > 0) {
    const what = 'Older than openapi.yaml or the sources of the SDK';
    process.stderr.write(`${what}: ${all.join(', ')}. Run \`npm run generate\`.\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
