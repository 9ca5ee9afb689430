const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/;

/**
 * Reads a number as people write one, such as `51.1`, `-17` or `.5`. What only programs write (`0x33`, `1e1`, `Infinity`)
 * is none.
 * @returns the number, or NaN
 */
export function readDecimal(text: string): number {
  const number = DECIMAL.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : NaN;
}
