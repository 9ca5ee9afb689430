import type { Rule } from './rule.ts';

/** Discovery, then the methods and extensions in the order of their sections. */
export const RULES_BY_METHOD: readonly Rule[] = [
  { id: 'D1', rule: 'discovery.xml and discovery.json are both there.' },
  { id: 'D2', rule: 'Every field of discovery is filled.' },
  { id: 'D3', rule: 'Discovery has the elements of the specification in XML and their mapping in JSON.' },
  { id: 'D4', rule: 'specification is http://wiki.open311.org/GeoReport_v2, byte for byte.' },
  { id: 'D5', rule: 'A changeset is a full time, in the past or now.' },
  {
    id: 'D6',
    rule: 'Every endpoint names both formats, and of every one there is a production and a test endpoint.',
  },
  { id: 'D7', rule: 'Discovery is also below every endpoint, and there describes that city.' },
  { id: 'D8', rule: 'Discovery has no field that the standard does not have.' },
  {
    id: '3.1',
    rule: 'The service list has all open services in a fixed order, and with a place only those offered there.',
    deviation: {
      standard: 'Knows jurisdiction_id as its only argument.',
      here: 'lat and long leave out what is not offered at a place; locale chooses the language.',
      why: 'Who stands at a place should not be shown what is refused there.',
    },
  },
  { id: '3.2', rule: 'A definition has the questions of a service, in their order, always wrapped.' },
  {
    id: '3.3',
    rule: 'A submission needs a service and a place, and answers a number, a token or neither, after the type of service.',
    deviation: {
      standard:
        'lat and long, address_string or address_id is the place. A submission that is repeated is another one.',
      here: 'address_id alone is not enough; it is kept beside the others. With the header Idempotency-Key a submission can be repeated: it stays one case, and the first answer comes again.',
      why: 'Without a register of addresses nobody could find the place, and the case would go unanswered. Who did not get the answer cannot know whether the submission has arrived.',
    },
  },
  {
    id: '3.3.1',
    rule: 'Answers are read in every spelling of attribute[CODE] that clients use, and checked.',
  },
  {
    id: '3.3.2',
    rule: 'Files of any field are taken as pictures, made anew without anything hidden in them, and served as JPEG.',
    deviation: {
      standard: 'Knows media_url only; the draft of 2.1 has files named media.',
      here: 'Every part with a file name is a picture, whatever its name; media may also be base64. Only JPEG, PNG, WebP and GIF.',
      why: 'Clients name their files as they like. Pictures from telephones say where and by whom they were taken, so none is served as it came.',
    },
  },
  {
    id: '3.4',
    rule: 'A token leads to a number; as long as there is none it is null.',
    deviation: {
      standard: 'Is silent about a token whose number is not known yet.',
      here: '200 with the token and a service_request_id that is null.',
      why: 'Clients poll until the number is there; an error would make some of them give up.',
    },
  },
  {
    id: '3.5',
    rule: 'A list is filtered by number, service, dates and status; without dates it has the last 90 days, at most 1,000.',
    deviation: {
      standard: 'The first 1,000 cases of 90 days, and no way to the rest.',
      here: 'Pages and cursors lead on. A single date opens a window of 90 days; a service_code is 404 when no code of the list is known.',
      why: 'A copy of a city must be possible, and a misspelt code must not look like a city without cases.',
    },
  },
  {
    id: '3.6',
    rule: 'One case is a list of one; request/ID is understood as well.',
    deviation: {
      standard: 'requests/ID only.',
      here: 'The singular is an alias.',
      why: 'The draft of 2.1 and a large city have it, and so have their clients.',
    },
  },
  { id: '3.7', rule: 'A case has every field of the standard, and no other.' },
  { id: '4', rule: 'Of the draft of 2.1: media, updated_after and updated_before.' },
  {
    id: '5.1',
    rule: 'Updates are read in the order in which they became public, by time and by pages.',
    deviation: {
      standard: 'Has no updates.',
      here: 'servicerequestupdates, as FixMyStreet and its partners have it.',
      why: 'A partner learns what happens to cases without fetching them all.',
    },
  },
  {
    id: '5.2',
    rule: 'Updates are sent; only keys for it change a status, others comment; a repeated update_id is one update.',
    deviation: {
      standard: 'Has no updates.',
      here: 'POST servicerequestupdates. Comments are held until staff release them, or refused, as the city decides.',
      why: 'A partner that works on a case can say so, and nobody else can close it.',
    },
  },
  {
    id: '5.3',
    rule: 'Updates are pushed to FixMyStreet.',
    notYet: 'Signpost does not send updates of its own accord yet; partners poll for them (5.1).',
  },
  {
    id: '5.4',
    rule: 'Service lists and definitions have what FixMyStreet reads, and nothing it stumbles over.',
  },
  { id: '5.5', rule: 'A list of the last hour has what FixMyStreet needs to take cases over.' },
  {
    id: '6',
    rule: 'Lists have pages, cursors, changes since, tombstones, words, places, sorting and GeoJSON; districts can be read.',
    deviation: {
      standard: 'Has none of them.',
      here: 'page, page_size, cursor, updated_after, updated_before, q, lat, long, radius, bbox, sort, extensions, own, locale; totals and links are in headers. A page beyond the end is empty; one beyond 100,000 cases is 400, and the cursor of the Link header goes on. In the order of changes, a case that changes while somebody follows the links is not on the pages that are left; updated_after with the last change told finds it. jurisdictions lists the cities of the server, jurisdiction tells of one and how its pages look. areas has the districts of a city, locations says which city and district a place belongs to, places finds streets and addresses by name. clusters has the cases of a map in groups, with their numbers. duplicates has cases that may be the same as one that is about to be submitted; requests/{service_request_id}/supporters and /reports let people say that a case is theirs as well, and that it should not be public. exports/requests has all public cases in one answer, as CSV, NDJSON or GeoJSON.',
      why: 'Every large server has some of them under these names. The body of an answer stays that of the standard.',
    },
  },
  { id: '7', rule: 'What goes beyond the standard is told only to those who ask with extensions=true.' },
];
