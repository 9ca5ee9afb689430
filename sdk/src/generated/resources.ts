// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Call } from '../call.ts';
import { listOf } from '../list.ts';
import type { ListCall } from '../list.ts';
import type { AnswerOf, ItemOf, OptionsOf, ParametersOf } from '../operation.ts';
import type { Send } from '../sender.ts';
import {
  discoveryGet,
  jurisdictionsList,
  jurisdictionsGet,
  servicesList,
  servicesGet,
  requestsList,
  requestsCreate,
  requestsExport,
  requestsGet,
  supportersCreate,
  updatesList,
  updatesCreate,
  duplicatesList,
  areasList,
  locationsList,
  clustersList,
  placesList,
  mediaGet,
  reportsCreate,
  tokensGet,
  accountsCreate,
  accountsConfirm,
  accountsRenew,
  accountsRefuse,
  accountsGet,
  accountsDelete,
  accountsLeave,
  keysList,
  keysCreate,
  keysCollect,
  keysRevoke,
  keysRotate,
  keysUsage,
  healthLive,
  healthReady,
} from './operations.ts';

/**
 * Where the endpoints are, and what they speak.
 */
export class DiscoveryResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * The endpoints of this server
   *
   * Service Discovery v1. Without `jurisdiction_id` it describes every jurisdiction served here; with it, or below
   * `/open311/{jurisdiction_id}/v2`, that one alone. Clients compare `changeset` to learn whether service lists or
   * definitions have changed since they last looked.
   */
  get(
    parameters: ParametersOf<'discovery.get'> = {},
    options: OptionsOf<'discovery.get'> = {},
  ): Call<AnswerOf<'discovery.get'>> {
    return discoveryGet(this.#send, parameters, options);
  }
}

/**
 * The cities, and how their pages look.
 */
