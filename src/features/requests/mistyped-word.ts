/** Shorter words have too many neighbours that mean something else. */
const FEWEST_LETTERS = 8;
/** Longer than any word that somebody mistypes. */
const MOST_LETTERS = 30;

/** The letters that a wrong one can stand for, by the script of the word. */
const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz', 'абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ'];

/**
 * What somebody may have meant who typed one letter wrong, left one out, typed one too many or swapped two; nothing for
 * short words and for numbers. A few hundred words, which are cheaper to look up than it is to compare all words there are.
 */
export function meantBy(word: string): string[] {
  const letters = [...word];
  const alphabet = ALPHABETS.find((one) => letters.every((letter) => one.includes(letter)));
  if (alphabet === undefined || letters.length < FEWEST_LETTERS || letters.length > MOST_LETTERS) return [];
  const meant = new Set<string>();
  for (let place = 0; place <= letters.length; place += 1) {
    const before = word.slice(0, place);
    const [here = '', next = ''] = letters.slice(place);
    const after = word.slice(place + 1);
    meant.add(before + after);
    meant.add(before + next + here + word.slice(place + 2));
    for (const letter of alphabet) {
      meant.add(before + letter + after);
      meant.add(before + letter + here + after);
    }
  }
  meant.delete(word);
  return [...meant];
}
