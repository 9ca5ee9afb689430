/** Which page came before which, by their cursors, so that one can go back after a reload too. A walk itself only goes on. */
const NAME = 'signpost.pages';

function readAll(): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** @returns undefined where that is not known; an empty text is the first page */
export const pageBefore = (cursor: string): string | undefined => readAll()[cursor];

export function rememberPage(cursor: string, before: string | undefined): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ ...readAll(), [cursor]: before ?? '' }));
  } catch {
    // Without a store there is the way to the first page.
  }
}
