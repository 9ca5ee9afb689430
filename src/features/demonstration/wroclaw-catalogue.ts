import type { DemonstrationGroup } from './catalogue-types.ts';
import { cityHallServices } from './services-city-hall.ts';
import { greeneryServices } from './services-greenery.ts';
import { lightingServices } from './services-lighting.ts';
import { roadServices } from './services-roads.ts';
import { safetyServices } from './services-safety.ts';
import { transportServices } from './services-transport.ts';
import { wasteServices } from './services-waste.ts';
import { waterServices } from './services-water.ts';

/** The catalogue of the demonstration city `wroclaw.pl`, in the order in which residents see it. */
export const wroclawCatalogue: readonly DemonstrationGroup[] = [
  roadServices,
  lightingServices,
  wasteServices,
  greeneryServices,
  transportServices,
  waterServices,
  safetyServices,
  cityHallServices,
];
