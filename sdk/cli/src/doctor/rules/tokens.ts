import { FORMATS } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { textOf } from '../items.ts';
import type { Patient } from '../patient.ts';
import { readBody } from '../read-body.ts';
import { judge, shown, tolerated, untested, wrong } from '../rule.ts';
import type { Area, Mistake, Outcome } from '../rule.ts';
import { isNotFound } from './errors.ts';
import { bareArray, onlyItem, rootOf, unreadable } from './shape.ts';
import { madeToken } from './sending.ts';

/** A rule about the answer for a token that was given a moment ago. */
const forToken =
  (mistakeIn: (answer: Answer, token: string) => Mistake | undefined) =>
  async (patient: Patient): Promise<Outcome> => {
    if (!patient.options.write) return untested(patient.options.whyNoWrite);
    const token = await madeToken(patient);
    if (token === undefined) return untested('no batch service gave a token');
    const looked: [Answer, Mistake | undefined][] = [];
    for (const format of FORMATS) {
      const answer = await patient.get(`tokens/${encodeURIComponent(token)}`, format);
      looked.push([answer, mistakeIn(answer, token)]);
    }
    return judge(looked, '');
  };

export const TOKENS: Area = {
  title: 'Tokens',
  rules: [
    {
      id: '3.4/unknown',
      title: 'An unknown token is 404',
      check: async (patient) => {
        const looked: [Answer, Mistake | undefined][] = [];
        for (const format of FORMATS) {
          const answer = await patient.get('tokens/doctor-no-such-token', format);
          looked.push([answer, isNotFound(answer)]);
        }
        return judge(looked, '');
      },
    },
    {
      id: '3.4/known',
      title: 'A token that was given is known',
      check: forToken((answer) => {
        const mistake = unreadable(answer);
        if (mistake === undefined) return undefined;
        return answer.status === 404
          ? tolerated(mistake, 'FixMyStreet asks again some times, and then gives up.')
          : wrong(mistake);
      }),
    },
    {
      id: '3.4/shape',
      title: 'The answer for a token is a list of one, with the token',
      check: forToken((answer, token) => {
        if (unreadable(answer) !== undefined) return undefined;
        const shape =
          readBody(answer).root === undefined
            ? bareArray(answer)
            : rootOf(answer, 'service_requests', 'request');
        const item = onlyItem(answer);
        return shape ?? (textOf(item?.['token']) === token ? undefined : wrong(shown(item)));
      }),
    },
  ],
};
