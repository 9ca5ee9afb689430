import { Argument } from 'commander';
import type { Command, Option } from 'commander';
import type { CompletedCommand } from './completed-command.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { zshScript } from './completion-zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('a script that makes a shell complete the words of this program')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      `
It completes what stands behind the word signpost. Where that is npx signpost, a function of the name makes it one word:
  signpost() { npx signpost "$@"; }                                       # bash and zsh
  function signpost; npx signpost $argv; end                              # fish

Examples:
  eval "$(signpost completion bash)"                                      # in ~/.bashrc
  eval "$(signpost completion zsh)"                                       # in ~/.zshrc, after compinit
  signpost completion fish > ~/.config/fish/completions/signpost.fish`,
    )
    .action((shell: keyof typeof SCRIPTS) => {
      process.stdout.write(SCRIPTS[shell](commandsBelow(program, '')));
    });
}

function commandsBelow(command: Command, path: string): CompletedCommand[] {
  const help = command.createHelp();
  const inner = help.visibleCommands(command);
  return [
    {
      path,
      words: [
        ...inner.map((one) => ({ word: one.name(), about: one.description() })),
        ...command.registeredArguments.flatMap(({ argChoices = [], description }) =>
          argChoices.map((word) => ({ word, about: description })),
        ),
      ],
      options: help.visibleOptions(command).map(completedOption),
    },
    ...inner
      .filter((one) => one.name() !== 'help')
      .flatMap((one) => commandsBelow(one, `${path} ${one.name()}`.trim())),
  ];
}

const completedOption = ({ short, long, description, required, optional, argChoices }: Option) => ({
  names: [long, short].filter((name) => name !== undefined),
  about: description,
  takesValue: required || optional,
  choices: argChoices ?? [],
});
