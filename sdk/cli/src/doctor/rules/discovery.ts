import { isSuccess } from '../answer.ts';
import type { Answer, Format } from '../answer.ts';
import { endpointsIn, formatsOf } from '../discovery-document.ts';
import { isItem, objectIn, textOf } from '../items.ts';
import type { Item } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome } from '../rule.ts';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
const FIELDS = ['changeset', 'contact', 'key_service', 'endpoints'];
const ENDPOINT_FIELDS = ['specification', 'url', 'changeset', 'type', 'formats'];
const NONE = 'there is no discovery document that can be read';

type Document = { answer: Answer; document: Item; endpoints: Item[] };

async function documents(patient: Patient): Promise<Document[]> {
  const found: Document[] = [];
  for (const format of ['json', 'xml'] as const) {
    const answer = await patient.discovery(format);
    const endpoints = answer === undefined ? undefined : endpointsIn(answer);
    const document = answer === undefined ? undefined : objectIn(answer);
    if (answer !== undefined && endpoints !== undefined && document !== undefined)
      found.push({ answer, document, endpoints });
  }
  return found;
}

const inDocuments =
  (mistakeIn: (document: Document, patient: Patient) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> =>
    judge(
      (await documents(patient)).map((one) => [one.answer, mistakeIn(one, patient)] as const),
      NONE,
    );

/** Endpoints of this specification; there may be others beside them. */
const ours = ({ endpoints }: Document) =>
  endpoints.filter((one) => /GeoReport_v2\/?$/i.test(textOf(one['specification']) ?? ''));

const isThere = (format: Format) => async (patient: Patient) => {
  const answer = await (patient.discovery(format) ?? patient.get('discovery', format));
  const { mistake, text } = readBody(answer);
  const found =
    !isSuccess(answer) || mistake !== undefined
      ? (mistake ?? excerpt(text))
      : endpointsIn(answer) === undefined
        ? `no endpoints in it: ${excerpt(text)}`
        : undefined;
  return judge([[answer, found === undefined ? undefined : wrong(found)]], NONE);
};

export const DISCOVERY: Area = {
  title: 'Discovery',
  rules: [
    { id: 'D1/json', title: 'discovery.json is there and can be read', check: isThere('json') },
    { id: 'D1/xml', title: 'discovery.xml is there and can be read', check: isThere('xml') },
    {
      id: 'D2/fields',
      title: 'changeset, contact, key_service and endpoints are filled',
      check: inDocuments(({ document, endpoints }) => {
        const missing = FIELDS.find((field) =>
          field === 'endpoints' ? endpoints.length === 0 : textOf(document[field]) === undefined,
        );
        return missing === undefined ? undefined : wrong(`${missing} is missing or empty`);
      }),
    },
    {
      id: 'D2/endpoints',
      title: 'Every endpoint has specification, url, changeset, type and formats',
      check: inDocuments(({ endpoints }) => {
        for (const endpoint of endpoints) {
          const missing = ENDPOINT_FIELDS.find((field) =>
            field === 'formats' ? formatsOf(endpoint).length === 0 : textOf(endpoint[field]) === undefined,
          );
          if (missing !== undefined) return wrong(`an endpoint without ${missing}: ${shown(endpoint)}`);
        }
        return undefined;
      }),
    },
    {
      id: 'D2/type',
      title: 'The type of an endpoint is production or test',
      check: inDocuments(({ endpoints }) => {
        const other = endpoints
          .map((one) => textOf(one['type']))
          .find((type) => type !== undefined && !/^(production|test)$/.test(type));
        return other === undefined
          ? undefined
          : wrong(`type ${shown(other)}; node-open311 looks for production`);
      }),
    },
    {
      id: 'D3',
      title: 'Names and nesting are those of the specification',
      check: inDocuments(({ answer, document }) => {
        const { root, value } = readBody(answer);
        if (root !== undefined) {
          if (root.name !== 'discovery') return wrong(`the root is <${root.name}>`);
          return isItem(document['endpoints']) && 'endpoint' in document['endpoints']
            ? undefined
            : wrong(`endpoints has no <endpoint>: ${shown(document['endpoints'])}`);
        }
        if (!isItem(value) || !('endpoints' in value)) return wrong(`not the bare object: ${shown(value)}`);
        return Array.isArray(value['endpoints'])
          ? undefined
          : wrong(`endpoints is no list: ${shown(value['endpoints'])}`);
      }),
    },
    {
      id: 'D4',
      title: `specification is ${SPECIFICATION}, byte for byte`,
      check: inDocuments((one) => {
        const found = one.endpoints.map(({ specification }) => textOf(specification));
        return found.includes(SPECIFICATION)
          ? undefined
          : wrong(`specification ${shown(found[0])}; node-open311 compares it and finds no endpoint`);
      }),
    },
    {
      id: 'D5',
      title: 'A changeset is a full time that is not in the future',
      check: inDocuments(({ document, endpoints }, { now }) => {
        const bad = [document, ...endpoints]
          .map(({ changeset }) => textOf(changeset))
          .find(
            (text) =>
              text !== undefined &&
              (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
                Date.parse(text) > now.getTime() + A_DAY),
          );
        return bad === undefined
          ? undefined
          : tolerated(
              `changeset ${shown(bad)}`,
              'Clients compare it as a text; the validator of SeeClickFix wants a time that has passed.',
            );
      }),
    },
    {
      id: 'D6',
      title: 'At least two endpoints are listed',
      check: inDocuments(({ endpoints }) =>
        endpoints.length > 1
          ? undefined
          : tolerated(
              `${endpoints.length} endpoint`,
              'Parsers that guess lists from their length give an object here, and the validator of SeeClickFix fails.',
            ),
      ),
    },
    {
      id: 'R2/listed',
      title: 'The endpoints list text/xml and application/json',
      check: inDocuments((one) => {
        for (const endpoint of ours(one)) {
          const formats = formatsOf(endpoint);
          if (formats.length === 0) continue;
          if (!formats.includes('text/xml')) return wrong(`formats ${shown(formats)}, and XML is mandatory`);
          if (!formats.includes('application/json'))
            return tolerated(
              `formats ${shown(formats)}`,
              'JSON may be left out; clients in JavaScript need it.',
            );
        }
        return undefined;
      }),
    },
    {
      id: 'D8',
      title: 'Discovery has no fields of its own',
      check: inDocuments(({ document, endpoints }) => {
        const more = [
          ...Object.keys(document).filter((field) => !FIELDS.includes(field)),
          ...endpoints.flatMap((one) => Object.keys(one)).filter((field) => !ENDPOINT_FIELDS.includes(field)),
        ];
        return more.length === 0
          ? undefined
          : tolerated(
              `also has ${[...new Set(more)].join(', ')}`,
              'FixMyStreet has max_requests; clients read past it.',
            );
      }),
    },
    {
      id: 'R2/discovery',
      title: 'Discovery says the same in JSON and XML',
      check: async (patient) => {
        const [json, xml] = await documents(patient);
        if (json === undefined || xml === undefined) return untested('there are not both formats');
        const said = ({ document, endpoints }: Document) => [
          ...FIELDS.slice(0, 3).map((field) => textOf(document[field])),
          ...endpoints.flatMap((one) => [
            ...ENDPOINT_FIELDS.slice(0, 4).map((field) => textOf(one[field])),
            ...formatsOf(one),
          ]),
        ];
        const [one, other] = [said(json), said(xml)];
        const at = Math.max(
          one.findIndex((text, index) => text !== other[index]),
          other.findIndex((text, index) => text !== one[index]),
        );
        const found = at < 0 ? undefined : wrong(`${shown(one[at])} in JSON, ${shown(other[at])} in XML`);
        return judge([[xml.answer, found]], NONE);
      },
    },
  ],
};

const A_DAY = 86_400_000;
