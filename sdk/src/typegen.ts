export { writeTypes } from './typegen/write-types.ts';
export type { TypegenOptions } from './typegen/write-types.ts';
