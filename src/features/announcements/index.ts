export { announce, announcing } from './announcement-repository.ts';
