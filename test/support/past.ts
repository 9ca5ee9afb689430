import type { Knex } from 'knex';

/** What cities publish was changed a while ago: all that was begun before it is over, and its cases are made anew at once. */
export async function letChangesPass(db: Knex): Promise<void> {
  await db.raw(
    `update jurisdictions set republish_since = republish_since - interval '5 seconds' where republish_since is not null`,
  );
}

/** What has happened to a case, happened a while ago: updates are told when their second is over. */
export async function letUpdatesPass(
  db: Knex,
  { jurisdiction_id: city, number }: { jurisdiction_id: string; number: string },
): Promise<void> {
  await db.raw(
    `update request_timeline set published_at = published_at - interval '10 seconds'
      where jurisdiction_id = :city and number = :number
        and (select max(published_at) from request_timeline where jurisdiction_id = :city and number = :number)
            > now() - interval '2 seconds'`,
    { city, number },
  );
}
