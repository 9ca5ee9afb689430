import type { FeatureCollection, Polygon } from 'geojson';

/**
 * Five districts that fill the outline of Wrocław without gap or overlap, for the demonstration: real names, borders drawn
 * roughly by hand. WGS 84, [longitude, latitude].
 */
export const wroclawDistricts: FeatureCollection<Polygon, { name: string }> = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'Fabryczna' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [16.9499, 51.2118],
            [16.925, 51.206],
            [16.903, 51.213],
            [16.88, 51.208],
            [16.868, 51.2],
            [16.825, 51.189],
            [16.815, 51.176],
            [16.802, 51.14],
            [16.811, 51.124],
            [16.825, 51.109],
            [16.86, 51.095],
            [16.91, 51.078],
            [16.9378, 51.0696],
            [16.9749, 51.0957],
            [16.9884, 51.154],
            [16.9499, 51.2118],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { name: 'Krzyki' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [16.9749, 51.0957],
            [16.9378, 51.0696],
            [16.95, 51.066],
            [16.958, 51.047],
            [17.0, 51.045],
            [17.03, 51.039],
            [17.108, 51.041],
            [17.108, 51.0553],
            [17.0556, 51.085],
            [16.9749, 51.0957],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { name: 'Psie Pole' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [17.1625, 51.1377],
            [17.158, 51.145],
            [17.162, 51.165],
            [17.165, 51.181],
            [17.115, 51.181],
            [17.045, 51.177],
            [17.028, 51.189],
            [17.006, 51.201],
            [16.985, 51.209],
            [16.955, 51.213],
            [16.9499, 51.2118],
            [16.9884, 51.154],
            [17.048, 51.1324],
            [17.1625, 51.1377],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { name: 'Stare Miasto' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [16.9884, 51.154],
            [16.9749, 51.0957],
            [17.0556, 51.085],
            [17.048, 51.1324],
            [16.9884, 51.154],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { name: 'Śródmieście' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [17.181, 51.104],
            [17.172, 51.122],
            [17.1625, 51.1377],
            [17.048, 51.1324],
            [17.0556, 51.085],
            [17.108, 51.0553],
            [17.108, 51.06],
            [17.147, 51.078],
            [17.176, 51.092],
            [17.181, 51.104],
          ],
        ],
      },
    },
  ],
};
