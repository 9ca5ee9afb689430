export { seedDemonstration } from './seed-demonstration.ts';
