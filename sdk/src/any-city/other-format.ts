import { callOf } from '../call.ts';
import type { Result } from '../call.ts';
import { ApiError } from '../errors.ts';
import type { AnswerOf, OperationId, OptionsOf, ParametersOf, Route } from '../operation.ts';
import type { Send } from '../sender.ts';
import { MEDIA_TYPES } from './look.ts';

/** What is answered for an address that is not served in this format, or is not there at all. */
const MISSING = [404, 406, 415, 501];

/**
 * Asks in XML for what a city that speaks JSON does not have in it: some have their services in both and their cases in XML alone.
 * What was found so is asked for in XML from then on; what is not there either fails as it did in JSON.
 * @param deadlineMs for a call that says nothing else
 */
export function withOtherFormat(send: Send, deadlineMs: number): Send {
  const inXml = new Set<OperationId>();

  async function run<Id extends OperationId>(
    route: Route<Id>,
    parameters: ParametersOf<Id>,
    options: OptionsOf<Id>,
    locate?: (url: string) => string,
  ): Promise<Result<AnswerOf<Id>>> {
    const { operationId } = route;
    const other = { ...route, path: route.path.replace(/json$/, 'xml') };
    const end = Date.now() + (options.deadlineMs ?? deadlineMs);
    try {
      return await send(inXml.has(operationId) ? other : route, parameters, options, locate).withResponse();
    } catch (error) {
      if (!(error instanceof ApiError) || !MISSING.includes(error.status)) throw error;
      if (route.form || operationId === 'discovery.get' || inXml.has(operationId)) throw error;
      const rest = { ...options, deadlineMs: Math.max(1, end - Date.now()) };
      const { accept } = await send.dialect.address(route, rest);
      // A link leads to one page in one format.
      if (accept === MEDIA_TYPES.xml || locate) throw error;
      try {
        const result = await send(other, parameters, rest).withResponse();
        inXml.add(operationId);
        return result;
      } catch (another) {
        throw another instanceof ApiError ? error : another;
      }
    }
  }

  const either = <Id extends OperationId>(
    route: Route<Id>,
    parameters: ParametersOf<Id>,
    options: OptionsOf<Id>,
    locate?: (url: string) => string,
  ) => callOf(run(route, parameters, options, locate));
  return Object.assign(either, { dialect: send.dialect });
}
