import type { CompletedCommand } from './completed-command.ts';

/** For bash 3.2 and later; what is no word of the program is completed as a file. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const quoted = (words: readonly string[]) => `'${words.join(' ')}'`;
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`]));
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, choices, takesValue }) =>
      takesValue
        ? [`    ${names.map((name) => `'${path} ${name}'`).join('|')}) words=${quoted(choices)} ;;`]
        : [],
    ),
  );
  const words = commands.map(({ path, words: below, options }) => {
    const all = [...below.map(({ word }) => word), ...options.flatMap(({ names }) => names)];
    return `    '${path}') words=${quoted(all)} ;;`;
  });
  return `# Made by signpost completion bash.
_signpost() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${path:+$path }\${COMP_WORDS[index]}" in
      ${paths.join('|')}) path="\${path:+$path }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$path $before" in
${values.join('\n')}
    *) case "$path" in
${words.join('\n')}
    esac ;;
  esac
  COMPREPLY=()
  while IFS='' read -r index; do COMPREPLY+=("$index"); done < <(compgen -W "$words" -- "$current")
}
complete -o default -F _signpost signpost
`;
}
