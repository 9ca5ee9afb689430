/** What a person or a script reads: answers go to standard output, everything about the work to standard error. */
export type Output = {
  /** The result of the command: as JSON for scripts, else as lines for people. */
  result(value: unknown, lines: readonly string[]): void;
};

export function createOutput(json: boolean): Output {
  return {
    result: (value, lines) => process.stdout.write(`${json ? JSON.stringify(value) : lines.join('\n')}\n`),
  };
}

/** A line about the work itself. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows under their headings, in columns as wide as they need to be. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
