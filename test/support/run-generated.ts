import { transform } from 'esbuild';
import type { ServiceChecks } from '../../sdk/src/index.ts';
import { defineServices } from '../../sdk/src/attributes.ts';
import type { Question } from '../../sdk/src/attributes.ts';

type Unknown = Record<string, Record<string, unknown>>;

/** Runs a file that typegen wrote, with the SDK as its sources are: what it defines, and the checks that it exports. */
export async function runGenerated(
  text: string,
): Promise<{ questions: Record<string, readonly Question[]>; services: ServiceChecks<object> }> {
  const { code } = await transform(text, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { services: ServiceChecks<object> } };
  let questions: Record<string, readonly Question[]> = {};
  const define = (given: typeof questions) => {
    questions = given;
    return defineServices<Unknown>(given);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'require', code)(module, () => ({ defineServices: define }));
  return { questions, services: module.exports.services };
}
