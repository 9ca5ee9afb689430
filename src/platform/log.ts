import { pino } from 'pino';
import type { Logger } from 'pino';

export type Log = Logger;

/**
 * Lines go out together: a write for each call would take a third of the time of a call that is answered from memory. A
 * process that ends writes what is left; one that is killed loses so much of its log at most.
 */
const BATCH_BYTES = 3_072;
const BATCH_MS = 100;

/** What a pipe takes at one stroke: several processes may write into one, and their lines must not mix. */
const PIPE_BYTES = 4_096;

/**
 * JSON lines on standard error; standard output belongs to what a person or a script asked for. Callers log names,
 * numbers and durations, never bodies, query strings or keys.
 */
export function createLog(level: string): Log {
  const lines = pino.destination({ fd: 2, sync: false, minLength: BATCH_BYTES, maxWrite: PIPE_BYTES });
  setInterval(() => lines.flush(), BATCH_MS).unref();
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    lines,
  );
}

/**
 * What of an error may be written down. PostgreSQL puts the values of a row into `detail` and, for some errors, into the
 * message, so database errors are reduced to their code and the names of table and constraint.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint, severity } = error as Error & Record<string, unknown>;
  const fromDatabase = typeof severity === 'string';
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(fromDatabase ? { table, constraint } : { message: error.message }),
    stack: stackWithoutMessage(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function stackWithoutMessage(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return frames.slice(0, 12).join('\n');
}
