export { mediaJobs, mediaSchedule } from './jobs.ts';
export { releaseMedia } from './media-repository.ts';
export { mediaOperations } from './operations.ts';
export { readPictures } from './read-pictures.ts';
export { storePictures } from './store-pictures.ts';
