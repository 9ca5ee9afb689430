import { useLocation, useRoute } from 'preact-iso';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { NotFound } from '../not-found/not-found.tsx';
import { start } from '../page-start.ts';
import { CheckStep } from './check-step.tsx';
import { ContactStep } from './contact-step.tsx';
import { DetailsStep } from './details-step.tsx';
import { DraftContext } from './draft.ts';
import type { Draft } from './draft.ts';
import { PlaceStep } from './place-step.tsx';
import { keepSent, loadSent, onSentElsewhere, tellOtherTabs } from './sent.ts';
import type { Sent } from './sent.ts';
import { SentStep } from './sent-step.tsx';
import { ServiceStep } from './service-step.tsx';
import { SimilarStep } from './similar-step.tsx';
import { STEP_NAMES } from './step.ts';
import type { Service, StepMistake, StepName, StepProps } from './step.ts';
import { useDrafting } from './use-drafting.ts';
import { words } from './words.ts';

const STEPS: Record<StepName, ComponentType<StepProps>> = {
  service: ServiceStep,
  place: PlaceStep,
  details: DetailsStep,
  similar: SimilarStep,
  contact: ContactStep,
  check: CheckStep,
};

const isStep = (name: string): name is StepName => name in STEPS;

/** The step at which a draft lacks what all later ones need. */
function firstLacking(draft: Draft, services: readonly Service[]): StepName | undefined {
  if (!services.some(({ service_code }) => service_code === draft.service_code)) return 'service';
  return draft.place === undefined && draft.address.trim() === '' ? 'place' : undefined;
}

/** Where somebody belongs who asks for a step. */
function dueStep(asked: string, draft: Draft, services: readonly Service[], sent: Sent | undefined): string {
  if (asked === 'sent' && sent !== undefined) return asked;
  // What may have arrived is not changed before it is known.
  if (draft.attempt !== undefined) return 'check';
  if (asked === 'sent') return 'service';
  const lacking = firstLacking(draft, services);
  const place = (name: string) => STEP_NAMES.findIndex((step) => step === name);
  return lacking !== undefined && place(asked) > place(lacking) ? lacking : asked;
}

/**
 * The step that the address names, or the one that comes before it.
 * @param onOutdated the services are not any more what they were
 */
export function Steps(props: { services: readonly Service[]; onOutdated: () => void }) {
  const { services } = props;
  const { step: asked = 'service' } = useRoute().params;
  const { route } = useLocation();
  const drafting = useDrafting();
  const [sent, setSent] = useState(loadSent);
  const [refused, setRefused] = useState<readonly StepMistake[]>([]);
  const base = `/${start.city?.jurisdiction_id}/report`;
  const due = drafting && dueStep(asked, drafting.draft, services, sent);
  useEffect(() => {
    if (due !== undefined && due !== asked) route(`${base}/${due}`, true);
  }, [due, asked]);

  function show(taken: Sent) {
    setSent(taken);
    keepSent(taken);
    // The way back does not lead to a form that is empty now.
    route(`${base}/sent`, true);
  }
  const latest = useRef({ asked, show });
  latest.current = { asked, show };
  useEffect(
    () =>
      onSentElsewhere((taken) => {
        // A tab that comes late to what the other one does has not gone to the last step yet.
        if (latest.current.asked !== 'sent') latest.current.show(taken);
      }),
    [],
  );
  // The draft goes when its number is on the screen, not before.
  const isShown = useRef(false);
  useEffect(() => {
    if (asked !== 'sent' || !isShown.current) return;
    isShown.current = false;
    drafting?.discard();
  }, [asked]);

  if (drafting === undefined || due !== asked) return <p role="status">{words.loading}</p>;
  if (asked === 'sent' && sent !== undefined) return <SentStep sent={sent} />;
  if (!isStep(asked)) return <NotFound />;
  const Step = STEPS[asked];
  return (
    <DraftContext.Provider value={drafting}>
      <Step
        key={asked}
        services={services}
        refused={asked === 'check' ? refused : refused.filter(({ step }) => step === asked)}
        go={(step, how) => {
          // Whoever goes on from a step has mended it, or is told so again.
          if (asked !== 'check') setRefused(refused.filter((mistake) => mistake.step !== asked));
          route(`${base}/${step}`, how === 'replace');
        }}
        onRefused={(mistakes) => {
          setRefused(mistakes);
          if (mistakes.some(({ step }) => step === 'service')) props.onOutdated();
        }}
        onSent={(taken) => {
          isShown.current = true;
          tellOtherTabs(taken);
          show(taken);
        }}
      />
    </DraftContext.Provider>
  );
}
