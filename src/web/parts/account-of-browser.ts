import { randomId } from './random-id.ts';

/** Names this browser to the city, so that somebody counts once. It says nothing of who it is. */
export function accountOfBrowser(): string {
  const name = 'signpost.account';
  try {
    const known = localStorage.getItem(name) ?? randomId();
    localStorage.setItem(name, known);
    return known;
  } catch {
    return randomId();
  }
}
