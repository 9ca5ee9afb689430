import { useEffect, useState } from 'preact/hooks';
import '../developers/document.css';
import { keepToken, keptToken } from './account.ts';
import { AskForMail } from './ask-for-mail.tsx';
import { Confirm } from './confirm.tsx';
import { DocsMenu } from './docs-menu.tsx';
import './keys.css';
import { OwnKeys } from './own-keys.tsx';
import { Refuse } from './refuse.tsx';

/** What stands behind the `#` in the link of a mail; no server on the way has seen it. */
const linkOf = (hash: string) => /^#(confirm|refuse)=([\w-]+)$/.exec(hash) ?? [];

/** Where a developer gets keys, and looks after them: a page among those of the documentation. */
export function Keys() {
  return (
    <div class="docs">
      <DocsMenu />
      <div>
        <KeysOrLink />
      </div>
    </div>
  );
}

function KeysOrLink() {
  const [hash, setHash] = useState(location.hash);
  const [token, setToken] = useState(keptToken);
  // A link of a mail may be opened in this very window.
  useEffect(() => {
    const look = () => setHash(location.hash);
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);

  function leaveLink() {
    history.replaceState(null, '', location.pathname);
    setHash('');
  }
  function signIn(given: string | undefined) {
    keepToken(given);
    setToken(given);
  }

  const [, kind, link = ''] = linkOf(hash);
  if (kind === 'refuse') return <Refuse key={link} token={link} />;
  if (kind === 'confirm')
    return (
      <Confirm
        key={link}
        token={link}
        confirmed={(given) => {
          signIn(given);
          leaveLink();
        }}
        leave={leaveLink}
      />
    );
  return token === undefined ? (
    <AskForMail />
  ) : (
    <OwnKeys key={token} token={token} signOut={() => signIn(undefined)} />
  );
}
