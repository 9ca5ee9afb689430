import type { App } from '../../platform/app.ts';
import type { Finding } from '../../platform/errors.ts';
import { PictureRefusal } from '../../platform/picture.ts';
import { renderInProcess } from '../../platform/picture-renderer.ts';
import type { Renditions } from '../../platform/picture.ts';
import type { Upload } from '../../platform/upload.ts';

/**
 * Makes pictures anew from the files of a call. What is no picture, is damaged or too large is told, file by file.
 * @returns the pictures in the order of the call, and what is wrong with the others
 */
export async function readPictures(
  app: Pick<App, 'config'>,
  uploads: readonly Upload[],
): Promise<{ pictures: Renditions[]; findings: Finding[] }> {
  const pictures: Renditions[] = [];
  const findings: Finding[] = [];
  for (const [index, upload] of uploads.entries()) {
    try {
      pictures.push(await renderInProcess(upload, app.config.mediaPixels));
    } catch (error) {
      if (!(error instanceof PictureRefusal)) throw error;
      findings.push({ field: upload.field, message: `${nameOf(uploads, index)} ${error.message}` });
    }
  }
  return { pictures, findings };
}

/** `media`, or `media (file 2)` where several have one name. */
function nameOf(uploads: readonly Upload[], index: number): string {
  const field = uploads[index]?.field ?? '';
  const alike = uploads.filter((upload) => upload.field === field);
  const place = uploads.slice(0, index + 1).filter((upload) => upload.field === field).length;
  return alike.length > 1 ? `${field} (file ${place})` : field;
}
