import { LRUCache } from 'lru-cache';
import type { AnswerText } from '../platform/answer-text.ts';
import type { Format } from './operation.ts';

/** Catalogues of some cities in their languages and formats, and the lists that are asked for again and again. */
const MOST_BYTES = 48 * 1024 * 1024;

/** A longer text would drive out too many others. */
const LONGEST_TEXT = MOST_BYTES / 16;

/**
 * Ready texts of answers, by what they answer. One is never wrong: whoever takes it knows by `madeOf` that the answer would be
 * the same. What was not asked for the longest goes first.
 */
export class AnswerTexts {
  private readonly kept = new LRUCache<string, AnswerText>({
    maxSize: MOST_BYTES,
    maxEntrySize: LONGEST_TEXT,
    sizeCalculation: ({ plain, packed }, key) => key.length + plain.length + (packed?.length ?? 0),
  });

  /** The text that was told last, of whatever it was made. */
  find(operationId: string, format: Format, of: string): AnswerText | undefined {
    return this.kept.get(`${operationId} ${format} ${of}`);
  }

  keep(operationId: string, format: Format, of: string, text: AnswerText): void {
    this.kept.set(`${operationId} ${format} ${of}`, text);
  }
}
