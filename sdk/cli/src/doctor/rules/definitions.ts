import { FORMATS } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { isItem, itemsIn, objectIn, textOf } from '../items.ts';
import type { Item, Listed } from '../items.ts';
import { readBody } from '../read-body.ts';
import { judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake } from '../rule.ts';
import { booleans, booleanWords, each, filled, identifiers, nameOf, repeatedIn } from './fields.ts';
import { saysTheSame } from './same.ts';
import { unreadable } from './shape.ts';
import {
  NONE,
  FIELDS,
  DATATYPES,
  codesOf,
  resourceOf,
  answersIn,
  isReadable,
  everyQuestion,
  everyDefinition,
  firstIn,
  shape,
  valuesOf,
  isList,
  questionsIn,
} from './questions.ts';

export const DEFINITIONS: Area = {
  title: 'Definitions of services',
  rules: [
    {
      id: '3.2/served',
      title: 'A service with metadata=true has its definition in every format of the list',
      check: async (patient) => {
        const looked: [Answer, Mistake | undefined][] = [];
        for (const { answer: list } of await patient.lists('services'))
          for (const answer of await answersIn(patient, list.address.includes('.xml') ? 'xml' : 'json')) {
            const mistake = unreadable(answer);
            looked.push([answer, mistake === undefined ? undefined : wrong(mistake)]);
          }
        return judge(looked, 'no service says metadata=true');
      },
    },
    {
      id: 'R43/definition.json',
      title: 'A definition is a bare object in JSON, with the list attributes',
      check: shape('json', (answer) => {
        const { value } = readBody(answer);
        if (!isItem(value) || 'service_definition' in value || 'service' in value)
          return wrong(`not the bare object: ${shown(value)}`);
        return Array.isArray(value['attributes'])
          ? undefined
          : wrong(`attributes is no list: ${shown(value['attributes'])}`);
      }),
    },
    {
      id: 'R43/definition.xml',
      title: 'A definition is <service_definition> with <attributes> around every <attribute>',
      check: shape('xml', (answer) => {
        const root = readBody(answer).root;
        if (root === undefined) return undefined;
        if (root.name !== 'service_definition') return wrong(`the root is <${root.name}>`);
        const attributes = root.children.find(({ name }) => name === 'attributes');
        if (attributes === undefined)
          return wrong(`<service_definition> has ${root.children.map(({ name }) => `<${name}>`).join(', ')}`);
        const other = attributes.children.find(({ name }) => name !== 'attribute');
        return other === undefined ? undefined : wrong(`<attributes> has <${other.name}>`);
      }),
    },
    {
      id: '3.2/code',
      title: 'A definition names the service that was asked for',
      check: async (patient) => {
        const [code] = await codesOf(patient, 'true');
        const looked: [Answer, Mistake | undefined][] = [];
        for (const format of FORMATS) {
          const [answer] = await answersIn(patient, format);
          if (answer === undefined || !isReadable(answer)) continue;
          const inner = objectIn(answer);
          const named = textOf(
            (inner?.['service'] as Item | undefined)?.['service_code'] ?? inner?.['service_code'],
          );
          const same = named?.replace(/^0+/, '') === code?.replace(/^0+/, '');
          looked.push([answer, same ? undefined : wrong(`service_code ${shown(named)}`)]);
        }
        return judge(looked, NONE);
      },
    },
    {
      id: '3.2/fields',
      title: 'Every question has variable, code, datatype, required and order',
      check: everyQuestion('both', filled('variable', 'code', 'datatype', 'required', 'order')),
    },
    {
      id: '3.2/datatype',
      title: `A datatype is one of ${DATATYPES.join(', ')}`,
      check: everyQuestion('both', (question) => {
        const datatype = textOf(question['datatype']);
        return datatype === undefined || DATATYPES.includes(datatype)
          ? undefined
          : wrong(`${nameOf(question)}: datatype ${shown(datatype)}`);
      }),
    },
    {
      id: '3.2/order',
      title: 'order is a whole number from 1 on, each once',
      check: everyDefinition((items) => {
        const bad = firstIn(items, (question) => {
          const order = textOf(question['order']);
          return order === undefined || /^[1-9]\d*$/.test(order)
            ? undefined
            : tolerated(`${nameOf(question)}: order ${shown(order)}`, ORDER_CLIENTS);
        });
        const twice = repeatedIn(items, 'order');
        return bad ?? (twice === undefined ? undefined : tolerated(twice.found, ORDER_CLIENTS));
      }),
    },
    {
      id: '3.2/unique',
      title: 'The code of a question stands there once, without brackets',
      check: everyDefinition(
        (items) =>
          repeatedIn(items, 'code') ??
          firstIn(items, ({ code }) =>
            /[[\]]/.test(textOf(code) ?? '')
              ? wrong(`code ${shown(code)} cannot be sent as attribute[…]`)
              : undefined,
          ),
      ),
    },
    {
      id: 'A4/definition.json',
      title: 'variable and required are booleans in JSON',
      check: everyQuestion('json', booleans('variable', 'required')),
    },
    {
      id: 'A4/definition.xml',
      title: 'variable and required are true or false in XML, in lower case',
      check: everyQuestion('xml', booleanWords('variable', 'required')),
    },
    {
      id: '3.2/values',
      title: 'A question with a choice has values, each with key and name',
      check: everyQuestion('both', (question) => {
        if (!isList(question)) return undefined;
        const values = valuesOf(question);
        if (values.length === 0) return wrong(`${nameOf(question)} has no values`);
        return (
          firstIn(values, each(filled('key'), filled('name'))) &&
          wrong(`${nameOf(question)}: ${shown(values)}`)
        );
      }),
    },
    {
      id: 'A1/values',
      title: 'The key of a value is a string in JSON',
      check: everyQuestion('json', (question) => firstIn(valuesOf(question), identifiers('key'))),
    },
    {
      id: 'A19',
      title: 'Questions without a choice have no values',
      check: everyQuestion('both', (question) =>
        isList(question) || !('values' in question)
          ? undefined
          : tolerated(
              `${nameOf(question)} has values: ${shown(question['values'])}`,
              'The District of Columbia has them empty; clients that look at the datatype first do not mind.',
            ),
      ),
    },
    {
      id: '7/definitions',
      title: 'A question has no fields of its own',
      check: everyQuestion('both', (question) => {
        const more = Object.keys(question).filter(
          (field) => ![...FIELDS, 'values', 'automated'].includes(field),
        );
        return more.length === 0
          ? undefined
          : tolerated(
              `${nameOf(question)} also has ${more.join(', ')}`,
              'Boston has dependencies and validations; other clients read past them.',
            );
      }),
    },
    {
      id: 'A18',
      title: 'A service with metadata=false has an empty definition',
      check: async (patient) => {
        const [code] = await codesOf(patient, 'false');
        const format = await patient.readable('services');
        if (code === undefined || format === undefined) return untested('no service says metadata=false');
        const answer = await patient.get(resourceOf(code), format);
        if (!isReadable(answer))
          return judge(
            [
              [
                answer,
                tolerated(
                  unreadable(answer) ?? 'an error',
                  'Most clients ask for it only when metadata is true.',
                ),
              ],
            ],
            '',
          );
        const found = questionsIn(answer);
        return judge(
          [
            [
              answer,
              found.length === 0 ? undefined : wrong(`has questions that the list denies: ${shown(found)}`),
            ],
          ],
          '',
        );
      },
    },
    {
      id: 'R2/definitions',
      title: 'A definition says the same in JSON and XML',
      check: async (patient) => {
        const lists: Listed[] = [];
        for (const format of FORMATS) {
          const [answer] = (await answersIn(patient, format)).filter(isReadable);
          if (answer !== undefined && itemsIn(answer) !== undefined)
            lists.push({ answer, items: questionsIn(answer) });
        }
        return saysTheSame(lists, 'code');
      },
    },
  ],
};

const ORDER_CLIENTS = 'Clients sort by it where they can, and else show the questions as they come.';
