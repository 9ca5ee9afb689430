/**
 * The dialog that asks for keys covers the page and tells nobody so. While it is open, nothing behind it can be reached; the focus
 * goes into it, and back to the button that has opened it. Swagger UI closes it by Escape.
 */
export function mendDialog(place: HTMLElement): void {
  let opener: HTMLElement | undefined;
  let open: Element | undefined;
  let behind: Element[] = [];

  function look(): void {
    const dialog = place.querySelector('.dialog-ux') ?? undefined;
    if (dialog === open) return;
    for (const element of behind) element.removeAttribute('inert');
    open = dialog;
    behind = dialog === undefined ? [] : around(dialog);
    for (const element of behind) element.setAttribute('inert', '');
    if (dialog !== undefined) begin(dialog);
    else opener?.focus();
  }
  function begin(dialog: Element): void {
    const box = dialog.querySelector<HTMLElement>('.modal-ux');
    const title = box?.querySelector('h3');
    if (box === null || title == null) return;
    title.id = 'authorizations';
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-modal', 'true');
    box.setAttribute('aria-labelledby', title.id);
    box.tabIndex = -1;
    // Some of its fields take the focus by themselves.
    if (!dialog.contains(document.activeElement)) box.focus();
  }

  place.addEventListener(
    'click',
    ({ target }) => {
      const button =
        target instanceof Element ? target.closest<HTMLElement>('.authorize, .authorization__btn') : null;
      if (button !== null && open === undefined) opener = button;
    },
    { capture: true },
  );
  new MutationObserver(look).observe(place, { childList: true, subtree: true });
}

/** All that stands beside an element, beside what it stands in, and so on up to the whole page. */
function around(element: Element): Element[] {
  const found: Element[] = [];
  for (let at = element; at !== document.body && at.parentElement !== null; at = at.parentElement)
    found.push(
      ...[...at.parentElement.children].filter((one) => one !== at && !one.matches('script, style')),
    );
  return found;
}
