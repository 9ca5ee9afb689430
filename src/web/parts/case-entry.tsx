import type { AnswerOf } from '@signpost/sdk';
import { writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { writeDay } from '../texts.ts';
import { caseWords } from './case-words.ts';
import './case-entry.css';
import { isShown, smallOf } from './pictures.ts';

type Case = AnswerOf<'requests.get'>[number];

/** Where a case is, in words; undefined when nobody said it. */
export function placeOf({ address, extended_attributes }: Case): string | undefined {
  const area = extended_attributes?.area_name ?? undefined;
  return address ?? area;
}

/** A case in a list: what, where, when, and how it stands. */
export function CaseEntry({ one, heading, target }: { one: Case; heading: 'h2' | 'h3'; target?: '_blank' }) {
  const Heading = heading;
  const { service_request_id: number, status, media_url, requested_datetime } = one;
  return (
    <li class="case-entry">
      <div>
        <Heading>
          <a
            href={`/${start.city?.jurisdiction_id}/cases/${number}`}
            {...(target === undefined ? {} : { target, rel: 'noopener' })}
          >
            {one.service_name}
            <span class="visually-hidden">, {caseWords.case(writeCaseNumber(number))}</span>
          </a>
        </Heading>
        <p>
          <strong class={`tag ${status}`}>{caseWords[status]}</strong> {placeOf(one) ?? caseWords.noPlace}
        </p>
        <p class="muted">
          <span class="number">{writeCaseNumber(number)}</span>
          {requested_datetime !== null && (
            <>
              , {caseWords.reported('')}
              <time dateTime={requested_datetime}>{writeDay(requested_datetime)}</time>
            </>
          )}
        </p>
      </div>
      {media_url !== null && isShown(media_url) && (
        // What it shows nobody has written down; the entry says what it is about.
        <img src={smallOf(media_url)} alt="" loading="lazy" width="96" height="72" />
      )}
    </li>
  );
}
