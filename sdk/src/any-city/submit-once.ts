import { ApiError, ConnectionError } from '../errors.ts';
import type { OperationId, OptionsOf, ParametersOf, Route } from '../operation.ts';
import type { Send } from '../sender.ts';

/** Codes of Node for a connection that never was. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * For servers that heed nothing that makes a submission count once, and make two cases of one that comes twice: it is sent again only
 * where the first has certainly done nothing, and has an `Idempotency-Key` only where the caller gives one.
 */
export function submitOnce(send: Send): Send {
  const once = <Id extends OperationId>(
    route: Route<Id>,
    parameters: ParametersOf<Id>,
    options: OptionsOf<Id>,
    locate?: (url: string) => string,
  ) =>
    send(
      route.form ? { ...route, newKey: route.newKey && noKey, again: isUndone } : route,
      parameters,
      options,
      locate,
    );
  return Object.assign(once, { dialect: send.dialect });
}

const noKey = (): undefined => undefined;

/**
 * Whether a city has certainly done nothing. Not after 503: caches and proxies answer that, with `Retry-After`, also for a city that
 * was only slow.
 */
function isUndone(error: unknown): boolean {
  if (error instanceof ConnectionError) return UNSENT.includes(error.systemCode ?? '');
  return error instanceof ApiError && error.status === 429;
}
