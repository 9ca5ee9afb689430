import { createDiskFiles } from './disk-files.ts';
import type { Files } from './files.ts';
import { createS3Files } from './s3-files.ts';

/**
 * Opens the place that the settings name. Nothing is made or reached before the first file.
 * @param place a folder, or `s3://bucket/prefix`
 * @param endpoint the address of a store that speaks S3; undefined: that of Amazon
 */
export function openFiles(place: string, endpoint?: string): Files {
  const bucket = /^s3:\/\/([^/]+)\/?(.*)$/.exec(place);
  return bucket === null
    ? createDiskFiles(place)
    : createS3Files({ bucket: bucket[1] ?? '', prefix: bucket[2] ?? '', endpoint });
}
