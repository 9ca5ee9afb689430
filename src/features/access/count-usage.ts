import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { addUsage } from './usage-repository.ts';
import type { KeyUse } from './usage-repository.ts';

/** What was counted is written so often: seldom enough to cost nothing, and a process that dies loses no more. */
const WRITE_MS = 5_000;

/** A server that stops does not wait any longer for a database that is away. */
const STOP_PATIENCE_MS = 2_000;

const HOUR_MS = 3_600_000;

/**
 * Counts the calls of keys in the process. No call waits for it or fails by it: while the database is away it goes on
 * counting, and that takes no room, since a key that nobody could look up is not counted.
 */
export class UsageCounter {
  private counted = new Map<string, KeyUse>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(private readonly app: { db: Knex; clock: Clock }) {}

  count(keyId: string, status: number): void {
    const hour = new Date(Math.floor(this.app.clock.now().getTime() / HOUR_MS) * HOUR_MS);
    this.add({ key_id: keyId, hour, status, calls: 1 });
    this.timer ??= setTimeout(() => void this.write(), WRITE_MS).unref();
  }

  /** Writes what was counted; what could not be written is kept for the next time. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    const taken = this.counted;
    if (taken.size === 0) return;
    this.counted = new Map();
    this.writing = addUsage(this.app.db, [...taken.values()]).catch(() => {
      for (const use of taken.values()) this.add(use);
      this.timer ??= setTimeout(() => void this.write(), WRITE_MS).unref();
    });
    await this.writing;
  }

  /** Writes the last that was counted, if that can be done at once. */
  async stop(): Promise<void> {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, STOP_PATIENCE_MS);
    });
    await Promise.race([this.write(), late]);
    clearTimeout(patience);
    clearTimeout(this.timer);
  }

  private add(use: KeyUse): void {
    const name = `${use.key_id} ${use.hour.getTime()} ${use.status}`;
    const known = this.counted.get(name);
    if (known === undefined) this.counted.set(name, { ...use });
    else known.calls += use.calls;
  }
}
