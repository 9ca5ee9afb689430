export { importPlaces, replacePlaces } from './import-places.ts';
export { placeOperations } from './operations.ts';
export { hasPlaces } from './place-repository.ts';
