import { isSuccess } from '../answer.ts';
import type { Answer, Format } from '../answer.ts';
import { isError, itemsIn } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { excerpt, judge, shown, tolerated, wrong } from '../rule.ts';
import type { Mistake, Outcome } from '../rule.ts';

/** Whether a list is served in a format, and can be read. */
export const isServed =
  (resource: string, format: Format) =>
  async (patient: Patient): Promise<Outcome> => {
    const answer = await patient.get(resource, format);
    const mistake = unreadable(answer);
    const found =
      mistake === undefined
        ? undefined
        : format === 'xml'
          ? wrong(mistake)
          : tolerated(
              mistake,
              'JSON may be left out: FixMyStreet reads XML; pages in a browser prefer JSON.',
            );
    return judge([[answer, found]], '');
  };

/** Why an answer is not the success that was expected; undefined when it is. */
export function unreadable(answer: Answer): string | undefined {
  const { mistake, text } = readBody(answer);
  if (mistake !== undefined) return `${mistake}${text === '' ? '' : `: ${excerpt(text)}`}`;
  return isSuccess(answer) ? undefined : excerpt(text);
}

/** A list in JSON is a bare array, also of one. */
export function bareArray(answer: Answer): Mistake | undefined {
  const { value } = readBody(answer);
  if (Array.isArray(value)) return undefined;
  const [name] = Object.keys(value ?? {});
  return wrong(
    `not a bare list, but ${shown(value).slice(0, 80)}${name === undefined ? '' : ` (first member: ${name})`}`,
  );
}

/** A list in XML is one element with an element for each entry. */
export function rootOf(answer: Answer, root: string, child: string): Mistake | undefined {
  const found = readBody(answer).root;
  if (found === undefined) return undefined;
  if (local(found.name) !== root) return wrong(`the root is <${found.name}> and not <${root}>`);
  const other = found.children.find(({ name }) => local(name) !== child);
  return other === undefined ? undefined : wrong(`<${root}> has <${other.name}> and not <${child}>`);
}

/** Prefixes have a rule of their own. */
const local = (name: string) => name.replace(/^.*:/, '');

/** A rule about the shape of a list, where the server has one in this format. */
export const shapeOf =
  (resource: string, format: Format, mistakeIn: (answer: Answer) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> => {
    const answer = await patient.get(resource, format);
    const looked = isSuccess(answer) && !isError(answer) && readBody(answer).mistake === undefined;
    return judge(
      looked ? [[answer, mistakeIn(answer)]] : [],
      `there is no list in ${format.toUpperCase()} that can be read`,
    );
  };

/** Success in the standard is a list of one; what else it may be is for the rules on shapes. */
export const onlyItem = (answer: Answer) => (isSuccess(answer) ? itemsIn(answer)?.[0] : undefined);
