import { execFile } from 'node:child_process';

/** The shells that the program writes a completion for. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** Asks as a key does: the completion is told of the words, and says what it offers for the last one. */
const BASH = `. "$1"; shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_signpost
printf "%s\\n" "\${COMPREPLY[@]}"`;

/**
 * Types the line into a shell with a terminal, and presses the key. What is added to the list of words is what is offered. Nothing is
 * typed before the terminal has ceased to repeat it: what is waited for would be found in the repetition.
 */
const ZSH = `zmodload zsh/zpty
line="\${(j: :)@[2,-1]}"
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= RPS1=; stty -echo; unsetopt beep; autoload -Uz compinit && compinit -D -u; . \${(q)1}; print QUI''ET"
zpty -r shell out '*QUIET*'
zpty -w shell '
compadd() {
  local -a found
  [[ "\${(@)argv[1,(i)(-|--)]}" == *-[OAD]\\ * ]] || { builtin compadd -A found "$@"; offered+=($found) }
  builtin compadd "$@"
}
tell() { offered=(); zle complete-word; print; print -rl -- BEGIN $offered END; zle kill-whole-line; zle send-break }
zle -N tell; bindkey "^T" tell; print READY'
zpty -r shell out '*READY*'
zpty -w -n shell "$line"$'\\x14'
zpty -r shell out '*END*'
zpty -d shell
out=\${\${out##*BEGIN}%END*}
print -r -- "\${out//$'\\r'/}"`;

const FISH =
  'source $argv[1]; complete -C (string join " " -- $argv[2..-1]) | string replace -r "\\t.*" ""; true';

const GIVEN: Record<Shell, string[]> = {
  bash: ['--norc', '-euc', BASH, 'bash'],
  zsh: ['-f', '-c', ZSH, 'zsh'],
  fish: ['--no-config', '-c', FISH],
};

/**
 * What a shell offers for the last of these words.
 * @param script the file with what `signpost completion` has written for it
 * @param folder where it is asked, with the files that it may offer
 */
export function offeredWords(
  shell: Shell,
  script: string,
  words: readonly string[],
  folder: string,
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, timeout: 60_000, env: { ...process.env, TERM: 'dumb' } };
    const given = [...GIVEN[shell], script, 'signpost', ...words];
    execFile(shell, given, options, (error, stdout, stderr) => {
      if (error !== null || stderr !== '') reject(new Error(`${stderr}${error?.message ?? ''}`));
      else resolve([...new Set(stdout.split('\n').filter((word) => word !== ''))].sort());
    });
  });
}
