import { copyText } from './copy-text.ts';
import { keptSandboxKey } from './sandbox-key.ts';

/** What a page of the documentation can do beyond being read. Without it, all texts are there and right. */
const blocks = [...document.querySelectorAll<HTMLElement>('.code')];

fillKey();
// What is sent is worth copying; what comes back is to be looked at.
const sent = blocks.filter((block) => block.querySelector('.language-json') === null);
for (const [at, block] of sent.entries()) addCopyButton(block, at + 1);
const status = document.getElementById('status-now');
if (status !== null) void import('./status.ts').then(({ showStatus }) => showStatus(status));

/** Puts the reader's own sandbox key, and the city it is for, where the examples have those of nobody. */
function fillKey(): void {
  const kept = keptSandboxKey();
  if (kept === undefined) return;
  let filled = false;
  for (const block of blocks) {
    const code = block.querySelector('code');
    const text = code?.textContent ?? '';
    if (code === null || !text.includes('YOUR_KEY')) continue;
    const own = text.replaceAll('YOUR_KEY', kept.key);
    code.textContent = kept.city === '' ? own : own.replaceAll('wroclaw.pl', kept.city);
    filled = true;
  }
  if (!filled) return;
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.id = 'filled';
  const link = document.createElement('a');
  link.href = '/developers/keys';
  link.textContent = 'your keys';
  notice.append('The examples on this page have your own sandbox key in them. It comes from ', link, '.');
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
