import { textOf } from '../items.ts';
import { judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area } from '../rule.ts';
import { everyItem, everyList } from './every-item.ts';
import {
  booleans,
  booleanWords,
  emptyIsNull,
  filled,
  identifiers,
  nameOf,
  onlyThese,
  repeatedIn,
  texts,
  there,
} from './fields.ts';
import { saysTheSame } from './same.ts';
import { bareArray, isServed, rootOf, shapeOf } from './shape.ts';

const FIELDS = ['service_code', 'service_name', 'description', 'metadata', 'type', 'keywords', 'group'];

export const SERVICES: Area = {
  title: 'Services',
  rules: [
    { id: 'R2/services.xml', title: 'services.xml is served', check: isServed('services', 'xml') },
    { id: 'R2/services.json', title: 'services.json is served', check: isServed('services', 'json') },
    {
      id: 'R43/services.json',
      title: 'The list of services is a bare array in JSON',
      check: shapeOf('services', 'json', bareArray),
    },
    {
      id: 'R43/services.xml',
      title: 'The list of services is <services> with <service> in XML',
      check: shapeOf('services', 'xml', (answer) => rootOf(answer, 'services', 'service')),
    },
    {
      id: '3.1/fields',
      title: 'Every service has service_code, service_name, metadata and type',
      check: everyItem('services', 'both', filled('service_code', 'service_name', 'metadata', 'type')),
    },
    {
      id: '3.1/all-fields',
      title: 'description, keywords and group of a service are there, also when they are empty',
      check: everyItem(
        'services',
        'both',
        there(
          ['description', 'keywords', 'group'],
          'Connected Bits, Mark-a-Spot and uReport leave them out; FixMyStreet and three take it for empty.',
        ),
      ),
    },
    {
      id: '3.1/unique',
      title: 'No service_code stands there twice',
      check: everyList('services', 'both', (services) => repeatedIn(services, 'service_code')),
    },
    {
      id: '3.1/type',
      title: 'The type of a service is realtime, batch or blackbox',
      check: everyItem('services', 'both', (service) => {
        const type = textOf(service['type']);
        return type === undefined || /^(realtime|batch|blackbox)$/.test(type)
          ? undefined
          : wrong(`${nameOf(service)}: type ${shown(type)}`);
      }),
    },
    {
      id: 'A4/services.json',
      title: 'metadata is a boolean in JSON',
      check: everyItem('services', 'json', booleans('metadata')),
    },
    {
      id: 'A4/services.xml',
      title: 'metadata is true or false in XML, in lower case',
      check: everyItem('services', 'xml', booleanWords('metadata')),
    },
    {
      id: 'A1/services',
      title: 'service_code is a string in JSON',
      check: everyItem('services', 'json', identifiers('service_code')),
    },
    {
      id: 'A5',
      title: 'keywords is one text, separated by commas',
      check: everyItem('services', 'json', ({ keywords }) =>
        Array.isArray(keywords)
          ? tolerated(
              `"keywords": ${shown(keywords)}`,
              'Chicago has a list; clients that split a text fail on it.',
            )
          : undefined,
      ),
    },
    {
      id: 'A6',
      title: 'group is one text',
      check: everyItem('services', 'json', ({ group }) =>
        Array.isArray(group)
          ? tolerated(
              `"group": ${shown(group)}`,
              'FixMyStreet reads several from groups; group is shown as it is.',
            )
          : undefined,
      ),
    },
    {
      id: '3.1/texts',
      title: 'The other fields of a service are texts, not lists or objects',
      check: everyItem('services', 'both', texts('service_code', 'service_name', 'description', 'type')),
    },
    {
      id: 'R40/services',
      title: 'What is empty in a service is null in JSON',
      check: everyItem('services', 'json', emptyIsNull('description', 'keywords', 'group')),
    },
    {
      id: '7/services',
      title: 'A service has no fields of its own',
      check: everyItem(
        'services',
        'both',
        onlyThese(
          [...FIELDS, 'groups'],
          'FixMyStreet and most clients read past it; parsers with a fixed list of fields do not.',
        ),
      ),
    },
    {
      id: '3.1/order',
      title: 'The list of services has a fixed order',
      check: async (patient) => {
        const format = await patient.readable('services');
        if (format === undefined) return untested('there is no list of services that can be read');
        // Asked in another spelling, so that it is a second call and not the first one's answer.
        const again = (await patient.lists('services', { locale: '' })).find(({ answer }) =>
          answer.address.includes(`.${format}`),
        );
        const first = (await patient.lists('services')).find(({ answer }) =>
          answer.address.includes(`.${format}`),
        );
        if (first === undefined || again === undefined) return untested('the second call was not answered');
        const [one, other] = [first, again].map(({ items }) =>
          items.map((item) => textOf(item['service_code'])),
        );
        const same = new Set(one).size === new Set([...(one ?? []), ...(other ?? [])]).size;
        const at = (one ?? []).findIndex((code, index) => code !== other?.[index]);
        if (!same) return untested('the services have changed in between');
        return judge(
          [
            [
              again.answer,
              at < 0
                ? undefined
                : tolerated(
                    `place ${at + 1} has ${shown(one?.[at])} first and ${shown(other?.[at])} then`,
                    'Clients show the list as it comes, so that it jumps.',
                  ),
            ],
          ],
          '',
        );
      },
    },
    {
      id: 'R2/services',
      title: 'The list of services says the same in JSON and XML',
      check: async (patient) => saysTheSame(await patient.lists('services'), 'service_code'),
    },
  ],
};