export class JurisdictionsResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * The cities of this server
   *
   * An extension. Every city that is served here, sorted by id; the first 1,000 if there should be more.
   */
  list(
    parameters: ParametersOf<'jurisdictions.list'> = {},
    options: OptionsOf<'jurisdictions.list'> = {},
  ): Call<AnswerOf<'jurisdictions.list'>> {
    return jurisdictionsList(this.#send, parameters, options);
  }

  /**
   * What a city is, and how its portal looks
   *
   * An extension. What a page needs to know of a city before it can show anything: its name, its languages, where it lies
   * on a map, and what the city has said about its portal. What it has not said is null: the page takes its own.
   */
  get(
    parameters: ParametersOf<'jurisdictions.get'> = {},
    options: OptionsOf<'jurisdictions.get'> = {},
  ): Call<AnswerOf<'jurisdictions.get'>> {
    return jurisdictionsGet(this.#send, parameters, options);
  }
}

/**
 * What the city can be told about.
 */
export class ServicesResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * All services of a jurisdiction
   *
   * GeoReport v2, GET Service List. Only services that are active and open to the public, sorted by group and then by
   * name. With `lat` and `long` only those that are offered at that place: none outside of the area that the city
   * serves, and of the services of some districts those of the place's district.
   */
  list(
    parameters: ParametersOf<'services.list'> = {},
    options: OptionsOf<'services.list'> = {},
  ): Call<AnswerOf<'services.list'>> {
    return servicesList(this.#send, parameters, options);
  }

  /**
   * The questions a service asks
   *
   * GeoReport v2, GET Service Definition. A service whose `metadata` is `false` asks nothing and answers with an empty
   * list of attributes.
   */
  get(
    parameters: ParametersOf<'services.get'>,
    options: OptionsOf<'services.get'> = {},
  ): Call<AnswerOf<'services.get'>> {
    return servicesGet(this.#send, parameters, options);
  }
}

/**
 * Cases, submitted and followed.
 */
export class RequestsResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Cases of a jurisdiction
   *
   * GeoReport v2, GET Service Requests. The newest come first, at most 1,000 in one answer. Without dates the last 90
   * days are searched; with one date, the 90 days from or up to it; with both, the span may not exceed 90 days.
   * `service_request_id` overrides every other filter.
   *
   * ## Reading all
   * Follow the `Link` header, `rel="next"`, until it is missing. The first page fixes the window of time, so a walk in the
   * order in which cases were requested holds every case that was there when it began, once. In the order of changes a
   * case moves when it changes: what changes on the way is not on the pages that are left (with
   * `sort=updated_datetime` alone it may come a second time).
   *
   * ## Keeping a copy
   * Read all with an early `updated_after`, then ask again with the largest `updated_datetime` you have, which also tells
   * what has changed while you followed the links. With `extensions=true` you also learn of cases
   * that are no longer public: `extended_attributes.withdrawn` is `true` and all else is empty. That is known for 400
   * days; an `updated_after` before that is refused. Imported cases keep the times of the system they come from.
   */
  list(
    parameters: ParametersOf<'requests.list'> = {},
    options: OptionsOf<'requests.list'> = {},
  ): ListCall<ItemOf<'requests.list'>> {
    return listOf(requestsList, this.#send, parameters, options);
  }

  /**
   * Submit a case
   *
   * GeoReport v2, POST Service Request. A place is needed: `lat` and `long`, or `address_string`.
   *
   * What comes back depends on the `type` of the service. `realtime`: the number of the case, as `service_request_id`.
   * `batch`: a `token`, from which `tokens.get` leads to the number. `blackbox`: neither, only a `service_notice`.
   *
   * Who reports is never told to the public. E-mail addresses and phone numbers in texts are masked in all public answers,
   * if the city has not turned that off. A service may be sensitive: of its cases the public is told only about where they are,
   * to about a kilometre, without texts, answers and pictures, or nothing at all.
   *
   * A city may look at cases before everybody sees them, at all of them or at those with links, repeated texts or from
   * addresses that send very many. The answer is the same then, and until staff have released the case its number is
   * answered with 404.
   *
   * Answers to the questions of the service go into `attribute[CODE]`. All of these are understood:
   * `attribute[CODE]=v`, `attribute[CODE][]=a`, `attribute[CODE]` repeated, `attribute[CODE][0]=a`. JSON bodies use
   * `"attribute": {"CODE": "v"}` or `{"CODE": ["a", "b"]}`.
   *
   * Pictures come as files of a `multipart/form-data` body, under any field name; a part with a file name is a picture.
   * JPEG, PNG, WebP and GIF are taken, known by their bytes. They are made anew from their pixels, so that nothing else
   * of the file is published, least of all the place where it was taken; of an animation the first picture is kept.
   * Unless the operator has set other limits: at most 10 pictures, 20 MB and 50 megapixels each, 100 MB together.
   * In the answers of `requests.get` and `requests.list`, pictures come before the addresses sent as `media_url`.
   */
  create(
    parameters: ParametersOf<'requests.create'>,
    options: OptionsOf<'requests.create'> = {},
  ): Call<AnswerOf<'requests.create'>> {
    return requestsCreate(this.#send, parameters, options);
  }

  /**
   * All cases of a jurisdiction, as a file
   *
   * Every public case in one answer, the newest first, as they all were at one moment. There is no limit of days and no
   * page; the filters mean what they mean in `requests.list`. The file is written while it is read: however many cases
   * there are, it begins at once. One that breaks off in the middle is never ended like a whole one: the connection is
   * cut before the last chunk, and every HTTP client reports that.
   *
   * At most two exports run at a time in one process; more are answered with 503 and `Retry-After`. One that nobody reads
   * from for a minute is ended, and so is one that takes longer than half an hour. An export has no `ETag`.
   *
   * ## CSV
   * RFC 4180: UTF-8, lines that end with CR LF, and one line of headings. The columns are the fields of a case in the
   * order of the standard; an empty cell is a `null`.
   *
   *     service_request_id,status,status_notes,service_name,service_code,description,…
   *     10000004,open,,Pothole,POTHOLE,"Deep, and full of water.",…
   *
   * A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, and residents write what they want.
   * Such a text, also behind blanks, and one that begins with a tab or a new line, gets an apostrophe in front of it:
   * `=1+1` is written as `'=1+1`. Numbers stay as they are. Programs that need each text as it was read NDJSON.
   *
   * ## NDJSON
   * One case on each line, exactly as `requests.list` has it.
   *
   *     {"service_request_id":"10000004","status":"open","status_notes":null,…}
   *
   * ## GeoJSON
   * One `FeatureCollection`, one feature on each line, the same features as in `requests.geojson`.
   */
  export(
    parameters: ParametersOf<'requests.export'>,
    options: OptionsOf<'requests.export'> = {},
  ): Call<AnswerOf<'requests.export'>> {
    return requestsExport(this.#send, parameters, options);
  }

  /**
   * One case
   *
   * GeoReport v2, GET Service Request. A list of one. The last digit of a number is a check digit: a number that can
   * only be a slip of the hand is answered with a 404 that says so.
   */
  get(
    parameters: ParametersOf<'requests.get'>,
    options: OptionsOf<'requests.get'> = {},
  ): Call<AnswerOf<'requests.get'>> {
    return requestsGet(this.#send, parameters, options);
  }
}

/**
 * Who has the same to report, counted and not named.
 */
export class SupportersResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Say that a case is yours as well
   *
   * An extension. An account of an app counts once for a case, however often it is sent, and the answer is the same.
   * How many there are is public, as `supporters` of `extended_attributes`; who they are is told to nobody, and not kept: of
   * `account_id` a hash is stored. The time of the last change, `updated_datetime`, does not move, since nobody has dealt
   * with the case; its `ETag` does.
   *
   * A case that is closed takes no supporters: the answer is 409. When it was closed as a duplicate, the answer names the
   * case that goes on, for which its supporters count now, as long as that one is public.
   */
  create(
    parameters: ParametersOf<'supporters.create'>,
    options: OptionsOf<'supporters.create'> = {},
  ): Call<AnswerOf<'supporters.create'>> {
    return supportersCreate(this.#send, parameters, options);
  }
}

/**
 * What happened to cases, read by partners and sent by them.
 */
export class UpdatesResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * What happened to the cases
   *
   * An extension that FixMyStreet and its partners speak. Every opening, change of status and released comment of public
   * cases, the earliest first, at most 1,000 in one answer. Without dates the last 90 days; with one date, the 90 days from
   * or up to it. Follow the `Link` header, `rel="next"`, until it is missing: a walk holds what was public when it began,
   * without what is withdrawn on the way. Ask again with the last `updated_datetime` you have seen: that second
   * comes again, and no update is missed, also one that was still being written. When a case was hidden and can be seen again,
   * its updates come again, with the same `update_id`.
   */
  list(
    parameters: ParametersOf<'updates.list'> = {},
    options: OptionsOf<'updates.list'> = {},
  ): ListCall<ItemOf<'updates.list'>> {
    return listOf(updatesList, this.#send, parameters, options);
  }

  /**
   * Send an update of a case
   *
   * A key with the scope `update` changes the status of the case, and what it says is public at once. From a key with the
   * scope `submit` it is a comment: the status stays, and the city holds it until staff release it, or refuses it.
   *
   * Sent again with the same `update_id` by the same key, it is still one update, and the answer is the first one.
   */
  create(
    parameters: ParametersOf<'updates.create'>,
    options: OptionsOf<'updates.create'> = {},
  ): Call<AnswerOf<'updates.create'>> {
    return updatesCreate(this.#send, parameters, options);
  }
}

/**
 * What others have told the city before.
 */
export class DuplicatesResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Cases that may be what somebody is about to submit
   *
   * An extension. Before an app submits a case, it can show what others have told the city there: up to 10 public open
   * cases of services of the same group, of the last 90 days, within as many metres of the place as the city has said
   * for the service (100 when it has not). The best come first, those of the same score by their numbers. A submission is never
   * refused because of what is found here; whoever finds their case can say so by `supporters.create`.
   *
   * Nothing is told that `requests.list` would not tell. Cases of sensitive services are left out.
   *
   * ## The score
   * From 0 to 1, with at most three digits behind the point, the sum of
   *
   * - 0.5 × (1 − distance ÷ radius),
   * - 0.2 if the service is the same,
   * - 0.3 × likeness of the texts: the number of groups of three letters (trigrams) that both have, divided by the number of
   *   those that either has. The one text is `description`, with e-mail addresses and phone numbers masked as in
   *   public answers; the other is the public description of the case and the name of its service in the city's own
   *   language. Case and diacritics do not matter, and the first 500 characters of each count.
   *
   * Without a `description` the likeness is 0. At most 10,000 cases around the place are looked at, the newest first,
   * and the texts of the nearest 200 are compared.
   */
  list(
    parameters: ParametersOf<'duplicates.list'>,
    options: OptionsOf<'duplicates.list'> = {},
  ): Call<AnswerOf<'duplicates.list'>> {
    return duplicatesList(this.#send, parameters, options);
  }
}

/**
 * Districts, and who serves a place.
 */
export class AreasResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * The districts of a city, or its outline
   *
   * An extension. With `.geojson` a FeatureCollection, ready for a map; in JSON a list with each shape in `geometry`; XML
   * leaves the shapes out. A city that has not said what its districts are has an empty list; its outline is there by
   * `outline=true`.
   */
  list(
    parameters: ParametersOf<'areas.list'> = {},
    options: OptionsOf<'areas.list'> = {},
  ): Call<AnswerOf<'areas.list'>> {
    return areasList(this.#send, parameters, options);
  }
}

/**
 * Operations on locations.
 */
export class LocationsResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Who serves a place
   *
   * An extension. The cities of this server that take cases at a place, and the district it lies in; an empty list when no
   * city does. With `jurisdiction_id` only that city is asked. A place on the border of two districts lies in exactly
   * one of them.
   */
  list(
    parameters: ParametersOf<'locations.list'>,
    options: OptionsOf<'locations.list'> = {},
  ): Call<AnswerOf<'locations.list'>> {
    return locationsList(this.#send, parameters, options);
  }
}

/**
 * Operations on clusters.
 */
export class ClustersResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * How many cases there are, and where
   *
   * An extension. What a map shows of many cases without loading them: those of a rectangle in at most 300 groups. The
   * cases are those that `requests.list` tells with the same parameters, and it is the same window of time: without dates
   * the last 90 days. A case without coordinates lies in no rectangle.
   *
   * ## How exact
   * The cases are counted while you ask; no count is older than its answer. Where a count would have to go through more than
   * about 250,000 cases, some stretches of the window of time are counted instead of the whole: `estimated` is then `true`, counts
   * are multiples of the part that was looked at, and a group of a few cases may be missing. Look closer, ask for a
   * shorter time or for fewer services to have exact counts.
   */
  list(
    parameters: ParametersOf<'clusters.list'>,
    options: OptionsOf<'clusters.list'> = {},
  ): Call<AnswerOf<'clusters.list'>> {
    return clustersList(this.#send, parameters, options);
  }
}

/**
 * Streets, squares and addresses, by name.
 */
export class PlacesResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Streets, squares and addresses by name
   *
   * An extension. The city's own directory of places, for somebody who types where something is. At most 20, those that fit
   * best first: a name that begins like this goes before one that has it in the middle, and when nothing fits, names
   * that differ by a letter or two are taken. Case and diacritics do not matter. A house number is looked
   * for in the street of that name; where the directory does not have it, the street is the answer, and `address_string`
   * keeps the number. A city without a directory has an empty list.
   */
  list(
    parameters: ParametersOf<'places.list'>,
    options: OptionsOf<'places.list'> = {},
  ): Call<AnswerOf<'places.list'>> {
    return placesList(this.#send, parameters, options);
  }
}

/**
 * Pictures that came with cases.
 */
export class MediaResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * A picture of a case
   *
   * A JPEG, the right way up and without anything that its camera wrote into it. Never changes under its address, so
   * that it may be kept for ever. A picture of a case that is not public, or of a comment that is not released, is
   * answered like one that does not exist.
   */
  get(
    parameters: ParametersOf<'media.get'>,
    options: OptionsOf<'media.get'> = {},
  ): Call<AnswerOf<'media.get'>> {
    return mediaGet(this.#send, parameters, options);
  }
}

/**
 * Cases that somebody thinks should not be public.
 */
export class ReportsResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Say that a case should not be public
   *
   * Anybody may say so, without a key; staff read it. From a number of reporters on, three unless the city has set another,
   * the case is in no public answer until staff have decided. Who says it again about the same case is counted once, and
   * nobody is told what comes of it. At most 20 reports an hour are taken from one address, and 100 of one case.
   */
  create(
    parameters: ParametersOf<'reports.create'>,
    options: OptionsOf<'reports.create'> = {},
  ): Call<AnswerOf<'reports.create'>> {
    return reportsCreate(this.#send, parameters, options);
  }
}

/**
 * From the token of a batch service to the number of the case.
 */
export class TokensResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * The number behind a token
   *
   * GeoReport v2, GET service_request_id From Token. Until the city has taken the case over, `service_request_id` is
   * `null`: ask again later. A token never expires.
   */
  get(
    parameters: ParametersOf<'tokens.get'>,
    options: OptionsOf<'tokens.get'> = {},
  ): Call<AnswerOf<'tokens.get'>> {
    return tokensGet(this.#send, parameters, options);
  }
}

/**
 * An e-mail address that a developer has proved, and what belongs to it.
 */
export class AccountsResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Ask for a link by e-mail
   *
   * Whoever develops something gets an account by proving an e-mail address, and later on comes back the same way: a mail
   * with a link is sent to the address. The answer is always the same, whether or not the address has an account, and
   * whether or not a mail is sent.
   *
   * While a mail has no answer there will be no other one to that mailbox, whoever asks for it and however much later; the mail
   * can also be answered with "never again". Upper and lower case, what follows a `+`, and at Gmail dots make no other mailbox.
   * Every name of a domain may lead to one person, so that while a mail has no answer none goes to any other address of its
   * domain either, and the answer is 409, whatever the address. Excepted are large mail services, and domains of which two
   * mailboxes have an account. At most
   * 10 calls an hour are taken from one address on the network.
   */
  create(
    parameters: ParametersOf<'accounts.create'>,
    options: OptionsOf<'accounts.create'> = {},
  ): Call<AnswerOf<'accounts.create'>> {
    return accountsCreate(this.#send, parameters, options);
  }

  /**
   * Follow the link of a mail
   *
   * The token is what stands behind `#confirm=` in the link of the mail. It works once, for 24 hours, and gives an account
   * token. Send that one as `Authorization: Bearer …` with everything about the account and its keys; it works for 30 days.
   * A token that has expired is answered with 410, and can be made anew with `accounts.renew`; one that was used already with
   * 409, and cannot: ask for another mail with `accounts.create`.
   */
  confirm(
    parameters: ParametersOf<'accounts.confirm'>,
    options: OptionsOf<'accounts.confirm'> = {},
  ): Call<AnswerOf<'accounts.confirm'>> {
    return accountsConfirm(this.#send, parameters, options);
  }

  /**
   * Have an expired link made anew
   *
   * Takes the token of a link that has expired, once, and sends a new mail to the same address; one that has not expired or
   * was used already is answered with 409. Counts for the same limit as
   * `accounts.create`.
   */
  renew(
    parameters: ParametersOf<'accounts.renew'>,
    options: OptionsOf<'accounts.renew'> = {},
  ): Call<AnswerOf<'accounts.renew'>> {
    return accountsRenew(this.#send, parameters, options);
  }

  /**
   * Want no mail ever again
   *
   * Takes the token of a mail that is not answered yet, however old it is. From then on no mail is sent to that mailbox,
   * whoever asks for it, until an operator has been told otherwise. The address itself is erased.
   */
  refuse(
    parameters: ParametersOf<'accounts.refuse'>,
    options: OptionsOf<'accounts.refuse'> = {},
  ): Call<AnswerOf<'accounts.refuse'>> {
    return accountsRefuse(this.#send, parameters, options);
  }

  /**
   * Your account
   *
   * The account whose token is sent.
   */
  get(
    parameters: ParametersOf<'accounts.get'> = {},
    options: OptionsOf<'accounts.get'> = {},
  ): Call<AnswerOf<'accounts.get'>> {
    return accountsGet(this.#send, parameters, options);
  }

  /**
   * Delete your account
   *
   * Erases the address, ends all account tokens, withdraws requests for keys and revokes all keys of the account, at once.
   */
  delete(
    parameters: ParametersOf<'accounts.delete'> = {},
    options: OptionsOf<'accounts.delete'> = {},
  ): Call<AnswerOf<'accounts.delete'>> {
    return accountsDelete(this.#send, parameters, options);
  }

  /**
   * End an account token
   *
   * Ends the account token that is sent. Others of the same account go on.
   */
  leave(
    parameters: ParametersOf<'accounts.leave'> = {},
    options: OptionsOf<'accounts.leave'> = {},
  ): Call<AnswerOf<'accounts.leave'>> {
    return accountsLeave(this.#send, parameters, options);
  }
}

/**
 * The API keys of an account.
 */
export class KeysResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Your keys
   *
   * The keys of your account, those that work first, and what you have asked for; of each the newest first, and at most 100. No
   * account has more keys that work, so that only such as ended long ago are left out. The keys
   * themselves are not told: each is shown once, when it is made.
   */
  list(
    parameters: ParametersOf<'keys.list'> = {},
    options: OptionsOf<'keys.list'> = {},
  ): Call<AnswerOf<'keys.list'>> {
    return keysList(this.#send, parameters, options);
  }

  /**
   * Ask for a key
   *
   * A `test` key, for the sandbox of a city, is there at once: 201, and its text in `key`, which is shown only now. A `live`
   * key and a `publishable` one, which may stand in the pages of its `origins`, are for an operator to decide about: 202, and
   * a mail when it is decided; then `keys.collect` makes the key. At most 10 test keys and 40 others that work, and 5 requests
   * without an answer, are taken for one account.
   */
  create(
    parameters: ParametersOf<'keys.create'>,
    options: OptionsOf<'keys.create'> = {},
  ): Call<AnswerOf<'keys.create'>> {
    return keysCreate(this.#send, parameters, options);
  }

  /**
   * Take a key that was approved
   *
   * Makes the key of a request that an operator has approved, once. Its text is shown only now.
   */
  collect(
    parameters: ParametersOf<'keys.collect'>,
    options: OptionsOf<'keys.collect'> = {},
  ): Call<AnswerOf<'keys.collect'>> {
    return keysCollect(this.#send, parameters, options);
  }

  /**
   * Revoke a key
   *
   * It no longer works from now on. Sent again, it is answered the same.
   */
  revoke(
    parameters: ParametersOf<'keys.revoke'>,
    options: OptionsOf<'keys.revoke'> = {},
  ): Call<AnswerOf<'keys.revoke'>> {
    return keysRevoke(this.#send, parameters, options);
  }

  /**
   * Replace a key by a new one
   *
   * Makes a new key that may do the same. The old one goes on working for `overlap_hours`, so that you can put the new one in
   * its place without an interruption. What was sent with the old one stays that of the new one. While a key that it has replaced
   * still works, a key can be replaced with `overlap_hours: 0` only.
   */
  rotate(
    parameters: ParametersOf<'keys.rotate'>,
    options: OptionsOf<'keys.rotate'> = {},
  ): Call<AnswerOf<'keys.rotate'>> {
    return keysRotate(this.#send, parameters, options);
  }

  /**
   * How a key was used
   *
   * Calls with a key, and how many of them were answered with an error: by the hour for the last 7 days, or by the day, in
   * UTC, for the last 90. Hours and days without a call are left out. The last minute may be missing.
   */
  usage(
    parameters: ParametersOf<'keys.usage'>,
    options: OptionsOf<'keys.usage'> = {},
  ): Call<AnswerOf<'keys.usage'>> {
    return keysUsage(this.#send, parameters, options);
  }
}

/**
 * For operators and load balancers.
 */
export class HealthResource {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /**
   * Is the process alive
   *
   * Answers as long as the process can answer at all. It looks at nothing else.
   */
  live(
    parameters: ParametersOf<'health.live'> = {},
    options: OptionsOf<'health.live'> = {},
  ): Call<AnswerOf<'health.live'>> {
    return healthLive(this.#send, parameters, options);
  }

  /**
   * Can the process do its work
   *
   * Looks at the database, the state of its migrations and the job queue. False while the process is stopping.
   */
  ready(
    parameters: ParametersOf<'health.ready'> = {},
    options: OptionsOf<'health.ready'> = {},
  ): Call<AnswerOf<'health.ready'>> {
    return healthReady(this.#send, parameters, options);
  }
}

/** Every resource of the contract, by its name. */
export class Resources {
  /**
   * Where the endpoints are, and what they speak.
   */
  readonly discovery: DiscoveryResource;
  /**
   * The cities, and how their pages look.
   */
  readonly jurisdictions: JurisdictionsResource;
  /**
   * What the city can be told about.
   */
  readonly services: ServicesResource;
  /**
   * Cases, submitted and followed.
   */
  readonly requests: RequestsResource;
  /**
   * Who has the same to report, counted and not named.
   */
  readonly supporters: SupportersResource;
  /**
   * What happened to cases, read by partners and sent by them.
   */
  readonly updates: UpdatesResource;
  /**
   * What others have told the city before.
   */
  readonly duplicates: DuplicatesResource;
  /**
   * Districts, and who serves a place.
   */
  readonly areas: AreasResource;
  /**
   * Operations on locations.
   */
  readonly locations: LocationsResource;
  /**
   * Operations on clusters.
   */
  readonly clusters: ClustersResource;
  /**
   * Streets, squares and addresses, by name.
   */
  readonly places: PlacesResource;
  /**
   * Pictures that came with cases.
   */
  readonly media: MediaResource;
  /**
   * Cases that somebody thinks should not be public.
   */
  readonly reports: ReportsResource;
  /**
   * From the token of a batch service to the number of the case.
   */
  readonly tokens: TokensResource;
  /**
   * An e-mail address that a developer has proved, and what belongs to it.
   */
  readonly accounts: AccountsResource;
  /**
   * The API keys of an account.
   */
  readonly keys: KeysResource;
  /**
   * For operators and load balancers.
   */
  readonly health: HealthResource;

  constructor(send: Send) {
    this.discovery = new DiscoveryResource(send);
    this.jurisdictions = new JurisdictionsResource(send);
    this.services = new ServicesResource(send);
    this.requests = new RequestsResource(send);
    this.supporters = new SupportersResource(send);
    this.updates = new UpdatesResource(send);
    this.duplicates = new DuplicatesResource(send);
    this.areas = new AreasResource(send);
    this.locations = new LocationsResource(send);
    this.clusters = new ClustersResource(send);
    this.places = new PlacesResource(send);
    this.media = new MediaResource(send);
    this.reports = new ReportsResource(send);
    this.tokens = new TokensResource(send);
    this.accounts = new AccountsResource(send);
    this.keys = new KeysResource(send);
    this.health = new HealthResource(send);
  }
}
