/** What two contracts are compared by; a document as `openapi.yaml` is, after parsing. */
export interface Document {
  paths: Record<string, Record<string, unknown>>;
  components?: Record<string, Record<string, unknown>>;
}

/** One line for those who use the server. */
export interface Change {
  kind: 'added' | 'changed' | 'removed';
  /** Whether a client that was right before may fail now. */
  breaking: boolean;
  /** The operation, and what of it. */
  text: string;
}

/** A part of a document; whatever is looked at may be missing. */
type Node = { [key: string]: Node | undefined } & { $ref?: unknown };

interface Operation {
  method: string;
  path: string;
  /** By where it stands and its name. */
  inputs: Map<string, Field>;
  /** By their path in the answer, such as `[].lat`. */
  outputs: Map<string, Field>;
  statuses: string[];
}

interface Field {
  type: string;
  values: string[] | undefined;
  required: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const FORM = 'application/x-www-form-urlencoded';
/** Deeper than any shape of the contract; shapes may hold themselves. */
const DEEPEST = 8;

/** What has changed from one contract to the next, operation by operation. */
export function compareContracts(before: Document, after: Document): Change[] {
  const [old, now] = [readOperations(before), readOperations(after)];
  const changes: Change[] = [];
  for (const [id, operation] of old) {
    const next = now.get(id);
    if (next) changes.push(...compareOperations(id, operation, next));
    else changes.push({ kind: 'removed', breaking: true, text: `\`${id}\`` });
  }
  for (const [id, { method, path }] of now)
    if (!old.has(id)) changes.push({ kind: 'added', breaking: false, text: `\`${id}\`: ${method} ${path}` });
  return changes;
}

function compareOperations(id: string, old: Operation, now: Operation): Change[] {
  const say = (kind: Change['kind'], breaking: boolean, what: string): Change => ({
    kind,
    breaking,
    text: `\`${id}\`: ${what}`,
  });
  const moved =
    old.path !== now.path || old.method !== now.method
      ? [say('changed', true, `${old.method} ${old.path} is ${now.method} ${now.path}`)]
      : [];
  const statuses = [
    ...now.statuses
      .filter((status) => !old.statuses.includes(status))
      .map((status) => say('added', false, `the answer ${status}`)),
    ...old.statuses
      .filter((status) => !now.statuses.includes(status))
      .map((status) => say('removed', status.startsWith('2'), `the answer ${status}`)),
  ];
  return [
    ...moved,
    ...compareFields(old.inputs, now.inputs, 'input').map(([kind, breaking, what]) =>
      say(kind, breaking, what),
    ),
    ...statuses,
    ...compareFields(old.outputs, now.outputs, 'output').map(([kind, breaking, what]) =>
      say(kind, breaking, what),
    ),
  ];
}

/**
 * What is sent may become freer, and what is answered stricter, without a client noticing; the other way round it breaks.
 */
function compareFields(
  old: Map<string, Field>,
  now: Map<string, Field>,
  side: 'input' | 'output',
): [Change['kind'], boolean, string][] {
  const isInput = side === 'input';
  const found: [Change['kind'], boolean, string][] = [];
  const word = (name: string) => (isInput ? name : `\`${name}\` in the answer`);
  for (const [name, field] of now) {
    const was = old.get(name);
    if (!was) {
      const breaks = isInput && field.required;
      found.push(['added', breaks, `${word(name)}${breaks ? ', which is required' : ''}`]);
      continue;
    }
    if (was.type !== field.type)
      found.push(['changed', true, `${word(name)} is ${field.type}, and was ${was.type}`]);
    if (was.required !== field.required) {
      const text = isInput
        ? `${word(name)} is ${field.required ? 'required' : 'no longer required'}`
        : `${word(name)} is ${field.required ? 'always there' : 'no longer always there'}`;
      found.push(['changed', field.required === isInput, text]);
    }
    for (const value of (field.values ?? []).filter((one) => was.values && !was.values.includes(one)))
      found.push(['added', !isInput, `the value \`${value}\` of ${word(name)}`]);
    for (const value of (was.values ?? []).filter((one) => field.values && !field.values.includes(one)))
      found.push(['removed', isInput, `the value \`${value}\` of ${word(name)}`]);
  }
  for (const name of old.keys()) if (!now.has(name)) found.push(['removed', true, word(name)]);
  return found;
}

function readOperations(document: Document): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  const resolve = (node: Node | undefined): Node => follow(document, node);
  for (const [path, item] of Object.entries(document.paths as Record<string, Node>)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const inputs = new Map<string, Field>();
      for (const given of [...listOf(item['parameters']), ...listOf(operation['parameters'])]) {
        const parameter = resolve(given);
        const name = `the parameter \`${textOf(parameter['name'])}\` (${textOf(parameter['in'])})`;
        inputs.set(name, fieldOf(resolve(parameter['schema']), isTrue(parameter['required'])));
      }
      const form = resolve(resolve(operation['requestBody'])['content']?.[FORM]?.['schema']);
      const required = listOf(form['required']).map(textOf);
      for (const [name, field] of entriesOf(form['properties']))
        inputs.set(`the field \`${name}\``, fieldOf(resolve(field), required.includes(name)));
      const outputs = new Map<string, Field>();
      const responses = operation['responses'] ?? {};
      const answer = resolve(responses['200'])['content']?.['application/json']?.['schema'];
      if (answer) walk(document, answer, '', true, outputs, 0);
      operations.set(textOf(operation['operationId']), {
        method: method.toUpperCase(),
        path,
        inputs,
        outputs,
        statuses: Object.keys(responses),
      });
    }
  }
  return operations;
}

