import type { Deviation } from './stand-in.ts';
import type { Call, Reply } from './stand-in-city.ts';

type Row = Record<string, unknown>;
type Rows = Row[];

/** Changes what an answer says, where it is a success of this resource. */
export const inReply =
  (isMeant: (call: Call) => boolean, change: (value: Row, call: Call, reply: Reply) => void) =>
  (reply: Reply, call: Call) => {
    if (reply.status === 200 && isMeant(call)) change(reply.value as Row, call, reply);
  };
/** Changes each entry of a list. */
export const inRows =
  (isMeant: (call: Call) => boolean, change: (row: Row, at: number, call: Call) => void) =>
  (reply: Reply, call: Call) => {
    if (reply.status === 200 && isMeant(call))
      (reply.value as Rows).forEach((row, at) => change(row, at, call));
  };
export const isJson =
  (isMeant: (call: Call) => boolean): ((call: Call) => boolean) =>
  (call) =>
    call.format === 'json' && isMeant(call);
export const isXml =
  (isMeant: (call: Call) => boolean): ((call: Call) => boolean) =>
  (call) =>
    call.format === 'xml' && isMeant(call);
/** Changes the text of an answer. */
export const inText =
  (
    isMeant: (call: Call) => boolean,
    pattern: RegExp | string,
    by: string,
  ): NonNullable<Deviation['written']> =>
  (written, call) => {
    if (isMeant(call) && written.status === 200)
      written.body = String(written.body).replaceAll(
        pattern instanceof RegExp ? pattern : new RegExp(pattern, 'g'),
        by,
      );
  };
const isDiscovery = ({ resource }: Call) => resource === 'discovery';
export const isServices = ({ resource }: Call) => resource === 'services';
const isDefinition = ({ resource }: Call) => resource === 'services/HOLE';

export const absent = (isMeant: (call: Call) => boolean) => (reply: Reply, call: Call) => {
  if (!isMeant(call)) return;
  reply.status = 404;
  reply.root = 'errors';
  reply.value = [{ code: 404, description: 'There is no such address.' }];
};
const endpointsOf = (value: Row) => value['endpoints'] as Rows;
const questionsOf = (value: Row) => value['attributes'] as Rows;
let turn = 0;

const OF_DISCOVERY: Deviation[] = [
  { name: 'no discovery.json', rules: ['D1/json'], verdict: 'fail', reply: absent(isJson(isDiscovery)) },
  { name: 'no discovery.xml', rules: ['D1/xml'], verdict: 'fail', reply: absent(isXml(isDiscovery)) },
  {
    name: 'an empty contact',
    rules: ['D2/fields'],
    verdict: 'fail',
    reply: inReply(isDiscovery, (value) => (value['contact'] = null)),
  },
  {
    name: 'endpoints without a changeset',
    rules: ['D2/endpoints'],
    verdict: 'fail',
    reply: inReply(isDiscovery, (value) => endpointsOf(value).forEach((one) => delete one['changeset'])),
  },
  {
    name: 'type with a capital letter',
    rules: ['D2/type'],
    verdict: 'fail',
    reply: inReply(isDiscovery, (value) => endpointsOf(value).forEach((one) => (one['type'] = 'Production'))),
  },
  {
    name: 'dicovery for discovery',
    rules: ['D3'],
    verdict: 'fail',
    written: inText(isXml(isDiscovery), /(<\/?)discovery>/g, '$1dicovery>'),
  },
  {
    name: 'a specification with a slash at its end',
    rules: ['D4'],
    verdict: 'fail',
    reply: inReply(isDiscovery, (value) =>
      endpointsOf(value).forEach((one) => (one['specification'] = 'http://wiki.open311.org/GeoReport_v2/')),
    ),
  },
  {
    name: 'a changeset that is no full time',
    rules: ['D5'],
    verdict: 'deviates',
    reply: inReply(isDiscovery, (value) => (value['changeset'] = '2011-09-1 17:35')),
  },
  {
    name: 'a single endpoint',
    rules: ['D6'],
    verdict: 'deviates',
    reply: inReply(isDiscovery, (value) => endpointsOf(value).pop()),
  },
  {
    name: 'formats without JSON',
    rules: ['R2/listed'],
    verdict: 'deviates',
    reply: inReply(isDiscovery, (value) =>
      endpointsOf(value).forEach((one) => (one['formats'] = ['text/xml'])),
    ),
  },
  {
    name: 'max_requests in discovery',
    rules: ['D8'],
    verdict: 'deviates',
    reply: inReply(isDiscovery, (value) => (value['max_requests'] = 1000)),
  },
  {
    name: 'another contact in XML',
    rules: ['R2/discovery'],
    verdict: 'fail',
    reply: inReply(isXml(isDiscovery), (value) => (value['contact'] = 'Somebody else')),
  },
];

