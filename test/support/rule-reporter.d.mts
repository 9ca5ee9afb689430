/** The rules that a title begins with. */
export function rulesIn(title: string): string[];
