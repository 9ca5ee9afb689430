export { mediaJobs, mediaSchedule } from './jobs.ts';
export { countMediaOfCases, releaseMediaOfCases } from './media-repository.ts';
export { mediaOperations } from './operations.ts';
export { openPictures } from './open-pictures.ts';
export { readPictures } from './read-pictures.ts';
export { releaseMedia, removeReleased } from './release-media.ts';
export { storePictures } from './store-pictures.ts';
