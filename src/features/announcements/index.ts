export { announce, announcing, sweepAnnouncements } from './announcement-repository.ts';
