import type { Rule } from './rule.ts';

/** Addresses, formats, headers, times, jurisdictions, keys, bodies, errors, XML. */
export const RULES_FOR_ALL_CALLS: readonly Rule[] = [
  {
    id: 'R1',
    rule: 'A resource is {endpoint}/{resource}.{format}; doubled and trailing slashes mean nothing.',
  },
  { id: 'R2', rule: 'XML and JSON are both served, and both listed in discovery.' },
  {
    id: 'R3',
    rule: 'The ending decides the format; without one, Accept does; an unknown ending is 404.',
    deviation: {
      standard: 'Knows addresses with an ending only.',
      here: 'An address without ending is answered after the Accept header, in JSON if that says nothing; 406 when it asks for something else.',
      why: 'Addresses without ending are what people type. Clients of the standard never send them.',
    },
  },
  {
    id: 'R4',
    rule: 'Only a last .json or .xml is an ending; codes and numbers may contain dots and anything else.',
  },
  {
    id: 'R5',
    rule: 'HEAD and OPTIONS work; a wrong method is 405 with Allow.',
    deviation: {
      standard: 'Every error other than 403 and 404 is 400.',
      here: 'A wrong method is 405, an unknown Accept 406, a body in an unknown type 415, too much data 413, an Idempotency-Key that is in use 409 and one of other fields 422, too many calls 429, a trouble of ours 500 or 503.',
      why: 'Programs on the way understand HTTP and act on these: they wait, retry or give up. The body is the list of errors all the same.',
    },
  },
  { id: 'R6', rule: 'Media types are text/xml and application/json, with charset=utf-8.' },
  { id: 'R7', rule: 'UTF-8 everywhere; XML begins with a declaration that says so.' },
  {
    id: 'R8',
    rule: 'Broken UTF-8, control characters and halves of characters are 400; line ends become LF.',
    deviation: {
      standard: 'Is silent.',
      here: 'A text with a control character or broken UTF-8 is refused, naming the field.',
      why: 'One such character in a description would make the whole list unreadable for every client that reads XML.',
    },
  },
  { id: 'R9', rule: 'Every answer may be read by pages of other origins.' },
  { id: 'R10', rule: 'Nothing is redirected; gzip is offered, deflate is not.' },
  { id: 'R11', rule: 'Times are written in W3C format with a zone and without fractions of seconds.' },
  { id: 'R12', rule: 'Times are written in UTC with Z.' },
  {
    id: 'R13',
    rule: 'Times are read with or without zone, fraction and time of day, also with a lost plus.',
    deviation: {
      standard: 'Demands a time with its zone.',
      here: 'A date alone, fractions of seconds, a missing zone (that of the city) and a plus that became a blank are read as well.',
      why: 'Deployed clients send all of these, and each has one meaning.',
    },
  },
  { id: 'R14', rule: 'jurisdiction_id is needed only where an endpoint serves several cities.' },
  { id: 'R15', rule: 'A missing jurisdiction_id is 400, an unknown one 404.' },
  { id: 'R16', rule: 'jurisdiction_id is taken from query and body; two that differ are 400.' },
  {
    id: 'R17',
    rule: 'Every city also has an endpoint of its own.',
    deviation: {
      standard: 'Knows one endpoint with jurisdiction_id.',
      here: 'Below /open311/{jurisdiction_id}/v2 the city needs no naming; another jurisdiction_id there is 404.',
      why: 'Clients that cannot send jurisdiction_id, or forget it, can use every city.',
    },
  },
  { id: 'R18', rule: 'jurisdiction_id is compared without case.' },
  { id: 'R19', rule: 'Numbers are unique over all cities; a case of another city is 404.' },
  { id: 'R20', rule: 'An empty argument is an absent one.' },
  { id: 'R21', rule: 'A POST without a valid key is 403.' },
  {
    id: 'R22',
    rule: 'A GET needs no key, and one that is sent is not looked at, unless own=true asks for its cases.',
  },
  {
    id: 'R23',
    rule: 'The key is taken from body, query and header.',
    deviation: {
      standard: 'api_key is an argument.',
      here: 'A header X-Api-Key is taken too.',
      why: 'What is in an address ends up in logs.',
    },
  },
  {
    id: 'R24',
    rule: 'An installation that demands https refuses a POST over http with 403.',
    deviation: {
      standard: 'Shows addresses with https only.',
      here: 'With SIGNPOST_PUBLIC_URL set to an https address, a POST over plain http is 403, not redirected.',
      why: 'A redirect comes too late: key and personal data have been on the wire, and clients lose the body.',
    },
  },
  { id: 'R25', rule: 'A key is never told: not in errors, headers, addresses or logs.' },
  { id: 'R26', rule: 'Bodies are application/x-www-form-urlencoded in UTF-8.' },
  {
    id: 'R27',
    rule: 'Every POST also takes multipart/form-data.',
    deviation: {
      standard: 'Version 2 knows urlencoded forms only; the draft of 2.1 has multipart.',
      here: 'Both are taken by every POST, with or without files.',
      why: 'Deployed clients send multipart, some also without need.',
    },
  },
  {
    id: 'R28',
    rule: 'Every POST also takes JSON with the same names.',
    deviation: {
      standard: 'Is silent.',
      here: 'A JSON object is read as a form would be.',
      why: 'It is what a new program sends without thinking.',
    },
  },
  { id: 'R29', rule: 'Another type of body is 415; without a charset it is UTF-8.' },
  {
    id: 'R30',
    rule: 'An argument that is repeated with the same value is one; with another value it is 400.',
  },
  { id: 'R31', rule: 'An error has its HTTP status and a list of errors with code and description as body.' },
  { id: 'R32', rule: '404 for what is not there, 403 for keys, 400 else; all mistakes are told at once.' },
  { id: 'R33', rule: 'Descriptions are for people: plain, in their language, without markup.' },
  {
    id: 'R34',
    rule: 'In JSON the code is a number, and errors say their type and field.',
    deviation: {
      standard: 'An error has code and description.',
      here: 'In JSON it also has type and, where it is about one, field.',
      why: 'Programs need not take descriptions apart.',
    },
  },
  { id: 'R35', rule: '429 and 5xx have the same body; 429 says when to try again.' },
  { id: 'R36', rule: 'Errors are in the format of the ending, also where there is no such address.' },
  { id: 'R37', rule: 'No error has a status of success, and no success one above 299.' },
  { id: 'R38', rule: 'XML has no namespace, schema or foreign element.' },
  { id: 'R39', rule: 'XML has no attributes.' },
  { id: 'R40', rule: 'What is empty is there: null in JSON, an empty element in XML.' },
  { id: 'R41', rule: 'Texts in XML have no padding.' },
  { id: 'R42', rule: 'Fields stand in the order of the tables of the standard.' },
  { id: 'R43', rule: 'Lists are bare arrays, also of one; definition and discovery are objects.' },
  { id: 'R44', rule: 'Every identifier is a string.' },
];
