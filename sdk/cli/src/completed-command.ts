/** What a shell is told of one command: its way from the program, the words behind it, its options. */
export type CompletedCommand = {
  /** `services limit`; empty for the program itself. */
  path: string;
  /** Commands below it, and what its arguments can be. */
  words: { word: string; about: string }[];
  options: { names: string[]; about: string; takesValue: boolean; choices: readonly string[] }[];
};
