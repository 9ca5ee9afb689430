/** The longer side of a picture that is sent; the city keeps 1,600. */
const MOST_PIXELS = 2_000;
const QUALITY = 0.85;

/** Files above this are not even opened: a phone would run out of memory. */
const MOST_BYTES = 150 * 1024 * 1024;

/** Why a file cannot be taken as a picture. */
export class UnreadablePhoto extends Error {
  constructor(readonly reason: 'too_large' | 'heic' | 'no_picture') {
    super(reason);
  }
}

/**
 * Makes a picture small enough for a slow line, upright, and free of what the camera wrote into it.
 * @throws UnreadablePhoto
 */
export async function preparePhoto(file: File): Promise<Blob> {
  if (file.size > MOST_BYTES) throw new UnreadablePhoto('too_large');
  const picture = await createImageBitmap(file).catch(async () => {
    throw new UnreadablePhoto((await isHeic(file)) ? 'heic' : 'no_picture');
  });
  try {
    const part = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * part));
    canvas.height = Math.max(1, Math.round(picture.height * part));
    const drawing = canvas.getContext('2d');
    if (drawing === null) throw new UnreadablePhoto('too_large');
    // What is transparent would otherwise become black.
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (made === null) throw new UnreadablePhoto('too_large');
    return made;
  } finally {
    picture.close();
  }
}

/** Apple's format names itself in the second to third group of four bytes. */
async function isHeic(file: File): Promise<boolean> {
  const head = new TextDecoder('latin1').decode(await file.slice(0, 64).arrayBuffer());
  return head.slice(4, 8) === 'ftyp' && /hei[cxmfs]|hev[cx]|mif1|msf1/.test(head.slice(8));
}
