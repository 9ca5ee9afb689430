import type { Operation } from '../../http/operation.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { halfOfPair } from '../areas/index.ts';
import { languageFor, servesPoint } from '../jurisdictions/index.ts';
import type { AreaDirectory } from '../areas/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import type { CatalogueDirectory } from './catalogue-directory.ts';
import { isOfferedIn } from './limit-service.ts';

export function catalogueOperations(app: {
  jurisdictions: JurisdictionDirectory;
  areas: AreaDirectory;
  catalogues: CatalogueDirectory;
}): {
  'services.list': Operation<'services.list'>;
  'services.get': Operation<'services.get'>;
} {
  const speak = async (call: { jurisdiction_id: string | undefined; languages: readonly string[] }) => {
    const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
    const language = languageFor(jurisdiction, call.languages);
    const { catalogue, changeset } = await app.catalogues.dated(jurisdiction.jurisdiction_id, language);
    // What an answer from the catalogue is made of.
    const tag = [jurisdiction.live_jurisdiction_id, changeset, jurisdiction.areas_version, language].join(
      ' ',
    );
    return { jurisdiction, language, catalogue, tag };
  };
  return {
    'services.list': async (call) => {
      const { lat, long } = call.parameters;
      const half = halfOfPair(call.parameters);
      const findings = [...call.findings, ...(half === undefined ? [] : [half])];
      if (findings.length > 0) throw invalid(findings);
      const { jurisdiction, language, catalogue, tag } = await speak(call);
      const place = lat === undefined || long === undefined ? undefined : { lat, long };
      const served = place === undefined || servesPoint(jurisdiction, place.lat, place.long);
      const area = place && (await app.areas.get(jurisdiction)).find(place.lat, place.long)?.area_code;
      const make = () =>
        [...catalogue.values()]
          .filter(
            (service) => service.listed && served && (place === undefined || isOfferedIn(service, area)),
          )
          .map(({ service_code, service_name, description, attributes, type, keywords, group }) => ({
            service_code,
            service_name,
            description,
            metadata: attributes.length > 0,
            type,
            keywords,
            group,
          }));
      const where = place === undefined ? 'everywhere' : `${served} ${area ?? ''}`;
      return { status: 200, language, tag: `${tag} ${where}`, make };
    },

    'services.get': async (call) => {
      const { service_code } = call.parameters;
      const { language, catalogue, tag } = await speak(call);
      const service = catalogue.get(service_code);
      if (service?.listed !== true)
        throw notFound(`There is no service ${quoted(service_code)} here.`, 'service_code');
      const make = () => {
        const attributes = service.attributes.map(({ values, ...attribute }) =>
          values == null ? attribute : { ...attribute, values },
        );
        return { service_code, attributes };
      };
      return { status: 200, language, tag: `${tag} ${service_code}`, make };
    },
  };
}
