import type { ServerResponse } from 'node:http';
import type { Log } from '../platform/log.ts';
import type { ContractOperation } from './contract.ts';

/** One line in the log when a call is over: names, numbers and durations only. */
export function logCall(
  log: Log,
  response: ServerResponse,
  call: {
    requestId: string;
    operation: ContractOperation | undefined;
    method: string;
    started: number;
    /** Whether the caller was gone before there was anything to write. */
    hadLeft: boolean;
  },
): void {
  log.info(
    {
      request_id: call.requestId,
      operation: call.operation?.operationId,
      method: call.method,
      status: response.writableFinished && !call.hadLeft ? response.statusCode : 'aborted',
      ms: Math.round(performance.now() - call.started),
    },
    'call',
  );
}
