export { defineServices } from './attributes/define-services.ts';
export type { Questions } from './attributes/define-services.ts';
export type { Question } from './attributes/check-answers.ts';
