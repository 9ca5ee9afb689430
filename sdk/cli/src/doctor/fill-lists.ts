import type { Patient } from './patient.ts';
import { madeNumber } from './rules/sending.ts';
import { firstUpdate, UPDATES } from './rules/updates.ts';

/** Lists may show what is new a moment later, when nothing older can come any more. */
const TRIES = 4;
const PAUSE_MS = 1000;

/**
 * Where lists are empty and writing is allowed, something is written first: most rules can be seen only where there is a
 * case. Two of them, one after the other, so that there are two times.
 */
export async function fillLists(patient: Patient): Promise<void> {
  if (!patient.options.write) return;
  if (await isEmpty(patient, 'requests')) {
    for (const [count, format] of (['json', 'xml'] as const).entries()) {
      if ((await madeNumber(patient, format)) === undefined) break;
      await settled(patient, 'requests', count + 1);
    }
  }
  if (!(await isEmpty(patient, UPDATES))) return;
  const number = await madeNumber(patient, 'json');
  if (number === undefined) return;
  const { status } = await firstUpdate(patient, number).answer;
  if (status === 200) await settled(patient, UPDATES, 1);
}

/** A list that is there, without entries. */
async function isEmpty(patient: Patient, resource: string): Promise<boolean> {
  return (await patient.readable(resource)) !== undefined && (await patient.items(resource)).length === 0;
}

async function settled(patient: Patient, resource: string, count: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    patient.forget(resource);
    if ((await patient.items(resource)).length >= count) return;
  }
}
