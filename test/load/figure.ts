import type { Connection } from '../../src/platform/database.ts';
import type { Size } from './databases.ts';
import type { Server } from './servers.ts';

/** What a figure needs to be measured. */
export type Bench = {
  /** The size of the city that "a million cases" means in this run: less with `--quick`. */
  size: Size;
  /** The largest database of this run, for figures that show growth. */
  largest: Size;
  /** Seconds that one arm of one round is under load. */
  seconds: number;
  filled(size: Size): Promise<Connection>;
  empty(): Promise<Connection>;
  /** The two servers on a database; whoever starts them stops them. */
  both(connection: Connection): Promise<{ ours: Server; bare: Server }>;
  /** The two servers on the database of a size; started once. */
  servers(size: Size): Promise<{ ours: Server; bare: Server }>;
};

/** The same thing done twice: as Signpost does it, and what it is held against. */
type Arms = {
  /** Gives a number of the figure's unit. */
  ours(): Promise<number>;
  reference(): Promise<number>;
};

/** One line of the table. */
export type Figure = {
  /** For `--only`. */
  id: string;
  title: string;
  /** What `ours` is held against. */
  reference: string;
  unit: 'requests/s' | 'ms' | 's' | 'rows/s' | 'MB';
  /** The ratio of ours to the reference that is the goal; absent where it only tells how far there is to go. */
  goal?: { atLeast: number } | { atMost: number };
  /** Whether it is measured on the largest database of the run. */
  grows?: boolean;
  /** Not for a first look. */
  slow?: boolean;
  prepare(bench: Bench): Promise<Arms & { end?: () => Promise<void> }>;
};