const OF_SERVICES: Deviation[] = [
  {
    name: 'an array of services that is wrapped',
    rules: ['R43/services.json'],
    verdict: 'fail',
    reply: inReply(isJson(isServices), (value, _call, reply) => (reply.value = { services: value })),
  },
  {
    name: 'another root around the services',
    rules: ['R43/services.xml'],
    verdict: 'fail',
    written: inText(isXml(isServices), /(<\/?)services>/g, '$1ArrayOfService>'),
  },
  {
    name: 'a service without type',
    rules: ['3.1/fields'],
    verdict: 'fail',
    reply: inRows(isServices, (row, at) => at === 2 && delete row['type']),
  },
  {
    name: 'services without keywords and group',
    rules: ['3.1/all-fields'],
    verdict: 'deviates',
    reply: inRows(isServices, (row) => delete row['keywords'] && delete row['group']),
  },
  {
    name: 'a service_code twice',
    rules: ['3.1/unique'],
    verdict: 'fail',
    reply: inReply(isServices, (value) =>
      (value as unknown as Rows).push({ ...(value as unknown as Rows)[0] }),
    ),
  },
  {
    name: 'a type that does not exist',
    rules: ['3.1/type'],
    verdict: 'fail',
    reply: inRows(isServices, (row, at) => at === 2 && (row['type'] = 'phone')),
  },
  {
    name: 'metadata as a text in JSON',
    rules: ['A4/services.json'],
    verdict: 'deviates',
    reply: inRows(isJson(isServices), (row) => (row['metadata'] = String(row['metadata']))),
  },
  {
    name: 'metadata as 0 and 1',
    rules: ['A4/services.json', 'A4/services.xml'],
    verdict: 'fail',
    reply: inRows(isServices, (row, at) => at === 2 && (row['metadata'] = 0)),
  },
  {
    name: 'True in XML',
    rules: ['A4/services.xml'],
    verdict: 'deviates',
    written: inText(isXml(isServices), /<metadata>true/g, '<metadata>True'),
  },
  {
    name: 'a numeric service_code',
    rules: ['A1/services'],
    verdict: 'deviates',
    reply: inRows(isJson(isServices), (row, at) => at === 0 && (row['service_code'] = 17)),
  },
  {
    name: 'keywords as a list',
    rules: ['A5'],
    verdict: 'deviates',
    reply: inRows(isJson(isServices), (row) => (row['keywords'] = ['code:SKA'])),
  },
  {
    name: 'group as a list',
    rules: ['A6'],
    verdict: 'deviates',
    reply: inRows(isJson(isServices), (row) => (row['group'] = ['Streets'])),
  },
  {
    name: 'a description that is an object',
    rules: ['3.1/texts'],
    verdict: 'fail',
    reply: inRows(isJson(isServices), (row) => (row['description'] = { en: 'A lamp' })),
  },
  {
    name: 'empty texts instead of null in services',
    rules: ['R40/services'],
    verdict: 'deviates',
    reply: inRows(isJson(isServices), (row) => (row['keywords'] = '')),
    written: inText(isXml(isServices), /<keywords>[^<]*/g, '<keywords>'),
  },
  {
    name: 'a field of its own in services',
    rules: ['7/services'],
    verdict: 'deviates',
    reply: inRows(isServices, (row) => (row['id'] = '1')),
  },
  {
    name: 'services in another order each time',
    rules: ['3.1/order'],
    verdict: 'deviates',
    reply: inReply(
      isJson(isServices),
      (value) => (turn += 1) % 2 === 0 && (value as unknown as Rows).reverse(),
    ),
  },
  {
    name: 'another name of a service in XML',
    rules: ['R2/services'],
    verdict: 'fail',
    reply: inRows(isXml(isServices), (row, at) => at === 1 && (row['service_name'] = 'Something else')),
  },
  {
    name: 'no services.json',
    rules: ['R2/services.json'],
    verdict: 'deviates',
    reply: absent(isJson(isServices)),
  },
  {
    name: 'services.xml with an element that is never closed',
    rules: ['R2/services.xml'],
    verdict: 'fail',
    written: inText(isXml(isServices), /<\/services>/g, ''),
  },
  {
    name: 'services.xml with an ampersand as it is',
    rules: ['R2/services.xml'],
    verdict: 'fail',
    written: inText(isXml(isServices), /&amp;/g, '&'),
  },
];

