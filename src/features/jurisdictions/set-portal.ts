import { randomBytes } from 'node:crypto';
import type { Db } from '../../platform/database.ts';
import { invalid, invalidField } from '../../platform/errors.ts';
import { PictureRefusal } from '../../platform/picture.ts';
import { renderLogoInProcess } from '../../platform/picture-renderer.ts';
import { checkedText } from '../../platform/readable-text.ts';
import { checkPortal } from './portal.ts';
import type { PortalSettings } from './portal.ts';
import { replaceLogo, updatePortal } from './portal-repository.ts';

/** What is said of a portal; null takes away, what is not named stays. */
export type PortalChanges = Partial<Omit<PortalSettings, 'logo_id'>> & { logo?: Buffer | null };

/** A line above every page. */
const LONGEST_TITLE = 100;
const LONGEST_ADDRESS = 1_000;
const LONGEST_ATTRIBUTION = 300;

/** A logo that needs more is a photo, or was meant for print. */
const MOST_LOGO_BYTES = 1_048_576;

/** A drawing that begins with a mark of XML is one in a language that programs can be written in. */
const SVG = /^\ufeff?\s*<(\?xml|!DOCTYPE svg|!--|svg)/i;

/**
 * Changes how the portal of a city looks.
 * @param mostPixels of a logo, width times height
 * @throws AppError invalid with every mistake
 */
export async function setPortal(
  db: Db,
  jurisdictionId: string,
  { logo, ...changes }: PortalChanges,
  mostPixels: number,
): Promise<void> {
  const findings = checkPortal(changes);
  if (findings.length > 0) throw invalid(findings);
  const lengths = {
    title: LONGEST_TITLE,
    tiles_url: LONGEST_ADDRESS,
    tiles_attribution: LONGEST_ATTRIBUTION,
  } as const;
  for (const field of ['title', 'tiles_url', 'tiles_attribution'] as const) {
    const text = changes[field];
    if (text !== undefined) changes[field] = checkedText(field, text, lengths[field]);
  }
  const made = logo == null ? logo : await makeLogo(logo, mostPixels);
  await db.transaction(async (tx) => {
    await updatePortal(tx, jurisdictionId, {
      ...changes,
      ...(made === undefined ? {} : { logo_id: made?.logo_id ?? null }),
    });
    if (made !== undefined) await replaceLogo(tx, jurisdictionId, made);
  });
}

/** @throws AppError invalid when the bytes are no picture that is taken */
async function makeLogo(bytes: Buffer, mostPixels: number): Promise<{ logo_id: string; png: Buffer }> {
  const refuse = (reason: string) => invalidField('logo', `The logo ${reason}`);
  if (bytes.length > MOST_LOGO_BYTES) throw refuse('has more than 1 MB. Save it smaller.');
  if (SVG.test(bytes.subarray(0, 200).toString('utf8')))
    throw refuse(
      'is an SVG, which can carry programs that would run on the pages of the city. Save it as PNG.',
    );
  try {
    const png = await renderLogoInProcess({ size: bytes.length, read: () => piecesOf(bytes) }, mostPixels);
    return { logo_id: randomBytes(16).toString('hex'), png };
  } catch (error) {
    if (!(error instanceof PictureRefusal)) throw error;
    throw refuse(error.message);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
