import { transform } from 'esbuild';
import type { ServiceChecks } from '../../sdk/src/index.ts';
import { defineServices } from '../../sdk/src/attributes.ts';

/** Runs a file that typegen wrote and gives its `services`, with the SDK as its sources are. */
export async function servicesOf(text: string): Promise<ServiceChecks<Record<string, object>>> {
  const { code } = await transform(text, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { services: ServiceChecks<Record<string, object>> } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'require', code)(module, () => ({ defineServices }));
  return module.exports.services;
}
