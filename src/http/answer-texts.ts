import type { Contract } from './contract.ts';
import { entityTag } from './entity-tag.ts';
import type { Format } from './operation.ts';

/** One answer, as far as somebody has asked for it. */
type Known = { entityTag: string; plain?: Buffer; packed?: Buffer };

/** So many answers are kept: some cities' catalogues in their languages and formats. The oldest one goes. */
const MOST_KEPT = 500;

/**
 * Ready texts of answers that are made of catalogues, by what they are made of. A text is never wrong, since a changed
 * catalogue makes another tag; whether the catalogue has changed is asked elsewhere.
 */
export class AnswerTexts {
  private readonly kept = new Map<string, Known>();

  of(operationId: string, format: Format, madeOf: string, contract: Contract): Known {
    const key = `${operationId} ${format} ${madeOf}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    if (this.kept.size >= MOST_KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    const made = { entityTag: entityTag(contract, format, madeOf) };
    this.kept.set(key, made);
    return made;
  }
}
