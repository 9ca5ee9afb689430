/**
 * How old an answer may be before the database is asked whether it has changed. A change is promised to be seen everywhere
 * within a second; the other half of it is for the question itself.
 */
const FRESH_MS = 500;

/** A database that does not answer for so long is treated as away, and what is known goes on being used. */
const PATIENCE_MS = 500;

/** Values kept in the process, each until its state is another one, and the last known one while loading fails. */
export class CachedByKey<Value> {
  private readonly known = new Map<string, { value: Value; state: string }>();

  /**
   * @returns the value with the state that it belongs to, which is an earlier one while loading fails
   * @throws what `load` throws, but only as long as nothing is known yet
   */
  async get(
    key: string,
    state: string,
    load: () => Promise<Value>,
  ): Promise<{ value: Value; state: string }> {
    const before = this.known.get(key);
    if (before?.state === state) return before;
    try {
      const loaded = { value: await load(), state };
      this.known.set(key, loaded);
      return loaded;
    } catch (error) {
      if (before !== undefined) return before;
      throw error;
    }
  }
}

/**
 * A value kept in the process: less than a second behind the database while that answers, and the last known one while it
 * does not. Concurrent callers share one look at the database.
 */
export class Cached<Value> {
  private known: { value: Value; state: string } | undefined;
  private lookedAt = -Infinity;
  private looking: Promise<Value> | undefined;

  /**
   * @param findState a cheap query whose answer changes whenever the value does
   * @param load the value itself
   */
  constructor(
    private readonly findState: () => Promise<string>,
    private readonly load: () => Promise<Value>,
  ) {}

  /** @throws what the database throws, but only as long as nothing is known yet */
  async get(): Promise<Value> {
    const { known } = this;
    if (known !== undefined && performance.now() - this.lookedAt < FRESH_MS) return known.value;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    if (known === undefined) return this.looking;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Value>((resolve) => {
      timer = setTimeout(() => resolve(known.value), PATIENCE_MS);
    });
    return Promise.race([this.looking.catch(() => known.value), patience]).finally(() => clearTimeout(timer));
  }

  private async look(): Promise<Value> {
    const asked = performance.now();
    try {
      const state = await this.findState();
      if (this.known?.state !== state) this.known = { value: await this.load(), state };
      // What was read is as old as the question, however long the answer took.
      this.lookedAt = asked;
      return this.known.value;
    } catch (error) {
      // A database that is away is asked twice a second, not once a call.
      this.lookedAt = performance.now();
      throw error;
    }
  }
}
