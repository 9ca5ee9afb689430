/** A public item of the contract that may have a place. */
type Placed = { service_request_id: string; lat: number | null; long: number | null };

/**
 * Cases as GeoJSON (RFC 7946): one feature each, with the whole case as its properties. A case without coordinates has no
 * geometry, so that no format tells of fewer cases than another.
 */
export function toFeatureCollection(cases: readonly Placed[]): unknown {
  return {
    type: 'FeatureCollection',
    features: cases.map((properties) => {
      const { service_request_id: id, lat, long } = properties;
      const geometry = lat === null || long === null ? null : { type: 'Point', coordinates: [long, lat] };
      return { type: 'Feature', id, geometry, properties };
    }),
  };
}
