/** Where the page of the keys keeps the last sandbox key that was made, for the examples of the documentation. */
const KEY = 'signpost.sandbox_key';
const CITY = 'signpost.sandbox_city';

/** A sandbox key, and the city it is for. */
type SandboxKey = { key: string; city: string };

export function keepSandboxKey({ key, city }: SandboxKey): void {
  try {
    localStorage.setItem(KEY, key);
    localStorage.setItem(CITY, city);
  } catch {
    // A browser that keeps nothing shows the examples as they are written.
  }
}

/** @returns nothing when none was kept, or something that has no place in a command */
export function keptSandboxKey(): SandboxKey | undefined {
  try {
    const key = localStorage.getItem(KEY) ?? '';
    const city = localStorage.getItem(CITY) ?? '';
    return /^sp_test_[\w-]+$/.test(key) && /^[a-z0-9.-]*$/.test(city) ? { key, city } : undefined;
  } catch {
    return undefined;
  }
}

/** For a key that works no longer. */
export function forgetSandboxKey(): void {
  try {
    localStorage.removeItem(KEY);
    localStorage.removeItem(CITY);
  } catch {
    // Nothing was kept.
  }
}
