import { ApiError } from '@signpost/sdk';
import { useMemo, useState } from 'preact/hooks';
import { forgetSandboxKey, keepSandboxKey, keptSandboxKey } from '../developers/sandbox-key.ts';
import { Failure } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';
import { accountClient } from './account.ts';
import type { AccountKey, KeyRequest, NewKey } from './account.ts';
import { AskForLiveKey, MakeSandboxKey } from './key-forms.tsx';
import { KeyEntry } from './key-entry.tsx';
import { RequestEntry } from './request-entry.tsx';
import { ShownOnce } from './shown-once.tsx';

const t = texts({
  title: { en: 'Your keys', pl: 'Twoje klucze', uk: 'Ваші ключі' },
  loading: { en: 'Loading …', pl: 'Wczytywanie …', uk: 'Завантаження …' },
  sandbox: { en: 'A key for the sandbox', pl: 'Klucz do piaskownicy', uk: 'Ключ до пісочниці' },
  sandboxLead: {
    en: 'It is there at once. In the sandbox nothing is real.',
    pl: 'Dostaniesz go od razu. W piaskownicy nic nie jest naprawdę.',
    uk: 'Він з’явиться одразу. У пісочниці все несправжнє.',
  },
  live: { en: 'A key for the city itself', pl: 'Klucz do samego miasta', uk: 'Ключ до самого міста' },
  liveLead: {
    en: 'With it your program reports cases that people work on. So somebody looks at what it is for first; the decision comes by e-mail.',
    pl: 'Z nim Twój program zgłasza sprawy, którymi zajmą się ludzie. Dlatego ktoś najpierw sprawdza, do czego służy; decyzja przyjdzie e-mailem.',
    uk: 'З ним ваша програма повідомляє про справи, над якими працюють люди. Тому спочатку хтось перевіряє, для чого він; рішення надійде поштою.',
  },
  asked: { en: 'What you have asked for', pl: 'O co prosisz', uk: 'Про що ви просили' },
  have: { en: 'Keys you have', pl: 'Klucze, które masz', uk: 'Ключі, які ви маєте' },
  none: { en: 'None yet.', pl: 'Jeszcze żadnego.', uk: 'Поки жодного.' },
  leave: { en: 'Sign out', pl: 'Wyloguj', uk: 'Вийти' },
});

/** The keys of an account, and how to get more. */
export function OwnKeys({ token, signOut }: { token: string; signOut: () => void }) {
  const heading = usePage(t.title);
  const client = useMemo(() => accountClient(token), [token]);
  const answer = useAnswer('keys', (signal) => client.keys.list({}, { signal }));
  const [made, setMade] = useState<NewKey>();

  // The token was ended or has expired: whoever comes with it begins anew.
  if (answer.error instanceof ApiError && answer.error.status === 401) signOut();

  function show(key: NewKey) {
    if (key.kind === 'test') keepSandboxKey({ key: key.key, city: key.jurisdiction_id ?? '' });
    setMade(key);
    answer.again();
  }
  function forget(key: AccountKey) {
    if (keptSandboxKey()?.key.startsWith(key.prefix) === true) forgetSandboxKey();
    if (made?.key_id === key.key_id) setMade(undefined);
    answer.again();
  }
  const leave = () => {
    // Whether the server hears it or not: this browser forgets the token.
    client.accounts.leave().catch(() => undefined);
    signOut();
  };

  const { keys = [], requests = [] } = answer.value ?? {};
  const open = requests.filter(({ state }) => state !== 'collected');
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      {answer.state === 'failed' && <Failure error={answer.error} again={answer.again} />}
      {answer.value === undefined && answer.state === 'waiting' && <p role="status">{t.loading}</p>}
      {made !== undefined && <ShownOnce made={made} />}
      {answer.value !== undefined && (
        <>
          <h2>{t.have}</h2>
          {keys.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <ul class="entries">
              {keys.map((key) => (
                <KeyEntry key={key.key_id} value={key} client={client} made={show} revoked={forget} />
              ))}
            </ul>
          )}
          {open.length > 0 && (
            <>
              <h2>{t.asked}</h2>
              <ul class="entries">
                {open.map((request: KeyRequest) => (
                  <RequestEntry key={request.request_id} value={request} client={client} made={show} />
                ))}
              </ul>
            </>
          )}
          <h2>{t.sandbox}</h2>
          <p>{t.sandboxLead}</p>
          <MakeSandboxKey client={client} made={show} />
          <h2>{t.live}</h2>
          <p>{t.liveLead}</p>
          <AskForLiveKey client={client} asked={answer.again} />
        </>
      )}
      <p class="buttons">
        <button type="button" class="plain-button" onClick={leave}>
          {t.leave}
        </button>
      </p>
    </>
  );
}
