import { formatOf, mediaTypeOf } from '../answer.ts';
import type { Answer } from '../answer.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import type { Element } from '../read-xml.ts';
import { excerpt, judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome } from '../rule.ts';

const NAMESPACE = 'http://wiki.open311.org/GeoReport_v2';

/** All answers with a body that could be read in its format, discovery and errors included. */
const readable = (patient: Patient) =>
  patient.answers.filter(
    (answer) =>
      answer.method !== 'HEAD' &&
      answer.method !== 'OPTIONS' &&
      answer.bytes.length > 0 &&
      /\.(json|xml)(\?|$)/.test(answer.address) &&
      readBody(answer).mistake === undefined,
  );
const inXml = (patient: Patient) => readable(patient).filter((answer) => formatOf(answer) === 'xml');

const every =
  (find: (patient: Patient) => Answer[], mistakeIn: (answer: Answer) => Mistake | undefined) =>
  (patient: Patient): Promise<Outcome> =>
    Promise.resolve(
      judge(
        find(patient).map((answer) => [answer, mistakeIn(answer)] as const),
        'nothing came that could be read',
      ),
    );

/** The first element in which something is found; no answer that was read is nested deep. */
function search(element: Element, find: (element: Element) => Mistake | undefined): Mistake | undefined {
  const found = find(element);
  if (found !== undefined) return found;
  for (const child of element.children) {
    const inner = search(child, find);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
const everyElement = (find: (element: Element) => Mistake | undefined) =>
  every(inXml, (answer) => {
    const { root } = readBody(answer);
    return root === undefined ? undefined : search(root, find);
  });

const isNamespace = (name: string) => name === 'xmlns' || name.startsWith('xmlns:');

export const WHAT_COMES: Area = {
  title: 'Formats',
  rules: [
    {
      id: 'R6/type',
      title: 'Media types are text/xml and application/json',
      check: every(readable, (answer) => {
        const [expected, found] = [
          formatOf(answer) === 'xml' ? 'text/xml' : 'application/json',
          mediaTypeOf(answer),
        ];
        if (found === expected) return undefined;
        return found === 'application/xml'
          ? tolerated(
              'Content-Type: application/xml',
              'FixMyStreet answers so itself; Perl decodes it in another way, and the validator of SeeClickFix refuses it.',
            )
          : wrong(`Content-Type: ${found === '' ? 'none' : found}`);
      }),
    },
    {
      id: 'R6/charset',
      title: 'The media type says charset=utf-8',
      check: every(readable, (answer) => {
        const type = answer.headers['content-type'] ?? '';
        const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1]?.toLowerCase();
        if (charset === 'utf-8') return undefined;
        return charset === undefined
          ? tolerated(
              `Content-Type: ${type === '' ? 'none' : type}`,
              'Clients take it for UTF-8; some read text/xml without a charset as Latin-1.',
            )
          : wrong(`Content-Type: ${type}`);
      }),
    },
    {
      id: 'R7/declaration',
      title: 'XML begins with a declaration that names UTF-8',
      check: every(inXml, (answer) => {
        const { text } = readBody(answer);
        const declaration = /^<\?xml[^>]*\?>/.exec(text)?.[0];
        if (declaration === undefined)
          return tolerated(excerpt(text), 'Without one, XML is UTF-8 for all parsers.');
        const encoding = /encoding\s*=\s*["']([^"']+)/i.exec(declaration)?.[1]?.toLowerCase();
        return encoding === 'utf-8' ? undefined : wrong(declaration);
      }),
    },
    {
      id: 'R7/utf-8',
      title: 'Answers are UTF-8',
      check: every(readable, (answer) => {
        const { utf8, text } = readBody(answer);
        const at = text.indexOf('\ufffd');
        return utf8 ? undefined : wrong(shown(text.slice(Math.max(at - 30, 0), at + 20)));
      }),
    },
    {
      id: 'R7/mark',
      title: 'Answers have no byte order mark',
      check: every(readable, (answer) =>
        readBody(answer).mark
          ? tolerated(
              'the body begins with U+FEFF',
              'Browsers drop it; parsers for JSON elsewhere fail on it.',
            )
          : undefined,
      ),
    },
    {
      id: 'R8',
      title: 'XML has no control characters',
      check: every(inXml, (answer) => {
        const { control, text } = readBody(answer);
        if (control === undefined) return undefined;
        const at = text.indexOf(control);
        return wrong(
          `U+${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase()} after ${shown(text.slice(Math.max(at - 40, 0), at))}; no XML client can read this list`,
        );
      }),
    },
    {
      id: 'R38',
      title: 'XML has no namespace and no prefixes',
      check: everyElement(({ name, attributes }) => {
        if (name.includes(':')) return wrong(`<${name}>`);
        const [declared, value] = attributes.find(([one]) => isNamespace(one)) ?? [];
        if (declared === undefined) return undefined;
        return declared === 'xmlns' && value !== NAMESPACE
          ? wrong(`<${name} ${declared}=${shown(value)}>`)
          : tolerated(
              `<${name} ${declared}=${shown(value)}>`,
              'San Francisco declares some; clients that read plain names do not mind.',
            );
      }),
    },
    {
      id: 'R39',
      title: 'XML has no attributes',
      check: everyElement(({ name, attributes }) => {
        const [found, value] = attributes.find(([one]) => !isNamespace(one)) ?? [];
        return found === undefined
          ? undefined
          : wrong(
              `<${name} ${found}=${shown(value)}>; three fails on it, and others read an object instead of a text`,
            );
      }),
    },
    {
      id: 'R41',
      title: 'Texts in XML have no padding',
      check: everyElement(({ name, children, text }) =>
        children.length > 0 || text.trim() === '' || text.trim() === text
          ? undefined
          : tolerated(
              `<${name}>${shown(text)}`,
              'The examples of the standard have it; clients trim, or show it.',
            ),
      ),
    },
    {
      id: 'R10/redirects',
      title: 'Nothing is redirected',
      check: (patient) =>
        Promise.resolve(
          judge(
            patient.answers
              .filter(({ address }) => !address.includes('discovery'))
              .map((answer) => [
                answer,
                answer.redirects.length === 0
                  ? undefined
                  : wrong(`sent on to ${answer.redirects[0]}; clients lose the body of a POST on the way`),
              ]),
            'nothing was asked',
          ),
        ),
    },
    {
      id: 'R25',
      title: 'The key is never told',
      check: (patient) => {
        const { key, write, keyForAll } = patient.options;
        if (key === undefined || (!write && !keyForAll)) return Promise.resolve(untested('no key was sent'));
        const tells = (answer: Answer) =>
          answer.bytes.includes(key) || Object.values(answer.headers).some((value) => value.includes(key));
        return Promise.resolve(
          judge(
            patient.answers.map(
              (answer) =>
                [
                  answer,
                  tells(answer) ? wrong('the key that was sent stands in the answer') : undefined,
                ] as const,
            ),
            '',
          ),
        );
      },
    },
  ],
};
