import { conflict, gone, notFound } from '../../platform/errors.ts';

/** What is said of links of mails, wherever they are followed. */
export const unknownLink = () =>
  notFound('This link is not known here. Copy it whole, or ask for a new one.', 'token');
export const expiredLink = () => gone('This link has expired. Have it made anew.');
/** Not as one that has expired: this one cannot be made anew. */
export const noLongerGood = () => conflict('This link was used already. Ask for a new one.');
