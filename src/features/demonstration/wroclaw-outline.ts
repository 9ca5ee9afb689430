import type { Polygon } from 'geojson';

/**
 * A rough outline of Wrocław, drawn by hand with a small margin: WGS 84, [longitude, latitude], counter-clockwise,
 * closed. It answers "is this place in the city?" for the demonstration; it is not the official boundary.
 */
export const wroclawOutline: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [17.181, 51.104],
      [17.172, 51.122],
      [17.158, 51.145],
      [17.162, 51.165],
      [17.165, 51.181],
      [17.115, 51.181],
      [17.045, 51.177],
      [17.028, 51.189],
      [17.006, 51.201],
      [16.985, 51.209],
      [16.955, 51.213],
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
      [16.95, 51.066],
      [16.958, 51.047],
      [17.0, 51.045],
      [17.03, 51.039],
      [17.108, 51.041],
      [17.108, 51.06],
      [17.147, 51.078],
      [17.176, 51.092],
      [17.181, 51.104],
    ],
  ],
};
