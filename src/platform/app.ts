import type { Knex } from 'knex';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Files } from './files.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';

/** The doors to the outside. Features take what they need from it; it never holds a service. */
export type App = {
  config: Config;
  db: Knex;
  files: Files;
  mail: Mail;
  clock: Clock;
  log: Log;
};
