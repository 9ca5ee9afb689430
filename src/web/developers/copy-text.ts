/**
 * Copies a text; where the browser does not let a page do that, as over plain http, it selects it.
 * @param shown the element that shows the text
 * @returns whether it was copied
 */
export async function copyText(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
