import type { CompletedCommand } from './completed-command.ts';

/** One line for each word; where there is none, fish itself completes files. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ path, words, options }) => {
    const way = path.split(' ').filter((word) => word !== '');
    const inside = way.map((word) => `__fish_seen_subcommand_from ${word}`);
    const below = words.map(({ word }) => word).join(' ');
    const outside = below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`];
    const line = (rest: string) =>
      `complete -c signpost -n ${quoted([...inside, ...outside].join('; and ') || 'true')} ${rest}`;
    return [
      // Beside words it would offer files as well.
      ...(words.length > 0 ? [line('-f')] : []),
      ...words.map(({ word, about }) => line(`-a ${word} -d ${quoted(about)}`)),
      ...options.map(({ names, about, takesValue, choices }) => {
        const given = names.map((name) =>
          name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
        );
        const value = takesValue ? [choices.length > 0 ? `-xa ${quoted(choices.join(' '))}` : '-r'] : [];
        return line([...given, ...value, `-d ${quoted(about)}`].join(' '));
      }),
    ];
  });
  return ['# Made by signpost completion fish.', ...lines, ''].join('\n');
}
