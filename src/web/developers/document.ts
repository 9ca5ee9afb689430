import { copyText } from './copy-text.ts';
import { keptSandboxKey } from './sandbox-key.ts';

/** What a page of the documentation can do beyond being read. Without it, all texts are there and right. */
const blocks = [...document.querySelectorAll<HTMLElement>('.code')];

// What is sent is worth copying; what comes back is to be looked at.
const sent = blocks.filter((block) => block.querySelector('.language-json') === null);
for (const [at, block] of sent.entries()) addCopyButton(block, at + 1);
const status = document.getElementById('status-now');
if (status !== null) void import('./status.ts').then(({ showStatus }) => showStatus(status));
// A server that does not answer leaves the examples as they are written.
void fill().catch(() => undefined);

/** The examples are for the city of the reader's own sandbox key, if there is one, and have the key in them. */
async function fill(): Promise<void> {
  const written = sent.filter((block) => block.textContent.includes('wroclaw.pl'));
  if (written.length === 0) return;
  const [{ findExampleCity, WRITTEN }, { fillExamples }] = await Promise.all([
    import('./example-city.ts'),
    import('./fill-examples.ts'),
  ]);
  const kept = keptSandboxKey();
  const city = await findExampleCity(kept?.city ?? '');
  if (city === undefined) return;
  const { jurisdiction_id, name } = city;
  for (const block of fillExamples(written, city, kept?.key)) {
    const note = document.createElement('p');
    note.textContent = `This example stays as it is for the demonstration city: no service of ${name} asks anything.`;
    block.querySelector('button')?.remove();
    block.prepend(note);
  }
  const hasKey = kept !== undefined && written.some((block) => block.textContent.includes(kept.key));
  if (!hasKey && jurisdiction_id === WRITTEN.jurisdiction_id) return;
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.id = 'filled';
  notice.append(`The examples on this page are for ${name}`);
  if (hasKey) {
    const link = document.createElement('a');
    link.href = '/developers/keys';
    link.textContent = 'your keys';
    notice.append(' and have your own sandbox key in them. It comes from ', link);
  }
  notice.append('.');
  document.querySelector('h1')?.after(notice);
}

function addCopyButton(block: HTMLElement, number: number): void {
  const pre = block.querySelector('pre');
  const code = block.querySelector('code');
  if (pre === null || code === null) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain-button';
  button.append('Copy');
  const which = document.createElement('span');
  which.className = 'visually-hidden';
  which.textContent = ` example ${number}`;
  button.append(which);
  button.addEventListener('click', () => {
    void copyText((code.textContent ?? '').trimEnd(), code).then((copied) => {
      const said = copied ? 'Copied' : 'Selected: now copy it by keyboard';
      button.firstChild!.textContent = said;
      const spoken = document.getElementById('said');
      if (spoken !== null) spoken.textContent = `${said}, example ${number}`;
    });
  });
  button.addEventListener('blur', () => (button.firstChild!.textContent = 'Copy'));
  block.append(button);
}
