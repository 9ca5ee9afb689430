import type { Command } from 'commander';
import { createProgram } from '../../src/commands/program.ts';

const program = createProgram(new URL('../../package.json', import.meta.url));

/** What `signpost … --help` says, without starting it. @throws Error when there is no such command */
export function helpOf(names: readonly string[]): string {
  const found = names.reduce<Command | undefined>(
    (command, name) => command?.commands.find((one) => one.name() === name),
    program,
  );
  if (found === undefined) throw new Error(`${names.join(' ')} is no command`);
  let help = '';
  found.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** Every command that does something, as it is called: `case show`. */
export function allCommands(): string[] {
  const below = (command: Command, names: string): string[] =>
    command.commands.length === 0
      ? [names]
      : command.commands.flatMap((one) => below(one, `${names} ${one.name()}`.trim()));
  return below(program, '');
}
