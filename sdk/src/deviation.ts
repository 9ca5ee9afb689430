/** Something that a server writes otherwise than the standard and the contract say, and how it was read. */
export interface Deviation {
  /** Which rule it breaks, by a short name such as `coordinates-are-numbers`. */
  rule: string;
  /** Where in the answer, as a JSON Pointer such as `/0/lat`. */
  where: string;
  /** What stood there, shortened. */
  found: string;
  /** What it was read as. */
  read_as: string;
}