function walk(
  document: Document,
  given: Node,
  path: string,
  required: boolean,
  found: Map<string, Field>,
  depth: number,
): void {
  const schema = follow(document, given);
  if (path !== '') found.set(path, fieldOf(schema, required));
  if (depth === DEEPEST) return;
  const always = listOf(schema['required']).map(textOf);
  for (const [name, property] of entriesOf(schema['properties'])) {
    const below = path === '' ? name : `${path}.${name}`;
    walk(document, property, below, always.includes(name), found, depth + 1);
  }
  if (schema['items']) walk(document, schema['items'], `${path}[]`, true, found, depth + 1);
  for (const part of listOf(schema['allOf'])) walk(document, part, path, required, found, depth + 1);
  const ways = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].map((way) => {
    const its = new Map<string, Field>();
    walk(document, way, path, required, its, depth + 1);
    return its;
  });
  for (const name of new Set(ways.flatMap((way) => [...way.keys()]))) found.set(name, together(name, ways));
}

/** A field of which an answer has one of several shapes: what may be there in any of them. */
function together(name: string, ways: readonly Map<string, Field>[]): Field {
  const fields = ways.map((way) => way.get(name));
  const there = fields.filter((field) => field !== undefined);
  const values = there.every((field) => field.values)
    ? there.flatMap((field) => field.values ?? [])
    : undefined;
  return {
    type: [...new Set(there.flatMap(({ type }) => type.split(' or ')))].sort().join(' or '),
    values: values && [...new Set(values)],
    required: fields.every((field) => field?.required === true),
  };
}

function fieldOf(schema: Node, required: boolean): Field {
  const { type, enum: values } = schema;
  const types = type === undefined ? ['of any kind'] : [type].flat().map(textOf).sort();
  return { type: types.join(' or '), values: values && listOf(values).map(textOf), required };
}

/** What a reference leads to, whatever stands in between. */
function follow(document: Document, node: Node | undefined): Node {
  let found: Node = node ?? {};
  while (typeof found.$ref === 'string') {
    const [, group = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(found.$ref) ?? [];
    const target = document.components?.[group]?.[name];
    if (!target) throw new Error(`${found.$ref} is not in the contract.`);
    found = target as Node;
  }
  return found;
}

const listOf = (node: unknown): Node[] => (Array.isArray(node) ? (node as Node[]) : []);
const entriesOf = (node: Node | undefined) => Object.entries(node ?? {}) as [string, Node][];
const textOf = (node: unknown): string => (typeof node === 'string' ? node : JSON.stringify(node ?? null));
const isTrue = (node: unknown): boolean => node === true;