const OF_DEFINITIONS: Deviation[] = [
  {
    name: 'no element around the questions',
    rules: ['R43/definition.xml'],
    verdict: 'fail',
    written: inText(isXml(isDefinition), /<\/?attributes>/g, ''),
  },
  {
    name: 'a service within the definition',
    rules: ['R43/definition.xml'],
    verdict: 'fail',
    written: inText(
      isXml(isDefinition),
      /<service_definition>(.*)<\/service_definition>/g,
      '<service_definition><service>$1</service></service_definition>',
    ),
  },
  {
    name: 'a definition as a list',
    rules: ['R43/definition.json'],
    verdict: 'fail',
    reply: inReply(isJson(isDefinition), (value, _call, reply) => (reply.value = [value])),
  },
  {
    name: 'the definition of another service',
    rules: ['3.2/code'],
    verdict: 'fail',
    reply: inReply(isDefinition, (value) => (value['service_code'] = 'TREE')),
  },
  {
    name: 'a question without datatype',
    rules: ['3.2/fields'],
    verdict: 'fail',
    reply: inReply(isDefinition, (value) => delete questionsOf(value)[1]?.['datatype']),
  },
  {
    name: 'a datatype that does not exist',
    rules: ['3.2/datatype'],
    verdict: 'fail',
    reply: inReply(isDefinition, (value) =>
      Object.assign(questionsOf(value)[1] ?? {}, { datatype: 'varchar' }),
    ),
  },
  {
    name: 'an order that begins with 0',
    rules: ['3.2/order'],
    verdict: 'deviates',
    reply: inReply(isDefinition, (value) => Object.assign(questionsOf(value)[0] ?? {}, { order: 0 })),
  },
  {
    name: 'a code with brackets',
    rules: ['3.2/unique'],
    verdict: 'fail',
    reply: inReply(isDefinition, (value) => Object.assign(questionsOf(value)[1] ?? {}, { code: 'NO[T]E' })),
  },
  {
    name: 'required as a text in JSON',
    rules: ['A4/definition.json'],
    verdict: 'deviates',
    reply: inReply(isJson(isDefinition), (value) =>
      questionsOf(value).forEach((one) => (one['required'] = String(one['required']))),
    ),
  },
  {
    name: 'TRUE in the XML of a definition',
    rules: ['A4/definition.xml'],
    verdict: 'deviates',
    written: inText(isXml(isDefinition), /<variable>true/g, '<variable>TRUE'),
  },
  {
    name: 'a choice without values',
    rules: ['3.2/values'],
    verdict: 'fail',
    reply: inReply(isDefinition, (value) => Object.assign(questionsOf(value)[0] ?? {}, { values: [] })),
  },
  {
    name: 'numeric keys of values',
    rules: ['A1/values'],
    verdict: 'deviates',
    written: inText(isJson(isDefinition), /"key":"(\d)"/g, '"key":$1'),
  },
  {
    name: 'values of a question without a choice',
    rules: ['A19'],
    verdict: 'deviates',
    reply: inReply(isDefinition, (value) => Object.assign(questionsOf(value)[1] ?? {}, { values: [] })),
  },
  {
    name: 'conditions in a definition',
    rules: ['7/definitions'],
    verdict: 'deviates',
    reply: inReply(isDefinition, (value) =>
      Object.assign(questionsOf(value)[1] ?? {}, { dependencies: null }),
    ),
  },
  {
    name: '404 for the definition of a service without questions',
    rules: ['A18'],
    verdict: 'deviates',
    reply: absent(({ resource }) => resource === 'services/17'),
  },
  {
    name: '404 for the definition of a service with questions',
    rules: ['3.2/served'],
    verdict: 'fail',
    reply: absent(isDefinition),
  },
  {
    name: 'another question in XML',
    rules: ['R2/definitions'],
    verdict: 'fail',
    reply: inReply(isXml(isDefinition), (value) =>
      Object.assign(questionsOf(value)[1] ?? {}, { description: 'Why?' }),
    ),
  },
];

export const DEVIATIONS_OF_CATALOGUES: readonly Deviation[] = [
  ...OF_DISCOVERY,
  ...OF_SERVICES,
  ...OF_DEFINITIONS,
];
