export { createTestCity } from './create-test-city.ts';
export type {
  Fault,
  RecordedCall,
  TestAttribute,
  TestCity,
  TestCityOptions,
  TestService,
} from './test-city.ts';
