/**
 * The bundled PostgreSQL cannot be used as asked. `message` is one readable line that says what to do about it:
 * callers print it without a stack and end with exit code 2.
 */
export class EmbeddedPostgresRefusal extends Error {
  override readonly name = 'EmbeddedPostgresRefusal';

  constructor(message: string) {
    super(message.replace(/\s+/g, ' ').trim());
  }
}

/** The disk of `folder` is full. */
export function diskIsFull(folder: string): EmbeddedPostgresRefusal {
  return new EmbeddedPostgresRefusal(
    `No space left on the disk of ${folder}: free some, set SIGNPOST_DATA to a folder on another disk, ` +
      'or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * Turns the operating system's errors (a folder that may not be written, a full disk, a file where a folder should be)
 * into refusals; every other error comes back as it is, since it is a mistake of ours.
 */
export function readable(error: unknown, folder: string): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskIsFull(folder);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new EmbeddedPostgresRefusal(
        `No permission to write ${path ?? folder}: give this user the folder ${folder}, ` +
          'set SIGNPOST_DATA to another one, or set DATABASE_URL to a PostgreSQL of your own.',
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new EmbeddedPostgresRefusal(
        `${path ?? folder} is not a folder: set SIGNPOST_DATA to a folder, or set DATABASE_URL to a PostgreSQL of your own.`,
      );
    default:
      return error;
  }
}
