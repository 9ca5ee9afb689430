export { createAreaDirectory } from './area-directory.ts';
export type { AreaDirectory } from './area-directory.ts';
export type { AreaIndex, AreaStamp } from './area-index.ts';
export { loadDistricts } from './area-repository.ts';
export { importAreas } from './import-areas.ts';
export { areaOperations } from './operations.ts';
export { halfOfPair } from './point.ts';
