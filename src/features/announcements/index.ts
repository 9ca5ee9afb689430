export { announce, announcing } from './announce.ts';
