/** Names this browser to the city, so that somebody counts once. It says nothing of who it is. */
export function accountOfBrowser(): string {
  const name = 'signpost.account';
  try {
    const known = localStorage.getItem(name) ?? crypto.randomUUID();
    localStorage.setItem(name, known);
    return known;
  } catch {
    return crypto.randomUUID();
  }
}
