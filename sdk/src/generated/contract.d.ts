// Generated from openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/open311/discovery.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * The endpoints of this server
         * @description Service Discovery v1. Without `jurisdiction_id` it describes every jurisdiction served here; with it, or below
         * `/open311/{jurisdiction_id}/v2`, that one alone. Clients compare `changeset` to learn whether service lists or
         * definitions have changed since they last looked.
         */
        get: operations["discovery.get"];
    };
    "/open311/jurisdictions.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * The cities of this server
         * @description An extension. Every city that is served here, sorted by id; the first 1,000 if there should be more.
         */
        get: operations["jurisdictions.list"];
    };
    "/open311/v2/jurisdiction.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * What a city is, and how its portal looks
         * @description An extension. What a page needs to know of a city before it can show anything: its name, its languages, where it lies
         * on a map, and what the city has said about its portal. What it has not said is null: the page takes its own.
         */
        get: operations["jurisdictions.get"];
    };
    "/open311/v2/services.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * All services of a jurisdiction
         * @description GeoReport v2, GET Service List. Only services that are active and open to the public, sorted by group and then by
         * name. With `lat` and `long` only those that are offered at that place: none outside of the area that the city
         * serves, and of the services of some districts those of the place's district.
         */
        get: operations["services.list"];
    };
    "/open311/v2/services/{service_code}.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the service, percent-encoded.
                 * @example POTHOLE
                 */
                service_code: string;
            };
        };
        /**
         * The questions a service asks
         * @description GeoReport v2, GET Service Definition. A service whose `metadata` is `false` asks nothing and answers with an empty
         * list of attributes.
         */
        get: operations["services.get"];
    };
    "/open311/v2/requests.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Cases of a jurisdiction
         * @description GeoReport v2, GET Service Requests. The newest come first, at most 1,000 in one answer. Without dates the last 90
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
        get: operations["requests.list"];
        /**
         * Submit a case
         * @description GeoReport v2, POST Service Request. A place is needed: `lat` and `long`, or `address_string`.
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
        post: operations["requests.create"];
    };
    "/open311/v2/exports/requests.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `csv`, `ndjson` or `geojson`.
                 * @example csv
                 */
                format: "csv" | "ndjson" | "geojson";
            };
        };
        /**
         * All cases of a jurisdiction, as a file
         * @description Every public case in one answer, the newest first, as they all were at one moment. There is no limit of days and no
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
        get: operations["requests.export"];
    };
    "/open311/v2/requests/{service_request_id}.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number of the case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        /**
         * One case
         * @description GeoReport v2, GET Service Request. A list of one. The last digit of a number is a check digit: a number that can
         * only be a slip of the hand is answered with a 404 that says so.
         */
        get: operations["requests.get"];
    };
    "/open311/v2/requests/{service_request_id}/supporters.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number of the case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        /**
         * Say that a case is yours as well
         * @description An extension. An account of an app counts once for a case, however often it is sent, and the answer is the same.
         * How many there are is public, as `supporters` of `extended_attributes`; who they are is told to nobody, and not kept: of
         * `account_id` a hash is stored. The time of the last change, `updated_datetime`, does not move, since nobody has dealt
         * with the case; its `ETag` does.
         *
         * A case that is closed takes no supporters: the answer is 409. When it was closed as a duplicate, the answer names the
         * case that goes on, for which its supporters count now, as long as that one is public.
         */
        post: operations["supporters.create"];
    };
    "/open311/v2/servicerequestupdates.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * What happened to the cases
         * @description An extension that FixMyStreet and its partners speak. Every opening, change of status and released comment of public
         * cases, the earliest first, at most 1,000 in one answer. Without dates the last 90 days; with one date, the 90 days from
         * or up to it. Follow the `Link` header, `rel="next"`, until it is missing: a walk holds what was public when it began,
         * without what is withdrawn on the way. Ask again with the last `updated_datetime` you have seen: that second
         * comes again, and no update is missed, also one that was still being written. When a case was hidden and can be seen again,
         * its updates come again, with the same `update_id`.
         */
        get: operations["updates.list"];
        /**
         * Send an update of a case
         * @description A key with the scope `update` changes the status of the case, and what it says is public at once. From a key with the
         * scope `submit` it is a comment: the status stays, and the city holds it until staff release it, or refuses it.
         *
         * Sent again with the same `update_id` by the same key, it is still one update, and the answer is the first one.
         */
        post: operations["updates.create"];
    };
    "/open311/v2/duplicates.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Cases that may be what somebody is about to submit
         * @description An extension. Before an app submits a case, it can show what others have told the city there: up to 10 public open
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
        get: operations["duplicates.list"];
    };
    "/open311/v2/areas.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * The districts of a city, or its outline
         * @description An extension. With `.geojson` a FeatureCollection, ready for a map; in JSON a list with each shape in `geometry`; XML
         * leaves the shapes out. A city that has not said what its districts are has an empty list; its outline is there by
         * `outline=true`.
         */
        get: operations["areas.list"];
    };
    "/open311/v2/locations.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Who serves a place
         * @description An extension. The cities of this server that take cases at a place, and the district it lies in; an empty list when no
         * city does. With `jurisdiction_id` only that city is asked. A place on the border of two districts lies in exactly
         * one of them.
         */
        get: operations["locations.list"];
    };
    "/open311/v2/clusters.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * How many cases there are, and where
         * @description An extension. What a map shows of many cases without loading them: those of a rectangle in at most 300 groups. The
         * cases are those that `requests.list` tells with the same parameters, and it is the same window of time: without dates
         * the last 90 days. A case without coordinates lies in no rectangle.
         *
         * ## How exact
         * The cases are counted while you ask; no count is older than its answer. Where a count would have to go through more than
         * about 250,000 cases, some stretches of the window of time are counted instead of the whole: `estimated` is then `true`, counts
         * are multiples of the part that was looked at, and a group of a few cases may be missing. Look closer, ask for a
         * shorter time or for fewer services to have exact counts.
         */
        get: operations["clusters.list"];
    };
    "/open311/v2/places.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Streets, squares and addresses by name
         * @description An extension. The city's own directory of places, for somebody who types where something is. At most 20, those that fit
         * best first: a name that begins like this goes before one that has it in the middle, and when nothing fits, names
         * that differ by a letter or two are taken. Case and diacritics do not matter. A house number is looked
         * for in the street of that name; where the directory does not have it, the street is the answer, and `address_string`
         * keeps the number. A city without a directory has an empty list.
         */
        get: operations["places.list"];
    };
    "/media/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a picture as it stands at the end of `media_url`: 32 hexadecimal digits and `.jpg`. With `.small.jpg`
                 * it is the small one, of at most 320 pixels. With `.png`, the logo of a city, as its `logo_url` has it.
                 * @example 8f14e45fceea167a5a36dedd4bea2543.jpg
                 */
                file: string;
            };
        };
        /**
         * A picture of a case
         * @description A JPEG, the right way up and without anything that its camera wrote into it. Never changes under its address, so
         * that it may be kept for ever. A picture of a case that is not public, or of a comment that is not released, is
         * answered like one that does not exist.
         */
        get: operations["media.get"];
    };
    "/open311/v2/requests/{service_request_id}/reports.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The number of a public case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        /**
         * Say that a case should not be public
         * @description Anybody may say so, without a key; staff read it. From a number of reporters on, three unless the city has set another,
         * the case is in no public answer until staff have decided. Who says it again about the same case is counted once, and
         * nobody is told what comes of it. At most 20 reports an hour are taken from one address, and 100 of one case.
         */
        post: operations["reports.create"];
    };
    "/open311/v2/tokens/{token}.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The token that a batch service answered with.
                 * @example 5f3a1c9e7b2d4860a1b2c3d4e5f60718
                 */
                token: string;
            };
        };
        /**
         * The number behind a token
         * @description GeoReport v2, GET service_request_id From Token. Until the city has taken the case over, `service_request_id` is
         * `null`: ask again later. A token never expires.
         */
        get: operations["tokens.get"];
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Ask for a link by e-mail
         * @description Whoever develops something gets an account by proving an e-mail address, and later on comes back the same way: a mail
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
        post: operations["accounts.create"];
    };
    "/accounts/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Follow the link of a mail
         * @description The token is what stands behind `#confirm=` in the link of the mail. It works once, for 24 hours, and gives an account
         * token. Send that one as `Authorization: Bearer …` with everything about the account and its keys; it works for 30 days.
         * A token that has expired is answered with 410, and can be made anew with `accounts.renew`; one that was used already with
         * 409, and cannot: ask for another mail with `accounts.create`.
         */
        post: operations["accounts.confirm"];
    };
    "/accounts/renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Have an expired link made anew
         * @description Takes the token of a link that has expired, once, and sends a new mail to the same address; one that has not expired or
         * was used already is answered with 409. Counts for the same limit as
         * `accounts.create`.
         */
        post: operations["accounts.renew"];
    };
    "/accounts/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Want no mail ever again
         * @description Takes the token of a mail that is not answered yet, however old it is. From then on no mail is sent to that mailbox,
         * whoever asks for it, until an operator has been told otherwise. The address itself is erased.
         */
        post: operations["accounts.refuse"];
    };
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Your account
         * @description The account whose token is sent.
         */
        get: operations["accounts.get"];
        /**
         * Delete your account
         * @description Erases the address, ends all account tokens, withdraws requests for keys and revokes all keys of the account, at once.
         */
        delete: operations["accounts.delete"];
    };
    "/account/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * End an account token
         * @description Ends the account token that is sent. Others of the same account go on.
         */
        delete: operations["accounts.leave"];
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Your keys
         * @description The keys of your account, those that work first, and what you have asked for; of each the newest first, and at most 100. No
         * account has more keys that work, so that only such as ended long ago are left out. The keys
         * themselves are not told: each is shown once, when it is made.
         */
        get: operations["keys.list"];
        /**
         * Ask for a key
         * @description A `test` key, for the sandbox of a city, is there at once: 201, and its text in `key`, which is shown only now. A `live`
         * key and a `publishable` one, which may stand in the pages of its `origins`, are for an operator to decide about: 202, and
         * a mail when it is decided; then `keys.collect` makes the key. At most 10 test keys and 40 others that work, and 5 requests
         * without an answer, are taken for one account.
         */
        post: operations["keys.create"];
    };
    "/keys/requests/{request_id}/collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a request of yours.
                 * @example 4
                 */
                request_id: string;
            };
        };
        /**
         * Take a key that was approved
         * @description Makes the key of a request that an operator has approved, once. Its text is shown only now.
         */
        post: operations["keys.collect"];
    };
    "/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        /**
         * Revoke a key
         * @description It no longer works from now on. Sent again, it is answered the same.
         */
        delete: operations["keys.revoke"];
    };
    "/keys/{key_id}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        /**
         * Replace a key by a new one
         * @description Makes a new key that may do the same. The old one goes on working for `overlap_hours`, so that you can put the new one in
         * its place without an interruption. What was sent with the old one stays that of the new one. While a key that it has replaced
         * still works, a key can be replaced with `overlap_hours: 0` only.
         */
        post: operations["keys.rotate"];
    };
    "/keys/{key_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        /**
         * How a key was used
         * @description Calls with a key, and how many of them were answered with an error: by the hour for the last 7 days, or by the day, in
         * UTC, for the last 90. Hours and days without a call are left out. The last minute may be missing.
         */
        get: operations["keys.usage"];
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Is the process alive
         * @description Answers as long as the process can answer at all. It looks at nothing else.
         */
        get: operations["health.live"];
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        /**
         * Can the process do its work
         * @description Looks at the database, the state of its migrations and the job queue. False while the process is stopping.
         */
        get: operations["health.ready"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What an API key may do. `submit` hands cases in, `update` changes their status. What a key with `trusted` as well hands in
         * is not held for what a machine sees in it.
         * @enum {string}
         */
        KeyScope: "submit" | "update" | "trusted";
        /** @description Service Discovery v1. */
        Discovery: {
            /**
             * Format: date-time
             * @description When this document last changed.
             */
            changeset: string;
            /** @description Whom to ask about this server. */
            contact: string;
            /** @description How to get an API key. */
            key_service: string;
            endpoints: components["schemas"]["Endpoint"][];
        };
        Endpoint: {
            /** @description Always `http://wiki.open311.org/GeoReport_v2`. */
            specification: string;
            /** @description The base path of the endpoint. */
            url: string;
            /**
             * Format: date-time
             * @description When its service list, or any definition in it, last changed.
             */
            changeset: string;
            /** @enum {string} */
            type: "production" | "test";
            /** @description Media types, in the order of the standard. */
            formats: string[];
        };
        AreaList: components["schemas"]["Area"][];
        Area: {
            /**
             * @description Made of the name; unique in the city.
             * @example psie-pole
             */
            area_code: string;
            /** @example Psie Pole */
            name: string;
            /** @description A GeoJSON Polygon or MultiPolygon, WGS84. Not in XML. */
            geometry?: {
                /** @enum {string} */
                type: "Polygon" | "MultiPolygon";
                coordinates: unknown[];
            };
        };
        LocationList: components["schemas"]["Location"][];
        Location: {
            /**
             * @description The city that serves the place.
             * @example wroclaw.pl
             */
            jurisdiction_id: string;
            /**
             * @description Its name.
             * @example Wrocław
             */
            name: string;
            /**
             * @description The district; null when the city has none there.
             * @example stare-miasto
             */
            area_code: string | null;
            /** @example Stare Miasto */
            area_name: string | null;
        };
        JurisdictionList: components["schemas"]["ListedJurisdiction"][];
        ListedJurisdiction: {
            /**
             * @description Names the city in paths and parameters.
             * @example wroclaw.pl
             */
            jurisdiction_id: string;
            /** @example Wrocław */
            name: string;
            /**
             * @description Its own language.
             * @example pl
             */
            locale: string;
        };
        JurisdictionDescription: {
            /** @example wroclaw.pl */
            jurisdiction_id: string;
            /** @example Wrocław */
            name: string;
            /**
             * @description Its own language, in which it answers when nothing else is asked for.
             * @example pl
             */
            locale: string;
            /** @description All languages that its services have names in; its own among them. */
            locales: string[];
            /**
             * @description IANA name; times without a zone are read in it.
             * @example Europe/Warsaw
             */
            time_zone: string;
            /** @description Whom to ask. */
            contact: string;
            /** @description Whether it is made up, to show what the server does. */
            demonstration: boolean;
            bounds: components["schemas"]["Bounds"];
            portal: components["schemas"]["Portal"];
        };
        /**
         * @description West, south, east and north in degrees, around the area that the city serves; around its districts where that is not
         * said, and around its newest cases where neither is. Null when nothing is known.
         */
        Bounds: number[] | null;
        Portal: {
            /**
             * @description What stands above its pages; the name of the city when nothing else is said.
             * @example Napraw Wrocław
             */
            title: string;
            /** @description A picture of at most 512 pixels a side, PNG. The address changes when the picture does. */
            logo_url: string | null;
            colours: {
                /**
                 * @description For links on white or light grey and for areas with white text; all have a contrast of 4.5 to 1 at least (WCAG 2.2 AA).
                 * @example #1d4ed8
                 */
                brand: string | null;
                /**
                 * @description The same for dark pages, made by the server: `brand` mixed with as much white as it takes to have a contrast of 4.5 to
                 * 1 on `#1f252c`.
                 * @example #6c8ce6
                 */
                brand_dark: string | null;
            };
            /**
             * @description Where the pieces of its map are, with `{z}`, `{x}` and `{y}`. Null, draw its districts instead.
             * @example https://tile.example/{z}/{x}/{y}.png
             */
            tiles_url: string | null;
            /** @description Whom the map comes from, to be shown on it. */
            tiles_attribution: string | null;
        };
        Clusters: {
            /** @description How many cases there are in all groups. */
            total: number;
            /** @description Whether a part of the cases was counted and the rest reckoned. */
            estimated: boolean;
            /** @description The largest group first. */
            clusters: components["schemas"]["Cluster"][];
        };
        Cluster: {
            /** @description How many cases it has. */
            count: number;
            /** @description The middle of its cases. */
            lat: number;
            long: number;
            /** @description West, south, east and north of its cases. */
            bounds: number[];
            /** @description The number of the case, when there is one. */
            service_request_id: string | null;
        };
        /** @description Groups as GeoJSON (RFC 7946), with `total` and `estimated` beside the features. */
        ClusterFeatures: {
            /** @constant */
            type: "FeatureCollection";
            total: number;
            estimated: boolean;
            features: {
                /** @constant */
                type: "Feature";
                bbox: number[];
                geometry: {
                    /** @constant */
                    type: "Point";
                    /** @description Longitude, latitude. */
                    coordinates: number[];
                };
                properties: components["schemas"]["Cluster"];
            }[];
        };
        PlaceList: components["schemas"]["Place"][];
        Place: {
            /**
             * @description As people write it, with the house number where it has one.
             * @example ul. Świdnicka 12
             */
            name: string;
            /**
             * @description `place`: something else that has a name, such as a park or a school.
             * @enum {string}
             */
            kind: "street" | "square" | "address" | "place";
            /**
             * @description Stands in `name` as well.
             * @example 12
             */
            house_number: string | null;
            /** @description Which of several of the same name, such as a village or an estate. */
            locality: string | null;
            lat: number;
            long: number;
            /**
             * @description The district; null when the city has none there.
             * @example stare-miasto
             */
            area_code: string | null;
            /** @example Stare Miasto */
            area_name: string | null;
            /**
             * @description Only where a house number was looked for that the directory does not have: the name with that number, to be
             * submitted as the `address_string` of a case. The point is that of the street.
             * @example ul. Świdnicka 999
             */
            address_string?: string;
        };
        ServiceList: components["schemas"]["Service"][];
        Service: {
            /** @description Names the service. Unique in its jurisdiction. */
            service_code: string;
            service_name: string;
            description: string | null;
            /** @description `true` when the service asks questions: see `services.get`. */
            metadata: boolean;
            /**
             * @description `realtime`: the number comes at once. `batch`: a token comes first. `blackbox`: no number ever comes.
             * @enum {string}
             */
            type: "realtime" | "batch" | "blackbox";
            /** @description Words to find the service by, separated by comma and space. */
            keywords: string | null;
            group: string | null;
        };
        ServiceDefinition: {
            service_code: string;
            attributes: components["schemas"]["ServiceAttribute"][];
        };
        ServiceAttribute: {
            /** @description `false`: a text to show, in `description`, with nothing to answer. */
            variable: boolean;
            /** @description Names the attribute in `attribute[CODE]`. */
            code: string;
            /** @enum {string} */
            datatype: "string" | "number" | "datetime" | "text" | "singlevaluelist" | "multivaluelist";
            required: boolean;
            /** @description A hint on how to answer. */
            datatype_description: string | null;
            /** @description The place of the question in the form; 1 comes first. */
            order: number;
            /** @description The question. */
            description: string | null;
            /** @description The answers of a list; absent for other datatypes. */
            values?: components["schemas"]["AttributeValue"][];
        };
        AttributeValue: {
            /** @description What to send. */
            key: string;
            /** @description What to show. */
            name: string;
        };
        RequestList: components["schemas"]["Request"][];
        /** @description A case, as everybody may see it. */
        Request: {
            /** @description The number of the case, with its check digit. */
            service_request_id: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @description Why the status is what it is. */
            status_notes: string | null;
            service_name: string;
            service_code: string;
            description: string | null;
            agency_responsible: string | null;
            /** @description What will be done about it. */
            service_notice: string | null;
            /** Format: date-time */
            requested_datetime: string;
            /**
             * Format: date-time
             * @description The last change; for a closed case, when it was closed.
             */
            updated_datetime: string;
            /**
             * Format: date-time
             * @description When it should be done.
             */
            expected_datetime: string | null;
            address: string | null;
            address_id: string | null;
            zipcode: string | null;
            /** @description WGS84, at most 7 decimals; to about a kilometre where the service is sensitive. */
            lat: number | null;
            long: number | null;
            /** @description The first picture, of at most 1,600 pixels; see `media.get` for the small one. */
            media_url: string | null;
            extended_attributes?: components["schemas"]["ExtendedAttributes"];
            /** @description The timeline, the earliest first. Only with `extensions=true`. */
            notes?: components["schemas"]["Note"][];
            /** @description Answers to the questions of the service. Only with `extensions=true`. */
            attributes?: components["schemas"]["GivenAttribute"][];
        };
        DuplicateList: components["schemas"]["Duplicate"][];
        /** @description A case as `requests.list` tells it, and how near it comes to what is about to be submitted. */
        Duplicate: {
            /** @description The number of the case, with its check digit. */
            service_request_id: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @description Why the status is what it is. */
            status_notes: string | null;
            service_name: string;
            service_code: string;
            description: string | null;
            agency_responsible: string | null;
            /** @description What will be done about it. */
            service_notice: string | null;
            /** Format: date-time */
            requested_datetime: string;
            /**
             * Format: date-time
             * @description The last change; for a closed case, when it was closed.
             */
            updated_datetime: string;
            /**
             * Format: date-time
             * @description When it should be done.
             */
            expected_datetime: string | null;
            address: string | null;
            address_id: string | null;
            zipcode: string | null;
            /** @description WGS84, at most 7 decimals; to about a kilometre where the service is sensitive. */
            lat: number | null;
            long: number | null;
            /** @description The first picture, of at most 1,600 pixels; see `media.get` for the small one. */
            media_url: string | null;
            extended_attributes?: components["schemas"]["ExtendedAttributes"];
            /** @description The timeline, the earliest first. Only with `extensions=true`. */
            notes?: components["schemas"]["Note"][];
            /** @description Answers to the questions of the service. Only with `extensions=true`. */
            attributes?: components["schemas"]["GivenAttribute"][];
            /** @description How far it is from the place. */
            distance_metres: number;
            /** @description How probably it is the same, at most three digits behind the point. */
            score: number;
        };
        ListedRequests: (components["schemas"]["Request"] | components["schemas"]["WithdrawnRequest"])[];
        /** @description Cases as GeoJSON (RFC 7946). A case without coordinates has no geometry. */
        RequestFeatures: {
            /** @constant */
            type: "FeatureCollection";
            features: {
                /** @constant */
                type: "Feature";
                id: string;
                geometry: null | {
                    /** @constant */
                    type: "Point";
                    /** @description Longitude, latitude. */
                    coordinates: number[];
                };
                properties: components["schemas"]["Request"] | components["schemas"]["WithdrawnRequest"];
            }[];
        };
        /**
         * @description A case that is no longer public. Only with `extensions=true` and `updated_after`, so that those who keep a copy can take
         * it out.
         */
        WithdrawnRequest: {
            service_request_id: string;
            /** @constant */
            status: "closed";
            status_notes: null;
            service_name: null;
            service_code: null;
            description: null;
            agency_responsible: null;
            service_notice: null;
            requested_datetime: null;
            /**
             * Format: date-time
             * @description When it was withdrawn.
             */
            updated_datetime: string;
            expected_datetime: null;
            address: null;
            address_id: null;
            zipcode: null;
            lat: null;
            long: null;
            media_url: null;
            extended_attributes: {
                /** @constant */
                withdrawn: true;
            };
        };
        /** @description What goes beyond the standard. Only with `extensions=true`. */
        ExtendedAttributes: {
            /** @description The status in more detail than open and closed. */
            detailed_status: string;
            /** @description The district in which the case lies; null when it has no coordinates or the city has no district there. */
            area_code: string | null;
            area_name: string | null;
            /** @description All pictures; the first one is `media_url`. */
            media_urls: string[];
            /**
             * @description The number of the case that had told of the same before, and goes on. Null as well while that case is not public;
             * notices then have `…` in the place of its number.
             */
            duplicate_of: string | null;
            /**
             * @description How many accounts have said that the case is theirs as well, those of its duplicates included, and those of whom
             * nothing is known any more. It may change without `updated_datetime`.
             */
            supporters: number;
            /** @description `true` only for a case that is no longer public. */
            withdrawn?: boolean;
        };
        /** @description An entry of a case's timeline. */
        Note: {
            /** Format: date-time */
            datetime: string;
            /** @enum {string} */
            type: "submitted" | "opened" | "activity" | "closed";
            /** @description The status from then on. */
            status: string;
            description: string | null;
        };
        /** @description A question of the service and what was answered. Free texts are not published. */
        GivenAttribute: {
            code: string;
            /** @description The question. */
            name: string | null;
            /** @description The answers as people read them. */
            values: string[];
            /** @description The answers as they were sent. */
            keys: string[];
        };
        Support: {
            /** @description The API key. May also be sent in the header `X-Api-Key` or in the query. */
            api_key?: string;
            /** @description Which city is meant; see the query parameter of that name. */
            jurisdiction_id?: string;
            /** @description What tells the account from others of the app. It is not kept, and told to nobody. */
            account_id: string;
        };
        SupportedList: components["schemas"]["Supported"][];
        Supported: {
            /** @description The number of the case. */
            service_request_id: string;
            /** @description How many there are. */
            supporters: number;
        };
        SubmittedList: components["schemas"]["Submitted"][];
        Submitted: {
            /** @description The number of the case. Only for `realtime` services. */
            service_request_id?: string;
            /** @description Leads to the number by `tokens.get`. Only for `batch` services. */
            token?: string;
            /** @description What will be done about it. */
            service_notice: string | null;
            /** @description Accounts are not kept here. */
            account_id: null;
        };
        /**
         * @description The status in more detail. `fixed`, `closed`, `duplicate`, `not_councils_responsibility`, `no_further_action` and
         * `cancelled` mean that the case is closed.
         * @enum {string}
         */
        UpdateStatus: "open" | "in_progress" | "planned" | "action_scheduled" | "investigating" | "internal_referral" | "for_triage" | "closed" | "fixed" | "duplicate" | "not_councils_responsibility" | "no_further_action" | "cancelled";
        UpdateList: components["schemas"]["Update"][];
        Update: {
            /** @description Names the update for ever. */
            update_id: string;
            service_request_id: string;
            status: components["schemas"]["UpdateStatus"];
            /**
             * Format: date-time
             * @description When everybody could see it.
             */
            updated_datetime: string;
            /** @description What was said, or what the status means. Never empty. */
            description: string;
            media_url: string | null;
        };
        UpdateSubmission: {
            /** @description The API key. May also be sent in the header `X-Api-Key` or in the query. */
            api_key?: string;
            /** @description Which city is meant; see the query parameter of that name. */
            jurisdiction_id?: string;
            /** @description The number of the case. */
            service_request_id: string;
            /** @description The sender's own id of the update. */
            update_id: string;
            /**
             * @description A status as `updates.list` knows it, in any case, with blanks or underscores; also `reopen`, and `unchanged` for a
             * mere comment.
             */
            status: string;
            /** @description When it happened at the sender. Others are told the time at which it was published here. */
            updated_datetime: string;
            /** @description What there is to say, for everybody to read. */
            description: string;
            /** @description Never shown to the public, as everything about the sender. */
            email?: string;
            first_name?: string;
            last_name?: string;
            phone?: string;
            account_id?: string;
            /**
             * @description Pictures: files in `multipart/form-data`, where any other name will do as well; elsewhere their bytes in base64,
             * bare or as a `data:` URL. An address on the web is taken as `media_url`.
             */
            media?: components["schemas"]["MediaFile"] | components["schemas"]["MediaFile"][];
            /** @description Pictures on the web, http or https, at most ten; the first one is shown. */
            media_url?: components["schemas"]["MediaUrl"] | components["schemas"]["MediaUrl"][];
        };
        SubmittedUpdateList: components["schemas"]["SubmittedUpdate"][];
        SubmittedUpdate: {
            /** @description The id of the update here, as `updates.list` tells it once it is public. */
            update_id: string;
            /** @description Accounts are not kept here. */
            account_id: null;
        };
        AbuseReport: {
            /** @description Which city is meant; see the query parameter of that name. */
            jurisdiction_id?: string;
            /**
             * @description What is wrong with it.
             * @enum {string}
             */
            reason: "abusive" | "personal_data" | "spam" | "wrong_place" | "other";
            /** @description What there is to say about it, for staff. E-mail addresses and phone numbers in it are masked. */
            comment?: string;
        };
        TakenReportList: components["schemas"]["TakenReport"][];
        TakenReport: {
            service_request_id: string;
            /**
             * @description Nothing is said of what comes of it.
             * @constant
             */
            report: "taken";
        };
        TokenList: components["schemas"]["Token"][];
        Token: {
            /** @description `null` until the city has taken the case over. */
            service_request_id: string | null;
            token: string;
        };
        Submission: {
            /** @description The API key. May also be sent in the header `X-Api-Key` or in the query. */
            api_key?: string;
            /** @description Which city is meant; see the query parameter of that name. */
            jurisdiction_id?: string;
            /** @description What the case is about; from `services.list`. */
            service_code: string;
            /** @description Latitude, WGS84. Goes together with `long`. */
            lat?: number;
            long?: number;
            /** @description The place in words, the most specific part first. */
            address_string?: string;
            /** @description The key of the place in the city's address register. It does not stand for a place by itself. */
            address_id?: string;
            /** @description Answers to the questions of the service, by the code of the attribute. */
            attribute?: {
                [key: string]: string | string[];
            };
            /** @description Never shown to the public, as everything about the reporter. */
            email?: string;
            first_name?: string;
            last_name?: string;
            phone?: string;
            device_id?: string;
            account_id?: string;
            /** @description What is wrong, in at most 4,000 characters. */
            description?: string;
            /**
             * @description Pictures: files in `multipart/form-data`, where any other name will do as well; elsewhere their bytes in base64,
             * bare or as a `data:` URL. An address on the web is taken as `media_url`.
             */
            media?: components["schemas"]["MediaFile"] | components["schemas"]["MediaFile"][];
            /** @description Pictures on the web, http or https, at most ten; the first one is shown. They are passed on and never fetched. */
            media_url?: components["schemas"]["MediaUrl"] | components["schemas"]["MediaUrl"][];
        };
        /** Format: binary */
        MediaFile: Blob | string;
        MediaUrl: string;
        ErrorList: components["schemas"]["Error"][];
        Error: {
            /** @description The HTTP status. */
            code: number;
            /** @description What is wrong and how to mend it, for a person's eyes. */
            description: string;
            /**
             * @description What is wrong, for a program's eyes. JSON only.
             * @enum {string}
             */
            type?: "invalid" | "forbidden" | "not_found" | "unauthorized" | "gone" | "method_not_allowed" | "not_acceptable" | "conflict" | "in_progress" | "too_large" | "unsupported_media_type" | "other_payload" | "too_many" | "internal" | "unavailable";
            /** @description The field it is about. JSON only. */
            field?: string;
        };
        /** @description RFC 9457. What everything outside of GeoReport's paths answers with when it fails. */
        Problem: {
            /**
             * @description The address of a page about errors of this kind, whose last part is its code with hyphens, such as
             * `https://api.example.org/developers/errors/not-found`.
             */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description Each field that is missing or wrong, where it is about fields. */
            errors?: {
                /** @description A JSON pointer to the field, such as `#/email`. */
                pointer: string;
                detail: string;
            }[];
        };
        AccountInquiry: {
            /** @description The address that the mail goes to. */
            email: string;
            /** @description The language of the mail, `en`, `pl` or `uk`; `en` unless given. */
            locale?: string;
        };
        MailToken: {
            /** @description What stands behind the `=` in the link of a mail. */
            token: string;
        };
        Taken: {
            /** @constant */
            status: "taken";
        };
        Refused: {
            /** @constant */
            status: "refused";
        };
        Deleted: {
            /** @constant */
            status: "deleted";
        };
        Ended: {
            /** @constant */
            status: "ended";
        };
        AccountSession: {
            /** @description Sent as `Authorization: Bearer …`. Keep it like a password. */
            account_token: string;
            /** Format: date-time */
            expires_datetime: string;
            email: string;
        };
        Account: {
            email: string;
            /** Format: date-time */
            created_datetime: string;
        };
        KeyWish: {
            /** @enum {string} */
            kind: "test" | "live" | "publishable";
            /** @description The city that the key is for. */
            jurisdiction_id: string;
            /** @description A name by which you know it. */
            label: string;
            /** @description Of a `publishable` key, the origins of the pages it stands in, such as `https://app.example.org`. */
            origins?: string[];
            /** @description What the key is for, for the operator who decides. A `test` key needs none. */
            purpose?: string;
        };
        AccountKey: {
            key_id: string;
            /** @description Its first characters, to tell keys apart. */
            prefix: string;
            /** @enum {string} */
            kind: "test" | "live" | "publishable";
            /** @description `null`: every city of this installation. */
            jurisdiction_id: string | null;
            label: string | null;
            scopes: components["schemas"]["KeyScope"][];
            origins: string[];
            /** @description Submissions a minute; `null`: as many as any. */
            per_minute: number | null;
            /** Format: date-time */
            created_datetime: string;
            /** Format: date-time */
            expires_datetime: string | null;
            /** Format: date-time */
            revoked_datetime: string | null;
            /** Format: date-time */
            last_used_datetime: string | null;
            /** @description The key that has taken its place; this one goes on working until `expires_datetime`, and cannot be replaced again. */
            replaced_by: string | null;
        };
        /** @description A key with its text, which is shown once. */
        NewKey: {
            key_id: string;
            /** @description Its first characters, to tell keys apart. */
            prefix: string;
            /** @enum {string} */
            kind: "test" | "live" | "publishable";
            /** @description `null`: every city of this installation. */
            jurisdiction_id: string | null;
            label: string | null;
            scopes: components["schemas"]["KeyScope"][];
            origins: string[];
            /** @description Submissions a minute; `null`: as many as any. */
            per_minute: number | null;
            /** Format: date-time */
            created_datetime: string;
            /** Format: date-time */
            expires_datetime: string | null;
            /** Format: date-time */
            revoked_datetime: string | null;
            /** Format: date-time */
            last_used_datetime: string | null;
            /** @description The key that has taken its place; this one goes on working until `expires_datetime`, and cannot be replaced again. */
            replaced_by: string | null;
            /** @description The key. */
            key: string;
        };
        KeyRequest: {
            request_id: string;
            /** @enum {string} */
            state: "requested" | "approved" | "refused" | "collected";
            /** @enum {string} */
            kind: "live" | "publishable";
            jurisdiction_id: string;
            label: string;
            purpose: string;
            origins: string[];
            per_minute: number | null;
            /** @description Why it was refused. */
            reason: string | null;
            /** Format: date-time */
            created_datetime: string;
            /** Format: date-time */
            decided_datetime: string | null;
            /** @description The key that was made of it. */
            key_id: string | null;
        };
        AccountKeys: {
            keys: components["schemas"]["AccountKey"][];
            requests: components["schemas"]["KeyRequest"][];
        };
        KeyRotation: {
            /** @description How long the old key goes on working. */
            overlap_hours: number;
        };
        KeyUsage: {
            key_id: string;
            /** @enum {string} */
            by: "hour" | "day";
            usage: {
                /** Format: date-time */
                datetime: string;
                calls: number;
                errors: number;
            }[];
        };
        Liveness: {
            /** @constant */
            status: "ok";
        };
        Readiness: {
            /** @enum {string} */
            status: "ok" | "stopping" | "unavailable";
            checks: {
                database: components["schemas"]["Check"];
                migrations: components["schemas"]["Check"];
                job_queue: components["schemas"]["Check"];
            };
        };
        /** @enum {string} */
        Check: "ok" | "unavailable" | "unknown";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "discovery.get": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The discovery document. */
            200: {
                content: {
                    "application/json": components["schemas"]["Discovery"];
                };
            };
        };
    };
    "jurisdictions.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The cities. */
            200: {
                content: {
                    "application/json": components["schemas"]["JurisdictionList"];
                };
            };
        };
    };
    "jurisdictions.get": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The city. */
            200: {
                content: {
                    "application/json": components["schemas"]["JurisdictionDescription"];
                };
            };
        };
    };
    "services.list": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description Latitude of a place, WGS84. Goes together with `long`.
                 * @example 51.1079
                 */
                lat?: number;
                /**
                 * @description Longitude of the place.
                 * @example 17.0385
                 */
                long?: number;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The services. */
            200: {
                content: {
                    "application/json": components["schemas"]["ServiceList"];
                };
            };
        };
    };
    "services.get": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The code of the service, percent-encoded.
                 * @example POTHOLE
                 */
                service_code: string;
            };
        };
        responses: {
            /** @description The definition of the service. */
            200: {
                content: {
                    "application/json": components["schemas"]["ServiceDefinition"];
                };
            };
        };
    };
    "requests.list": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description Up to 1,000 case numbers, separated by commas. Unknown numbers are missing from the answer.
                 * @example [
                 *   "10000004"
                 * ]
                 */
                service_request_id?: string[];
                /**
                 * @description One or several service codes, separated by commas. 404 when none of them exists.
                 * @example [
                 *   "POTHOLE"
                 * ]
                 */
                service_code?: string[];
                /**
                 * @description Earliest `requested_datetime`, inclusive.
                 * @example 2026-01-01T00:00:00Z
                 */
                start_date?: string;
                /**
                 * @description Latest `requested_datetime`, inclusive.
                 * @example 2026-03-01T00:00:00Z
                 */
                end_date?: string;
                /**
                 * @description `open`, `closed` or both, separated by a comma, in upper or lower case.
                 * @example [
                 *   "open"
                 * ]
                 */
                status?: string[];
                /**
                 * @description Earliest `updated_datetime`, inclusive: what has changed since. Cases then come in the order of their changes, and
                 * no change is passed over that is still being written. Ask again with the last value you have seen.
                 * @example 2026-03-01T00:00:00Z
                 */
                updated_after?: string;
                /**
                 * @description Latest `updated_datetime`, inclusive. Without `updated_after`, the 90 days before it.
                 * @example 2026-03-02T00:00:00Z
                 */
                updated_before?: string;
                /**
                 * @description Words, at most eight, all of which must be found: in the description, the address, the name or keywords of the
                 * service, or as the number. Case, diacritics and endings do not matter, nor does one wrong letter in a word of eight or more.
                 * @example latarnia nie świeci
                 */
                q?: string;
                /**
                 * @description Latitude of a point to search around. Goes together with `long`.
                 * @example 51.1079
                 */
                lat?: number;
                /**
                 * @description Longitude of the point.
                 * @example 17.0385
                 */
                long?: number;
                /**
                 * @description How far around the point to search, in metres; 500 when it is not said.
                 * @example 300
                 */
                radius?: number;
                /**
                 * @description A rectangle as `west,south,east,north` in degrees. A west that is larger than east means across the antimeridian.
                 * @example 16.8,51.0,17.2,51.2
                 */
                bbox?: string;
                /**
                 * @description The order, with `-` from the latest to the earliest. `-requested_datetime` when it is not said;
                 * `updated_datetime` with `updated_after` or `updated_before`. Without them `-updated_datetime` is to see the latest, not to
                 * read all: a case that changes meanwhile moves before the pages that are left.
                 * @example -requested_datetime
                 */
                sort?: "requested_datetime" | "-requested_datetime" | "updated_datetime" | "-updated_datetime";
                /**
                 * @description Which page, from 1. Cases that arrive in the meantime move the pages: to read all, follow the `Link` header.
                 * @example 1
                 */
                page?: number;
                /**
                 * @description How many cases on one page, at most 1,000.
                 * @example 50
                 */
                page_size?: number;
                /** @description Where a walk goes on; from the `Link` header, which holds the whole address. */
                cursor?: string;
                /**
                 * @description `true`: only the cases that came with the API key of this call, or with a key that it has replaced. Every other
                 * filter holds as well. The key may have any scope; without one the answer is 403. Cases that were submitted before
                 * the server noted this are missing. Without `own` a key is not looked at.
                 */
                own?: boolean;
                /**
                 * @description `true`: with what goes beyond the standard, in `extended_attributes`, `notes` and `attributes`. Anything else: without.
                 * @example true
                 */
                extensions?: string;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The cases. */
            200: {
                content: {
                    "application/json": components["schemas"]["ListedRequests"];
                    "application/geo+json": components["schemas"]["RequestFeatures"];
                };
            };
        };
    };
    "requests.create": {
        parameters: {
            query?: {
                /**
                 * @description May be sent here instead of in the form.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: {
                /**
                 * @description Any text of 1 to 255 visible ASCII characters that names this submission. Sent again within 7 days with the
                 * same fields and the same files, it gives the first answer again. With others it is refused with 422. While the first is
                 * still being worked on, the answer is 409.
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Submission"];
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description The case is stored. What is answered here is never lost. */
            200: {
                content: {
                    "application/json": components["schemas"]["SubmittedList"];
                };
            };
        };
    };
    "requests.export": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description One or several service codes, separated by commas. 404 when none of them exists.
                 * @example [
                 *   "POTHOLE"
                 * ]
                 */
                service_code?: string[];
                /**
                 * @description Earliest `requested_datetime`, inclusive.
                 * @example 2026-01-01T00:00:00Z
                 */
                start_date?: string;
                /**
                 * @description Latest `requested_datetime`, inclusive.
                 * @example 2026-03-01T00:00:00Z
                 */
                end_date?: string;
                /**
                 * @description `open`, `closed` or both, separated by a comma, in upper or lower case.
                 * @example [
                 *   "open"
                 * ]
                 */
                status?: string[];
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path: {
                /**
                 * @description `csv`, `ndjson` or `geojson`.
                 * @example csv
                 */
                format: "csv" | "ndjson" | "geojson";
            };
        };
        responses: {
            /** @description The file. */
            200: {
                content: {
                    "text/csv": string;
                    "application/x-ndjson": components["schemas"]["Request"];
                    "application/geo+json": components["schemas"]["RequestFeatures"];
                };
            };
        };
    };
    "requests.get": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description `true`: with what goes beyond the standard, in `extended_attributes`, `notes` and `attributes`. Anything else: without.
                 * @example true
                 */
                extensions?: string;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The number of the case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        responses: {
            /** @description The case, in a list of one. */
            200: {
                content: {
                    "application/json": components["schemas"]["RequestList"];
                };
            };
        };
    };
    "supporters.create": {
        parameters: {
            query?: {
                /**
                 * @description May be sent here instead of in the form.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The number of the case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Support"];
                "application/json": components["schemas"]["Support"];
            };
        };
        responses: {
            /** @description The account counts. */
            200: {
                content: {
                    "application/json": components["schemas"]["SupportedList"];
                };
            };
        };
    };
    "updates.list": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description Up to 1,000 case numbers, separated by commas. Without dates, all updates of these cases.
                 * @example [
                 *   "10000004"
                 * ]
                 */
                service_request_id?: string[];
                /**
                 * @description Earliest `updated_datetime`, inclusive.
                 * @example 2026-01-01T00:00:00Z
                 */
                start_date?: string;
                /**
                 * @description Latest `updated_datetime`, inclusive.
                 * @example 2026-03-01T00:00:00Z
                 */
                end_date?: string;
                /**
                 * @description Which page, from 1. Cases that are withdrawn or restored in the meantime move the pages: to read all, follow the
                 * `Link` header.
                 * @example 1
                 */
                page?: number;
                /**
                 * @description How many updates on one page, at most 1,000.
                 * @example 50
                 */
                page_size?: number;
                /** @description Where a walk goes on; from the `Link` header, which holds the whole address. */
                cursor?: string;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The updates. */
            200: {
                content: {
                    "application/json": components["schemas"]["UpdateList"];
                };
            };
        };
    };
    "updates.create": {
        parameters: {
            query?: {
                /**
                 * @description May be sent here instead of in the form.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["UpdateSubmission"];
                "application/json": components["schemas"]["UpdateSubmission"];
            };
        };
        responses: {
            /** @description The update is stored. */
            200: {
                content: {
                    "application/json": components["schemas"]["SubmittedUpdateList"];
                };
            };
        };
    };
    "duplicates.list": {
        parameters: {
            query: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description The service that the case would be submitted to. 404 when there is none of that code.
                 * @example POTHOLE
                 */
                service_code: string;
                /**
                 * @description Latitude of the place, WGS84.
                 * @example 51.1079
                 */
                lat: number;
                /**
                 * @description Longitude of the place, WGS84.
                 * @example 17.0385
                 */
                long: number;
                /**
                 * @description What the case would say. It is compared, and not kept here; but addresses are written to logs on their way, so leave
                 * out who reports it.
                 * @example Latarnia nie świeci.
                 */
                description?: string;
                /**
                 * @description `true`: with what goes beyond the standard, in `extended_attributes`, `notes` and `attributes`. Anything else: without.
                 * @example true
                 */
                extensions?: string;
                /**
                 * @description The language of names, notices and errors, such as `pl` or `en`; it goes before `Accept-Language`. A language that the
                 * city does not have is answered in the city's own; `Content-Language` says which one it is.
                 * @example en
                 */
                locale?: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The cases, the best first; an empty list when nobody has told of anything like it. */
            200: {
                content: {
                    "application/json": components["schemas"]["DuplicateList"];
                };
            };
        };
    };
    "areas.list": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description `true`: in place of the districts the whole that the city serves, as one area with the name of the city; an empty
                 * list where it takes cases from everywhere.
                 */
                outline?: boolean;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The districts, sorted by code. */
            200: {
                content: {
                    "application/json": components["schemas"]["AreaList"];
                };
            };
        };
    };
    "locations.list": {
        parameters: {
            query: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description Latitude of the place, WGS84.
                 * @example 51.1079
                 */
                lat: number;
                /**
                 * @description Longitude of the place, WGS84.
                 * @example 17.0385
                 */
                long: number;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The cities that serve the place, sorted by id. */
            200: {
                content: {
                    "application/json": components["schemas"]["LocationList"];
                };
            };
        };
    };
    "clusters.list": {
        parameters: {
            query: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description The rectangle of the map as `west,south,east,north` in degrees. A west that is larger than east means across the
                 * antimeridian.
                 * @example 16.8,51.0,17.2,51.2
                 */
                bbox: string;
                /**
                 * @description How close the map is, as web maps count it: at 0 the world is 256 pixels wide, and each step doubles it. Cases
                 * that would lie within about 64 pixels are one group. Where that would be more than 300 groups, they are larger.
                 * @example 12
                 */
                zoom: number;
                /**
                 * @description One or several service codes, separated by commas. 404 when none of them exists.
                 * @example [
                 *   "POTHOLE"
                 * ]
                 */
                service_code?: string[];
                /**
                 * @description Earliest `requested_datetime`, inclusive.
                 * @example 2026-01-01T00:00:00Z
                 */
                start_date?: string;
                /**
                 * @description Latest `requested_datetime`, inclusive.
                 * @example 2026-03-01T00:00:00Z
                 */
                end_date?: string;
                /**
                 * @description `open`, `closed` or both, separated by a comma, in upper or lower case.
                 * @example [
                 *   "open"
                 * ]
                 */
                status?: string[];
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The groups, the largest first. */
            200: {
                content: {
                    "application/json": components["schemas"]["Clusters"];
                    "application/geo+json": components["schemas"]["ClusterFeatures"];
                };
            };
        };
    };
    "places.list": {
        parameters: {
            query: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
                /**
                 * @description What somebody has typed so far.
                 * @example Świdnicka 12
                 */
                q: string;
            };
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The places. */
            200: {
                content: {
                    "application/json": components["schemas"]["PlaceList"];
                };
            };
        };
    };
    "media.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a picture as it stands at the end of `media_url`: 32 hexadecimal digits and `.jpg`. With `.small.jpg`
                 * it is the small one, of at most 320 pixels. With `.png`, the logo of a city, as its `logo_url` has it.
                 * @example 8f14e45fceea167a5a36dedd4bea2543.jpg
                 */
                file: string;
            };
        };
        responses: {
            /** @description The picture. */
            200: {
                content: {
                    "image/jpeg": Blob | string;
                    "image/png": Blob | string;
                };
            };
            /** @description It is the one you have. */
            304: {
                content?: never;
            };
        };
    };
    "reports.create": {
        parameters: {
            query?: {
                /**
                 * @description May be sent here instead of in the form.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The number of a public case.
                 * @example 10000004
                 */
                service_request_id: string;
            };
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["AbuseReport"];
                "application/json": components["schemas"]["AbuseReport"];
            };
        };
        responses: {
            /** @description It was taken. */
            200: {
                content: {
                    "application/json": components["schemas"]["TakenReportList"];
                };
            };
        };
    };
    "tokens.get": {
        parameters: {
            query?: {
                /**
                 * @description Which city is meant. Needed when this server serves several and the path does not name one. Upper and lower case
                 * are the same.
                 * @example wroclaw.pl
                 */
                jurisdiction_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The token that a batch service answered with.
                 * @example 5f3a1c9e7b2d4860a1b2c3d4e5f60718
                 */
                token: string;
            };
        };
        responses: {
            /** @description The token and, once there is one, the number. */
            200: {
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
        };
    };
    "accounts.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountInquiry"];
            };
        };
        responses: {
            /** @description It was taken. Whether a mail was sent is not told. */
            202: {
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
        };
    };
    "accounts.confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailToken"];
            };
        };
        responses: {
            /** @description The account token, which is shown only now. */
            200: {
                content: {
                    "application/json": components["schemas"]["AccountSession"];
                };
            };
        };
    };
    "accounts.renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailToken"];
            };
        };
        responses: {
            /** @description A new mail is on its way. */
            202: {
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
        };
    };
    "accounts.refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailToken"];
            };
        };
        responses: {
            /** @description No further mail will come. */
            200: {
                content: {
                    "application/json": components["schemas"]["Refused"];
                };
            };
        };
    };
    "accounts.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description The account. */
            200: {
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    "accounts.delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description It is gone. */
            200: {
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
        };
    };
    "accounts.leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description It no longer works. */
            200: {
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
        };
    };
    "keys.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description Keys and requests for keys. */
            200: {
                content: {
                    "application/json": components["schemas"]["AccountKeys"];
                };
            };
        };
    };
    "keys.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyWish"];
            };
        };
        responses: {
            /** @description The key. */
            201: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description An operator will decide. */
            202: {
                content: {
                    "application/json": components["schemas"]["KeyRequest"];
                };
            };
        };
    };
    "keys.collect": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a request of yours.
                 * @example 4
                 */
                request_id: string;
            };
        };
        responses: {
            /** @description The key. */
            201: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
        };
    };
    "keys.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        responses: {
            /** @description The key, which is revoked. */
            200: {
                content: {
                    "application/json": components["schemas"]["AccountKey"];
                };
            };
        };
    };
    "keys.rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description The new key. */
            201: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
        };
    };
    "keys.usage": {
        parameters: {
            query?: {
                /**
                 * @description `hour`, unless given, or `day`.
                 * @example hour
                 */
                by?: "hour" | "day";
            };
            header?: never;
            path: {
                /**
                 * @description The id of a key of yours.
                 * @example 17
                 */
                key_id: string;
            };
        };
        responses: {
            /** @description Calls and errors, the oldest first. */
            200: {
                content: {
                    "application/json": components["schemas"]["KeyUsage"];
                };
            };
        };
    };
    "health.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description It is. */
            200: {
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    "health.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
        };
        responses: {
            /** @description It can. */
            200: {
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot, and `checks` tells why. */
            503: {
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
