import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Overloaded } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { ContractOperation } from './contract.ts';

/**
 * Answered from what the process knows, also while the database is away: such a call costs hardly more than its refusal.
 * Health is asked most of all when there is much to do.
 */
const FROM_MEMORY: ReadonlySet<string> = new Set([
  'discovery.get',
  'jurisdictions.list',
  'services.list',
  'services.get',
  'areas.list',
  'locations.list',
  'health.live',
  'health.ready',
]);

/**
 * For each connection to the database so many calls are taken on: one that is using it and those that wait. A call needs
 * a connection for some milliseconds, so that the last in the queue waits for a fraction of a second; and a crowd that
 * comes at one moment, as after a storm, is still let in.
 */
const CALLS_PER_CONNECTION = 20;

/**
 * Refusals go out together, so often. Clients that come back at once, whatever `Retry-After` says, would otherwise be
 * refused so many times a second that nothing else gets done: with a thousand of them, of 600 submissions a second 50 were
 * left.
 */
const REFUSAL_PAUSE_MS = 250;

/** One line in the log at most in so long. */
const TELL_MS = 1_000;

/** How many calls a process takes on at one moment. */
export const mostCallsInHand = (connections: number): number => connections * CALLS_PER_CONNECTION;

/**
 * The calls that need the database and have come in whole, from then until they have their answer. When there are too many,
 * the next is refused at once instead of making all wait. What is still coming in, such as an upload over a slow line, and
 * what is going out costs nobody a connection, and does not count.
 */
export class Load {
  private readonly inHand = new WeakSet<ServerResponse>();
  private count = 0;
  private refused = 0;
  private telling: NodeJS.Timeout | undefined;
  private pausing: Promise<void> | undefined;

  constructor(
    private readonly most: number,
    private readonly log: Log,
  ) {}

  isFull(): boolean {
    return this.count >= this.most;
  }

  /** Whether an operation needs the database, and so can be one too many. */
  counts(operation: ContractOperation): boolean {
    return !FROM_MEMORY.has(operation.operationId);
  }

  /**
   * Takes a call in hand, once for all that is done for it, until `end`: also when its caller is gone, since what it has
   * asked of the database is still waited for.
   * @throws Overloaded
   */
  begin(response: ServerResponse, operation: ContractOperation | undefined): void {
    if (operation === undefined || !this.counts(operation) || this.inHand.has(response)) return;
    if (this.isFull()) throw new Overloaded();
    this.inHand.add(response);
    this.count += 1;
  }

  /** Nothing more is asked of the database for this call, which has its answer or its error. */
  end(response: ServerResponse): void {
    if (this.inHand.delete(response)) this.count -= 1;
  }

  /** Counts a refusal, of which the log says now and then how many there were. @returns when it is to go out */
  refuse(): Promise<void> {
    this.refused += 1;
    this.telling ??= setTimeout(() => {
      this.log.warn({ refused: this.refused, most_in_hand: this.most }, 'too many calls at a time');
      this.refused = 0;
      this.telling = undefined;
    }, TELL_MS).unref();
    this.pausing ??= pause(REFUSAL_PAUSE_MS).then(() => (this.pausing = undefined));
    return this.pausing;
  }
}
