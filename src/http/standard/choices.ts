import type { Rule } from './rule.ts';

/** Where the standard can be read in several ways, or its servers differ. */
export const CHOICES: readonly Rule[] = [
  { id: 'A1', rule: 'Numbers, codes, tokens, zipcodes and keys of values are strings in JSON.' },
  {
    id: 'A2',
    rule: 'A number of a case has digits only and no leading zero, so that nothing is lost where it is read as one.',
  },
  { id: 'A3', rule: 'lat and long are numbers with at most seven decimals, never with an exponent.' },
  { id: 'A4', rule: 'true and false are booleans in JSON and words in XML.' },
  { id: 'A5', rule: 'keywords is one text, separated by a comma and a blank.' },
  { id: 'A6', rule: 'A service has one group, as a text.' },
  {
    id: 'A7',
    rule: 'Services, cases, tokens, updates and errors are lists; a definition and discovery are objects.',
  },
  { id: 'A8', rule: 'Empty fields are null; of number and token the one that is not used is absent.' },
  { id: 'A9', rule: 'A submission that was taken is 200.' },
  { id: 'A10', rule: 'A bad key is 403, never 401.' },
  { id: 'A11', rule: 'An unknown jurisdiction is 404, a missing one 400.' },
  { id: 'A12', rule: 'Mistakes are told one by one, an answer by its attribute[CODE].' },
  {
    id: 'A13',
    rule: 'A span of more than 90 days is 400; each city can set its own limit.',
    deviation: {
      standard: 'At most 90 days; what happens beyond is not said.',
      here: '400 that says so.',
      why: 'A list that is silently cut looks like a complete one.',
    },
  },
  { id: 'A14', rule: 'The newest case comes first.' },
  { id: 'A15', rule: 'The first page is 1; 0 is the first page too.' },
  { id: 'A16', rule: 'An empty list in XML is its root alone.' },
  { id: 'A17', rule: 'media_url is one address; all of them are in extended_attributes.' },
  {
    id: 'A18',
    rule: 'A service without questions has an empty definition.',
    deviation: {
      standard: 'A definition is asked for only when metadata is true.',
      here: 'For the others it is 200 without attributes.',
      why: 'Clients that ask all the same need not handle an error.',
    },
  },
  { id: 'A19', rule: 'Only questions with a choice have values.' },
  { id: 'A20', rule: 'A description is not required.' },
  { id: 'A21', rule: 'status is open or closed; a richer one is in extended_attributes and in updates.' },
  { id: 'A22', rule: 'Nothing about the reporter is in any public answer.' },
  { id: 'A23', rule: 'A case that waits for the city is 404 until it is public.' },
  {
    id: 'A24',
    rule: 'A hidden case is 404 like one that never was.',
    deviation: {
      standard: '403 is for keys; nothing is said of cases that may not be seen.',
      here: '404.',
      why: 'Another answer would tell that the case exists.',
    },
  },
  { id: 'A25', rule: 'Times are in whole seconds.' },
  { id: 'A26', rule: 'The root of XML has no attributes.' },
  {
    id: 'A27',
    rule: 'A media_url that is no http address is 400, and none is ever fetched.',
    deviation: {
      standard: 'A media_url is an address of a picture.',
      here: 'It is checked for its form and passed on; the server never opens it.',
      why: 'A server that opens addresses for strangers can be sent into its own network.',
    },
  },
  { id: 'A28', rule: 'A client can tell number and token apart by which of them is there.' },
];
