/**
 * What the forms of Swagger UI lack for those who do not see them: names of fields, headings in their order. It draws
 * them anew whenever something changes, so they are mended then as well.
 */
export function mendForms(place: HTMLElement): void {
  const mend = () => MENDS.forEach(([selector, change]) => place.querySelectorAll(selector).forEach(change));
  new MutationObserver(mend).observe(place, { childList: true, subtree: true });
  mend();
}

/** Changed only where it differs: nothing is to be watched for ever. */
function say(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const FIELDS = ':is(input, select, textarea)';

const MENDS: [string, (element: Element) => void][] = [
  // The button around them opens the operation, which changes the address as well.
  ['.opblock-summary-control a[href]', (link) => link.removeAttribute('href')],
  [
    `tr[data-param-name] ${FIELDS}`,
    (field) => say(field, 'aria-label', field.closest('tr')?.getAttribute('data-param-name') ?? ''),
  ],
  ['#servers', (field) => say(field, 'aria-label', 'Server')],
  ['.examples-select-element', (field) => say(field, 'aria-label', 'Example')],
  [
    `.response-controls select, .opblock-section-request-body select.content-type, select.content-type`,
    (field) => field.getAttribute('aria-label') ?? say(field, 'aria-label', 'Kind of content'),
  ],
  [`.body-param textarea`, (field) => say(field, 'aria-label', 'Body')],
  // What is written of an operation stands below the name of its group, a third heading, whatever its own text says.
  [
    '.opblock .renderedMarkdown :is(h1, h2, h3)',
    (heading) => {
      say(heading, 'role', 'heading');
      say(heading, 'aria-level', '4');
    },
  ],
  // One of them stands in every operation that is open.
  [
    '.opblock [role=region][id$=_responses]',
    (region) => {
      const of = region.closest('.opblock')?.querySelector('.opblock-summary')?.textContent ?? '';
      say(region, 'aria-label', `Responses of ${of}`);
    },
  ],
  ['pre', (code) => say(code, 'tabindex', '0')],
  ['.close-modal', (button) => say(button, 'aria-label', 'Close')],
  ['.modal-btn[aria-label]', (button) => button.removeAttribute('aria-label')],
];
