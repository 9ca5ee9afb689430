import type { CompletedCommand } from './completed-command.ts';

/** What is no word of the program is completed as a file. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const described = (word: string, about: string) => quoted(`${word.replaceAll(':', '\\:')}:${about}`);
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)]));
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, choices, takesValue }) =>
      takesValue
        ? [
            `    ${names.map((name) => quoted(`${path} ${name}`)).join('|')}) ${choices.length > 0 ? `compadd -- ${choices.join(' ')}` : '_files'} ;;`,
          ]
        : [],
    ),
  );
  const words = commands.map(({ path, words: below, options }) => {
    const all = [
      ...below.map(({ word, about }) => described(word, about)),
      ...options.flatMap(({ names, about }) => names.map((name) => described(name, about))),
    ];
    return `      ${quoted(path)}) these=(${all.join(' ')}) ;;`;
  });
  return `#compdef signpost
# Made by signpost completion zsh.
_signpost() {
  local way='' index
  local -a these
  for ((index = 2; index < CURRENT; index++)); do
    case "\${way:+$way }\${words[index]}" in
      ${paths.join('|')}) way="\${way:+$way }\${words[index]}" ;;
    esac
  done
  case "$way \${words[CURRENT-1]}" in
${values.join('\n')}
    *) case "$way" in
${words.join('\n')}
      esac
      _describe signpost these || _files ;;
  esac
}
# A file of the name _signpost in fpath is run when it is needed first; anywhere else it is only made known.
if [ "\${funcstack[1]}" = _signpost ]; then _signpost "$@"; else compdef _signpost signpost; fi
`;
}
