export { createTestCity } from './testing/create-test-city.ts';
export type {
  Fault,
  RecordedCall,
  TestAttribute,
  TestCity,
  TestCityOptions,
  TestService,
} from './testing/test-city.ts';
