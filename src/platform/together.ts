import { setTimeout as pause } from 'node:timers/promises';

/** A question that hangs holds the next ones up for so long only. */
const PATIENCE_MS = 50;

/**
 * Questions of one kind that come while an earlier one is on its way to the database go there together, as the next one. Each
 * is answered by a statement that began after it was asked, so that nothing is told that is older than the question.
 */
export class Together<Answer> {
  private next: { keys: Set<string>; answers: Promise<ReadonlyMap<string, Answer>> } | undefined;
  private before: Promise<unknown> = Promise.resolve();

  /** @param ask answers many questions at once; those without an answer are missing */
  constructor(private readonly ask: (keys: string[]) => Promise<ReadonlyMap<string, Answer>>) {}

  /** @throws what `ask` throws */
  async get(key: string): Promise<Answer | undefined> {
    this.next ??= this.begin();
    this.next.keys.add(key);
    return (await this.next.answers).get(key);
  }

  private begin() {
    const keys = new Set<string>();
    const answers = this.before.then(() => {
      this.next = undefined;
      return this.ask([...keys]);
    });
    this.before = Promise.race([
      answers.catch(() => undefined),
      this.before.then(() => pause(PATIENCE_MS, undefined, { ref: false })),
    ]);
    return { keys, answers };
  }
}
