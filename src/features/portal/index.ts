export { createPages } from './find-page.ts';
