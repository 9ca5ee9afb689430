import { useLocation, useRoute } from 'preact-iso';
import type { ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { NotFound } from '../not-found/not-found.tsx';
import { start } from '../page-start.ts';
import { Failure } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';
import { CheckStep } from './check-step.tsx';
import { ContactStep } from './contact-step.tsx';
import { DetailsStep } from './details-step.tsx';
import { DraftContext, EMPTY, keepDraft, loadDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { PlaceStep } from './place-step.tsx';
import { SentStep } from './sent-step.tsx';
import type { Sent } from './send-draft.ts';
import { ServiceStep } from './service-step.tsx';
import { SimilarStep } from './similar-step.tsx';
import type { Service, StepProps } from './step.ts';
import { words } from './words.ts';
import './report.css';

const t = texts({
  title: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
  closed: {
    en: 'These pages take no cases at the moment. You can tell the city by telephone or e-mail.',
    pl: 'Te strony nie przyjmują teraz zgłoszeń. Sprawę można zgłosić telefonicznie lub e-mailem.',
    uk: 'Ці сторінки зараз не приймають повідомлень. Місту можна зателефонувати або написати листа.',
  },
  none: {
    en: 'The city has not yet said what it can be told about.',
    pl: 'Miasto nie podało jeszcze, jakie sprawy przyjmuje.',
    uk: 'Місто ще не повідомило, про що можна повідомляти.',
  },
});

/** The steps in their order; a step that the draft is not ready for leads back to the first that lacks something. */
const STEPS: Record<string, ComponentType<StepProps>> = {
  service: ServiceStep,
  place: PlaceStep,
  details: DetailsStep,
  similar: SimilarStep,
  contact: ContactStep,
  check: CheckStep,
};

/** The step at which a draft lacks what all later ones need. */
function firstLacking(draft: Draft, services: readonly Service[]): string | undefined {
  if (!services.some(({ service_code }) => service_code === draft.service_code)) return 'service';
  return draft.place === undefined && draft.address.trim() === '' ? 'place' : undefined;
}

/** From what is wrong to the number of the case, one thing a page. */
export function Report() {
  const heading = usePage(t.title);
  const answer = useAnswer('services', (signal) => api.services.list({}, { signal }));
  const services = answer.value;
  if (start.api_key !== null && services !== undefined && services.length > 0)
    return <Steps services={services} />;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      {start.api_key === null ? (
        <p>{t.closed}</p>
      ) : answer.state === 'failed' ? (
        <Failure error={answer.error} again={answer.again} />
      ) : (
        <p role="status">{services === undefined ? words.loading : t.none}</p>
      )}
    </>
  );
}

function Steps({ services }: { services: readonly Service[] }) {
  const { step: asked = 'service' } = useRoute().params;
  const { route } = useLocation();
  const [draft, setDraft] = useState<Draft>();
  const [sent, setSent] = useState<Sent>();
  const latest = useRef<Draft>(EMPTY);
  useEffect(() => {
    void loadDraft().then((kept) => {
      latest.current = kept;
      setDraft(kept);
    });
  }, []);

  const base = `/${start.city?.jurisdiction_id}/report`;
  const lacking = draft && firstLacking(draft, services);
  const names = Object.keys(STEPS);
  // What may have arrived is not changed before it is known.
  const pending = draft?.idempotencyKey !== undefined;
  const behind = lacking !== undefined && names.indexOf(asked) > names.indexOf(lacking);
  const due = asked === 'sent' ? undefined : pending ? 'check' : behind ? lacking : undefined;
  const leads = asked === 'sent' && draft !== undefined && sent === undefined ? 'service' : due;
  useEffect(() => {
    if (draft !== undefined && leads !== undefined && leads !== asked) route(`${base}/${leads}`, true);
  }, [draft === undefined, leads, asked]);

  const drafting = useMemo(
    () => ({
      draft: draft ?? EMPTY,
      change(part: Partial<Draft>) {
        latest.current = { ...latest.current, ...part, changed: Date.now() };
        setDraft(latest.current);
        void keepDraft(latest.current);
      },
      discard() {
        latest.current = EMPTY;
        setDraft(EMPTY);
        void keepDraft(undefined);
      },
    }),
    [draft],
  );
  if (draft === undefined || (leads !== undefined && leads !== asked))
    return <p role="status">{words.loading}</p>;
  if (asked === 'sent' && sent !== undefined) return <SentStep sent={sent} />;
  const Step = STEPS[asked];
  if (Step === undefined) return <NotFound />;
  return (
    <DraftContext.Provider value={drafting}>
      <Step
        key={asked}
        services={services}
        go={(step) => route(`${base}/${step}`)}
        onSent={(taken) => {
          setSent(taken);
          drafting.discard();
          // The way back does not lead to a form that is empty now.
          route(`${base}/sent`, true);
        }}
      />
    </DraftContext.Provider>
  );
}
