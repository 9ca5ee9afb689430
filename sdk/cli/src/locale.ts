/** A name of POSIX, such as `pl_PL.UTF-8` or `ca_ES@valencia`, or a language tag. */
const NAME = /^([a-z]{2,3}(?:[-_][a-z\d]{2,8}){0,3})(?:\.[\w-]+)?(?:@\w+)?$/i;

/** The language tag of a name; undefined when it names no language, as `C` and `POSIX` do. */
export const localeOf = (name: string): string | undefined => NAME.exec(name)?.[1]?.replaceAll('_', '-');

/** The language of messages that the environment asks for. */
export function environmentLocale(env: NodeJS.ProcessEnv): string | undefined {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  return name === undefined ? undefined : localeOf(name);
}

/** A `fetch` that says which language answers are wanted in; where there is none for a country, that of the language will do. */
export function fetchIn(locale: string, inner: typeof fetch = fetch): typeof fetch {
  const [language] = locale.split('-');
  const wanted = language === locale ? locale : `${locale}, ${language};q=0.9`;
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('accept-language', wanted);
    return inner(input, { ...init, headers });
  };
}
