export { examine } from './examine.ts';
export { NotExaminable } from './find-endpoint.ts';
export { printable } from './hidden.ts';
export { writeJson } from './write-json.ts';
export { writeJUnit } from './write-junit.ts';
export { writeText } from './write-text.ts';
