import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

/** The part of JSON Schema that the program reads itself: names for XML, order and kind of fields. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  xml?: { name?: string; wrapped?: boolean };
  'x-json-only'?: boolean;
};

type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  $ref?: string;
  'x-needs-key'?: boolean;
};

/** An operation of the contract with everything that is resolved once. */
export type ContractOperation = {
  operationId: string;
  method: (typeof METHODS)[number];
  /** As in the contract, with `{braces}`. */
  path: string;
  parameters: readonly Parameter[];
  /** Scopes of which a key needs one; empty: open to everybody. */
  scopes: readonly string[];
  /** Whether it is about the account whose token is sent. */
  bearer: boolean;
  /** The parameter that asks, when it is `true`, for something that needs a key, whatever its scopes. */
  keyParameter: string | undefined;
  /** Schema of the body, where there is one. */
  body: Schema | undefined;
  /** Schema of the good answer, or of each item where that is a file of many; empty where it is a picture. */
  reply: Schema;
  /** Whether it is run with what was found wrong, to add what it finds itself: GeoReport's submissions, and lists. */
  addsFindings: boolean;
  /** Whether it answers in JSON and XML by the ending of its path. */
  georeport: boolean;
  /** Asked so often that it takes the short way (front.ts). */
  hot: boolean;
};

type OperationObject = {
  operationId: string;
  'x-hot'?: boolean;
  'x-adds-findings'?: boolean;
  parameters?: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
};

type ContractDocument = {
  info: { version: string };
  paths: Record<string, Record<string, unknown>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, unknown>;
    securitySchemes: Record<string, { type: string }>;
  };
};

/** What the server knows of openapi.yaml, read once at start. */
export type Contract = {
  text: string;
  /** Another one for every other text. */
  fingerprint: string;
  document: ContractDocument;
  operations: readonly ContractOperation[];
  /** Follows a `$ref` within the document. */
  resolve(schema: Schema): Schema;
  /** A compiled check of one answer; made at the first use, since only tests check answers. */
  replyCheck(operationId: string, status: number): ValidateFunction | undefined;
};

const METHODS = ['get', 'post', 'delete'] as const;
const GOOD = ['200', '201', '202'];

/** Made by the build, so that a start needs not parse YAML; not there when the sources run. */
const BUILT_DOCUMENT = new URL('./openapi.json', import.meta.url);

export async function loadContract(file: URL, built = BUILT_DOCUMENT): Promise<Contract> {
  const text = await readFile(file, 'utf8');
  const document = existsSync(built)
    ? (JSON.parse(await readFile(built, 'utf8')) as ContractDocument)
    : ((await import('yaml')).parse(text) as ContractDocument);
  const follow = <T extends { $ref?: string }>(value: T): T =>
    value.$ref === undefined ? value : follow(lookUp(document, value.$ref) as T);

  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as OperationObject | undefined;
      if (operation === undefined) return [];
      const parameters = [
        ...((item['parameters'] as Parameter[] | undefined) ?? []),
        ...(operation.parameters ?? []),
      ].map((parameter) => follow(parameter));
      const good = GOOD.map((status) => operation.responses[status]).find((one) => one !== undefined);
      const { content } = follow(good ?? {});
      if (content === undefined) throw new Error(`${operation.operationId} has no answer in openapi.yaml`);
      const georeport = path.endsWith('.{format}');
      const security = operation.security ?? [];
      const body = operation.requestBody?.content['application/json']?.schema;
      const resolved: ContractOperation = {
        operationId: operation.operationId,
        method,
        path,
        parameters,
        keyParameter: parameters.find((parameter) => parameter['x-needs-key'] === true)?.name,
        scopes: [...new Set(security.flatMap((one) => Object.values(one).flat()))],
        bearer: security.some((one) =>
          Object.keys(one).some((name) => document.components.securitySchemes[name]?.type === 'http'),
        ),
        body,
        addsFindings: (georeport && body !== undefined) || operation['x-adds-findings'] === true,
        reply: (content['application/json'] ?? content['application/x-ndjson'])?.schema ?? {},
        georeport,
        hot: operation['x-hot'] === true,
      };
      return [resolved];
    }),
  );

  const fingerprint = createHash('sha256').update(text).digest('base64url');
  return { text, fingerprint, document, operations, resolve: follow, replyCheck: replyChecks(document) };
}

function lookUp(document: object, reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .map((part) => decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
}

function replyChecks(document: ContractDocument): Contract['replyCheck'] {
  let ajv: Ajv2020 | undefined;
  return (operationId, status) => {
    if (ajv === undefined) {
      ajv = new Ajv2020({ strict: false, allErrors: true });
      // A CommonJS module: its function is the default of the default.
      (addFormatsModule as unknown as (target: Ajv2020) => void)(ajv);
      ajv.addSchema(document, 'contract');
    }
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of METHODS) {
        const operation = item[method] as OperationObject | undefined;
        if (operation?.operationId !== operationId) continue;
        const key = String(status);
        const response = operation.responses[key];
        if (response === undefined) return undefined;
        const pointer = response.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${key}`;
        const resolved =
          response.$ref === undefined ? response : (lookUp(document, response.$ref) as typeof response);
        const type =
          ['application/json', 'application/x-ndjson'].find((one) => resolved.content?.[one] !== undefined) ??
          'application/problem+json';
        return ajv.getSchema(`contract${pointer}/content/${escapePointer(type)}/schema`);
      }
    }
    return undefined;
  };
}

const escapePointer = (text: string) => encodeURIComponent(text.replace(/~/g, '~0').replace(/\//g, '~1'));
